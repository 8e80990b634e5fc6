/// Turns events into lines of the timeline.
///
/// Each is told against the state from before it.
package enum Narrative {
  /// The lines for one event; none when it is not worth one.
  package static func lines(for event: Event, before state: State) -> [TimelineEntry] {
    let told = tell(event, state)
    guard !told.isEmpty else { return [] }
    let incident = state.openIncident?.number
    return told.map { tone, text in
      TimelineEntry(
        sequence: event.sequence, at: event.at, tone: tone, text: text, actor: event.actor,
        incident: opened(event, state) ?? incident, about: about(event))
    }
  }

  /// All lines of a stretch of the journal, told without what went before it.
  package static func timeline(of events: [Event], settings: Settings) -> [TimelineEntry] {
    var state = State()
    state.adopt(settings, at: events.first?.at ?? Instant(nanoseconds: 0))
    var lines: [TimelineEntry] = []
    for event in events {
      lines += Narrative.lines(for: event, before: state)
      state.fold(event)
    }
    return lines
  }

  private static func opened(_ event: Event, _ state: State) -> Int? {
    if case .incidentOpened = event.body { return state.nextIncident }
    if case .incidentChanged(let change) = event.body { return change.number }
    if case .noteAdded(let note) = event.body { return note.incident }
    if case .itemPinned(let item) = event.body { return item.incident }
    if case .itemDropped(let dropped) = event.body { return dropped.incident }
    return nil
  }

  private static func about(_ event: Event) -> Instant? {
    guard case .noteAdded(let note) = event.body else { return nil }
    return note.about
  }

  /// " (02:07:00Z, entered 10:15:00Z)"; with the day when it was another.
  private static func told(_ about: Instant, entered: Instant) -> String {
    let isSameDay = Timestamp.date(about) == Timestamp.date(entered)
    return
      " (\(isSameDay ? Timestamp.clock(about) : Timestamp.rfc3339(about)), entered \(Timestamp.clock(entered)))"
  }

  private typealias Line = (TimelineEntry.Tone, String)

  private static func tell(_ event: Event, _ state: State) -> [Line] {
    switch event.body {
    case .engineStarted(let body):
      let crash = state.engine?.isRunning == true ? " after it ended without a word" : ""
      let remark: [Line] = body.remark.map { [(.warning, "\($0)")] } ?? []
      return [(.info, "engine \(body.version) started\(crash), pid \(body.pid)")] + remark
    case .engineStopped(let body): return [(.info, "engine stopped: \(body.reason)")]
    case .clockStepped(let step):
      let what =
        step.slipped == true
        ? "engine stood still for" : step.suspended ? "machine slept for" : "clock stepped by"
      return [(.warning, "\(what) \(step.by.wholeSeconds) s")]
    case .settingsAdopted(let settings): return state.sequence == 0 ? [] : [tell(settings, state)]
    case .observed(let observation): return tell(observation, at: event.at, state)
    case .controlObserved(let observation): return tell(observation, state)
    case .feedRead(let report): return tell(report, state)
    case .trafficMeasured(let report): return tell(report, state)
    case .breakerChanged(let change):
      // Every trial begins with it and each flap would tell it again; what the trial came to is the news.
      return change.transition.to == .halfOpen ? [] : [tell(change)]
    case .keyChanged(let change): return tell(change, state, at: event.at)
    case .routeChanged(let change): return [tell(change)]
    case .severityMeasured(let assessment):
      let word = assessment.severity?.word ?? "none"
      let numbers = assessment.evidence.isEmpty ? "" : ": \(assessment.evidence)"
      if assessment.isUnmeasured { return [(.warning, "severity \(assessment.evidence)")] }
      return [(assessment.severity.map { $0 >= .p2 } == true ? .bad : .info, "severity \(word)\(numbers)")]
    case .incidentOpened(let incident):
      return [(.bad, "INC-\(state.nextIncident) opened, \(incident.severity.word): \(incident.title)")]
    case .incidentChanged(let change): return [tell(change)]
    case .controlChanged(let change): return [tell(change, event)]
    case .noteAdded(let note):
      return [(.person, "\(note.text)\(note.about.map { told($0, entered: event.at) } ?? "")")]
    case .consentGiven(let consent):
      return [(.person, "paid probes agreed to: $\(Narrative.dollars(consent.microdollarsPerDay)) a day")]
    case .postmortemWritten(let written):
      return [(.person, "postmortem of INC-\(written.incident) written: \(written.path)")]
    case .latencyStepped(let change): return [tell(change)]
    case .itemPinned(let item): return [(.person, "action item: \(item)")]
    case .itemDropped(let dropped): return [(.person, "action item E\(dropped.item) dropped")]
    case .unknown: return []
    }
  }
}

extension Narrative {
  private static func tell(_ settings: Settings, _ before: State) -> (TimelineEntry.Tone, String) {
    let isCapped = { (plans: [ProbePlan]) in plans.contains { $0.idle == Settings.capReached } }
    if isCapped(settings.probes), !isCapped(before.settings.probes), let cap = before.probeCap {
      return (
        .warning, "probes have cost $\(dollars(cap)) today, their cap: paid ones pause until midnight UTC"
      )
    }
    return (.info, "configuration adopted")
  }

  /// Millionths as "0.42".
  package static func dollars(_ micro: Int) -> String {
    let cents = (micro + 5000) / 10_000
    let rest = cents % 100
    return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
