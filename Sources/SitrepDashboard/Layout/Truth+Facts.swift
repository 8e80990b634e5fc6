import SitrepCore
import SitrepTerminal

/// The parts of the pinned line that are facts rather than judgement.
extension Truth {
  /// What users feel, in Core's words; the route is a part of its own, since it is lost sooner.
  mutating func takeTraffic(_ state: State, at now: Instant) {
    var sentence = Impact.sentence(state, at: now)
    if let active = state.control.active, sentence.hasSuffix(" via \(active.rawValue)") {
      sentence.removeLast(" via \(active.rawValue)".count)
    }
    let summary = TrafficSummary(state, at: now)
    let isFine = summary.map { $0.unservedShare <= state.settings.objectives.errorRate }
    impact = Span(sentence, isFine.map { $0 ? .ok : .failing } ?? .unknown)
    takeRoute(state)
  }

  private mutating func takeRoute(_ state: State) {
    guard let active = state.control.active else { return }
    guard state.isUsable(active) else {
      let position = state.position(of: active).word
      let none = "no platform usable"
      route = Span(state.control.pin == nil ? none : "pinned to \(active.rawValue): \(position)", .failing)
      return
    }
    let (obeying, all) = state.control.confirmed
    let word = state.control.pin == nil ? "via" : "pinned to"
    let doubt = obeying < all ? " (\(obeying) of \(all) confirmed)" : ""
    route = Span("\(word) \(active.rawValue)\(doubt)", doubt.isEmpty ? .text : .warning)
  }

  /// The gravest incident, how many more there are, and its clocks.
  mutating func takeIncident(_ state: State, at now: Instant) {
    let all = state.openIncidents
    guard let open = all.first else {
      // Before an incident has a number: what is awaited until it does.
      guard let suspected = SuspectedIncident.all(state, at: now).first else { return }
      incident = Span("suspected, \(suspected.awaited(at: now))", .warning)
      return
    }
    let phase = open.phase == .open ? "" : " \(open.phase.rawValue)"
    let flapping = open.flappingSince == nil ? "" : " flapping"
    let others = all.count > 1 ? " +\(all.count - 1)" : ""
    incident = Span(open.name + phase + flapping + others, .accent)
    elapsed = Span(TimeWords.elapsed(now - open.openedAt))
    // A graver one may be in good hands while another waits for its first answer, or asks.
    let waiting = all.filter { $0.responseDue != nil }.min {
      ($0.responseDue ?? now) < ($1.responseDue ?? now)
    }
    let speaking = waiting ?? all.first { $0.resolveAskedAt != nil } ?? open
    response = IncidentClocks.response(speaking, at: now)
    if speaking.number != open.number, let text = response?.text {
      response?.text = "\(speaking.name) \(text)"
    }
    // Beside a running response clock, only an update that is due soon is worth the room.
    guard let due = open.updateDue, response == nil || due - now < .minutes(5) else { return }
    update = IncidentClocks.update(open, at: now)
  }
}
