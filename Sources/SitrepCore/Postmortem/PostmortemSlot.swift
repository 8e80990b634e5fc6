/// What a template can ask for: sections, which every draft writes anew, and words, which the first one writes.
package enum PostmortemSlot: String, CaseIterable, Sendable {
  case draft
  case duration
  case severity
  case impact
  case minutes
  case charts
  case vendor
  case detection
  case mitigation
  case requestIDs = "request-ids"
  case actionItems = "action-items"
  case timeline
  case attribution
  case recovery
  case lessons
  case updates
  case responders
  case questions
  case counts
  case breakers
  case lag
  case corrections
  case methods

  case title
  case incident = "id"
  case status
  case highest = "severity-word"
  case started
  case ended
  case lead
  case platforms

  /// A word stands anywhere in a line; a section has a line of its own.
  package var isWord: Bool {
    switch self {
    case .title, .incident, .status, .highest, .started, .ended, .lead, .platforms: true
    default: false
    }
  }

  package var help: String {
    switch self {
    case .draft: "what it was drafted from and when, the whole in short; also lists the sections"
    case .duration: "from, to, the interval in which it began, and the clocks"
    case .severity: "severity with its changes and the response clock"
    case .impact: "attempts, failures and real traffic by series and platform"
    case .minutes: "down, degraded and unknown minutes, weighted, and the budget burned"
    case .charts: "sparklines and mermaid diagrams"
    case .vendor: "failures by class, and what the vendors published"
    case .detection: "what found it, and when the vendor posted"
    case .mitigation: "what was changed in how traffic flows"
    case .requestIDs: "request ids of failed calls"
    case .actionItems: "action items that were pinned, as check boxes"
    case .timeline: "the timeline as a table"
    case .attribution: "the verdict with what spoke for and against it"
    case .recovery: "when each series and breaker came back"
    case .lessons: "facts that a review might begin with"
    case .updates: "updates as they were sent"
    case .responders: "who acted, and who led"
    case .questions: "a support case for each vendor, with request ids"
    case .counts: "failed probes by class"
    case .breakers: "breaker transitions"
    case .lag: "how late each vendor's page was"
    case .corrections: "notes told late, acts undone, items dropped"
    case .methods: "settings in force, and how each number is made"
    case .title: "“INC-7: anthropic failing”"
    case .incident: "“INC-7”"
    case .status: "the incident's phase"
    case .highest: "the highest severity, as P1"
    case .started: "when the impact began"
    case .ended: "when failures ceased"
    case .lead: "who leads"
    case .platforms: "platforms that took part"
    }
  }
}

extension PostmortemFacts {
  /// The lines of a section; none for a word.
  func lines(_ slot: PostmortemSlot) -> [String] {
    switch slot {
    case .draft: draft
    case .duration: duration
    case .severity: severity
    case .impact: impact
    case .minutes: minutes
    case .charts: charts
    case .vendor: vendor
    case .detection: detection
    case .mitigation: mitigation
    case .requestIDs: requestIDList
    case .actionItems: actionItems
    case .timeline: timeline
    case .attribution: attribution
    case .recovery: recovery
    case .lessons: lessons
    case .updates: updates
    case .responders: responders
    case .questions: questions
    case .counts: counts
    case .breakers: breakerTable
    case .lag: lag
    case .corrections: corrections
    case .methods: methods
    case .title, .incident, .status, .highest, .started, .ended, .lead, .platforms: []
    }
  }

  /// A word; empty for a section.
  func word(_ slot: PostmortemSlot) -> String {
    switch slot {
    case .title: "\(isDrill ? "DRILL · " : "")\(incident.name): \(Markdown.escape(incident.title))"
    case .incident: incident.name
    case .status: incident.phase.rawValue
    case .highest: incident.highestSeverity.word
    case .started: Timestamp.rfc3339(incident.impactBefore)
    case .ended: impactEnd.map { Timestamp.rfc3339($0) } ?? "not over"
    case .lead: incident.lead.map { Markdown.escape($0.name) } ?? "nobody"
    case .platforms:
      incident.platforms.isEmpty ? "none named" : incident.platforms.map(\.rawValue).joined(separator: ", ")
    default: ""
    }
  }
}
