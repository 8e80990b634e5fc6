/// Acts on incidents: what they need, and why one cannot be done.
extension ActionTable {
  /// So many may be open at once; more would be mistakes.
  private static let mostOpen = 10

  static func refuseIncident(
    _ id: ActionID, _ state: State, at now: Instant, _ number: Int?
  ) -> String? {
    switch id {
    case .declare:
      return state.openIncidents.count < mostOpen
        ? nil : "\(state.openIncidents.count) incidents are open already; resolve or merge some"
    case .reopen: return state.incidents.contains(where: \.isOver) ? nil : "no incident is resolved"
    case .merge where state.openIncidents.count < 2:
      return state.openIncident.map { "only \($0.name) is open" } ?? "no incident is open"
    default: break
    }
    guard let incident = meant(id, state, number) else {
      return number.map { "there is no incident INC-\($0); \(openNames(state))" } ?? "no incident is open"
    }
    switch id {
    case .acknowledge: return incident.refusal(of: .acknowledged)
    case .keep: return incident.refusal(of: .kept)
    case .resolve: return incident.refusal(of: .resolved) ?? stillFailing(incident, state, at: now)
    default: return incident.refusal(of: .updateSent)
    }
  }

  /// Policy would open it again at once, so it is not pretended to be over.
  private static func stillFailing(_ incident: Incident, _ state: State, at now: Instant) -> String? {
    let failing = IncidentPolicy.failing(incident, state, at: now)
    guard let first = failing.first else { return nil }
    let what = failing.count == 1 ? "\(first) still fails" : "\(failing.count) series still fail"
    return "\(what): wait until it is quiet, or merge it"
  }

  /// The incident that an act without a name is about: to acknowledge, the gravest that nobody has yet.
  private static func meant(_ id: ActionID, _ state: State, _ number: Int?) -> Incident? {
    if let number { return state.incident(number) }
    guard id == .acknowledge else { return state.openIncident }
    return state.openIncidents.first { $0.acknowledgedAt == nil } ?? state.openIncident
  }

  private static func incident(
    _ request: ActionRequest, _ state: State
  ) throws(Refusal) -> Incident {
    let number = incidentNumber(request.incident)
    if let word = request.incident, number == nil {
      throw Refusal("there is no incident \(CleanText(word, limit: 20)); \(openNames(state))")
    }
    guard let incident = meant(request.action, state, number) else { throw Refusal("no incident is open") }
    return incident
  }

  private static func openNames(_ state: State) -> String {
    let names = state.openIncidents.map(\.name)
    return names.isEmpty ? "none is open" : "open: \(names.joined(separator: ", "))"
  }

  // MARK: Bodies

  static func severityChange(
    _ severity: Severity, _ request: ActionRequest, _ state: State
  ) throws(Refusal) -> EventBody {
    try change(.severity(severity, byHand: true), of: try incident(request, state), request)
  }

  static func incidentChange(
    _ request: ActionRequest, _ state: State, at now: Instant
  ) throws(Refusal) -> EventBody {
    switch request.action {
    case .merge: return try merged(request, state)
    case .reopen: return try reopened(request, state)
    default: break
    }
    let incident = try incident(request, state)
    if let reason = refusal(request.action, in: state, at: now, incident: incident.number) {
      throw Refusal(reason)
    }
    return try change(try wanted(request, incident, state, at: now), of: incident, request)
  }

  private static func wanted(
    _ request: ActionRequest, _ incident: Incident, _ state: State, at now: Instant
  ) throws(Refusal) -> IncidentChange.Change {
    switch request.action {
    case .acknowledge: return .acknowledged
    case .keep: return .kept
    case .update: return .updateSent
    case .lead: return .roleChanged(.lead, from: incident.lead, to: request.actor)
    case .role:
      let role = try role(request)
      return .roleChanged(role, from: incident.holder(of: role), to: request.actor)
    case .handover:
      let role = try role(request)
      let person = Operator(request.text?.text ?? "")
      guard !person.name.text.isEmpty else { throw Refusal("say to whom: initials or a name") }
      return .roleChanged(role, from: incident.holder(of: role), to: person)
    case .due:
      let own = state.settings.incident.updateInterval(incident.severity)
      guard let span = request.duration ?? own else { throw Refusal("a P4 has no rhythm; say in how long") }
      guard span > .zero, span <= .hours(168) else { throw Refusal("promise it within a week") }
      return .updateDue(now + span)
    default: return .resolved
    }
  }

  private static func role(_ request: ActionRequest) throws(Refusal) -> IncidentRole {
    guard let role = request.target.flatMap({ IncidentRole(rawValue: $0.lowercased()) }) else {
      throw Refusal("name a role: \(IncidentRole.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return role
  }

  private static func merged(_ request: ActionRequest, _ state: State) throws(Refusal) -> EventBody {
    let words = (request.target ?? "").split(separator: " ")
    guard words.count == 2, let source = incidentNumber(String(words[0])).flatMap(state.incident),
      let into = incidentNumber(String(words[1])).flatMap(state.incident)
    else { throw Refusal("name two incidents, the one that ends first: INC-2 INC-1; \(openNames(state))") }
    if into.isOver { throw Refusal("\(into.name) is resolved; reopen it first") }
    return try change(.merged(into: into.number), of: source, request)
  }

  private static func reopened(_ request: ActionRequest, _ state: State) throws(Refusal) -> EventBody {
    let number = incidentNumber(request.target ?? request.incident)
    let newest = state.incidents.last { $0.isOver && $0.mergedInto == nil }
    guard let incident = number.map(state.incident) ?? newest else {
      throw Refusal("\(CleanText(request.target ?? "that", limit: 20)) is not a resolved incident")
    }
    return try change(.reopened, of: incident, request)
  }

  private static func change(
    _ change: IncidentChange.Change, of incident: Incident, _ request: ActionRequest
  ) throws(Refusal) -> EventBody {
    if let reason = incident.refusal(of: change) { throw Refusal(reason) }
    // The names of a hand-over are in the change itself.
    let reason: CleanText = request.action == .handover ? "" : request.text ?? ""
    return .incidentChanged(IncidentChange(number: incident.number, change: change, reason: reason))
  }

  // MARK: Targets

  static func roleTargets(
    _ id: ActionID, _ state: State, actor: Operator?, _ number: Int?
  ) -> [ActionTarget] {
    IncidentRole.allCases.map { role in
      let holder = meant(id, state, number)?.holder(of: role)
      let isOwn = id == .role && holder != nil && holder == actor
      return ActionTarget(
        value: role.rawValue,
        label: "\(role.rawValue)  \(holder?.description ?? "nobody"): \(role.duty)",
        refusal: isOwn ? "yours already" : nil)
    }
  }

  /// Every pair of open incidents; the less grave one ends by default.
  static func mergeTargets(_ state: State) -> [ActionTarget] {
    let open = state.openIncidents
    return open.reversed().flatMap { source in
      open.filter { $0.number != source.number }.map { into in
        ActionTarget(
          value: "\(source.name) \(into.name)",
          label: "\(source.name) (\(source.severity.word) \(source.title)) into \(into.name)")
      }
    }
  }

  // MARK: Previews

  static func lines(_ change: IncidentChange, _ state: State) -> [String] {
    let line = Narrative.tell(change).1
    guard let incident = state.incident(change.number) else { return [line] }
    switch change.change {
    case .merged(let into):
      let series = incident.series.filter { state.incident(into)?.series.contains($0) == false }
      let count = series.count == 1 ? "1 series" : "\(series.count) series"
      return [
        "\(incident.name) closes and points to INC-\(into)",
        "INC-\(into) takes over \(count) and its beginning, if that was earlier",
        "this cannot be undone: declare it anew if it was a cause of its own",
      ]
    case .severity(let severity, _):
      return [
        "\(incident.name): \(incident.severity.word) → \(severity.word)",
        "measured rules leave it alone from then on",
      ]
    case .resolved where incident.phase != .monitoring:
      return [line, "it was \(incident.phase.rawValue), not monitored: nothing has shown that it is over"]
    default: return [line]
    }
  }

  static func lines(opening incident: Incident, _ state: State, at now: Instant) -> [String] {
    let due = state.settings.incident.responseDue(incident.severity, after: now)
    let by = due.map { ", to be acknowledged by \(Timestamp.rfc3339($0))" } ?? ""
    return ["INC-\(state.nextIncident) opens, \(incident.severity.word)\(by)"]
  }
}
