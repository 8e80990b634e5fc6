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
    let isFine = summary.map { $0.failureShare <= state.settings.objectives.errorRate }
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

  mutating func takeIncident(_ state: State, at now: Instant) {
    guard let open = state.openIncident else { return }
    incident = Span(open.phase == .open ? open.name : "\(open.name) \(open.phase.rawValue)", .accent)
    elapsed = Span(TimeWords.elapsed(now - open.openedAt))
    if let due = open.responseDue {
      response =
        due > now
        ? Span("ack in \(TimeWords.clock(due - now))", .warning)
        : Span("ACK LATE \(TimeWords.clock(now - due))", .failing)
      return
    }
    let updateDue = open.lastUpdateAt + state.settings.incident.updateEvery
    if now > updateDue {
      response = Span("update late \(TimeWords.age(now - updateDue))", .warning)
    } else if updateDue - now < .minutes(5) {
      response = Span("update in \(TimeWords.left(updateDue - now))", .warning)
    }
  }
}
