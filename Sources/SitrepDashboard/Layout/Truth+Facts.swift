import SitrepCore
import SitrepTerminal

/// The parts of the pinned line that are facts rather than judgement.
extension Truth {
  /// What users feel, from what gateways carried in the last minute.
  mutating func takeTraffic(_ state: State, at now: Instant) {
    let start = now - .seconds(60)
    let newest = state.traffic.flatMap(\.stretches).filter { $0.endedAt > start }
    let failed = newest.reduce(0) { $0 + $1.failed }
    let calls = newest.reduce(failed) { $0 + $1.ok }
    if calls == 0 {
      impact = Span("traffic unmeasured", .unknown)
    } else if failed * 100 < calls {
      impact = Span("our traffic ok", .ok)
    } else {
      impact = Span("\(failed * 100 / calls)% of our calls fail", .failing)
    }
    takeRoute(state)
  }

  private mutating func takeRoute(_ state: State) {
    guard let active = state.control.active else { return }
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
      response = Span("update in \(TimeWords.age(updateDue - now))", .warning)
    }
  }
}
