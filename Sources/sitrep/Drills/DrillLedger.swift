package import SitrepCore

/// A journal in memory: appends, folds, and lets policy speak to its fixed point, as the engine does.
package struct DrillLedger: Sendable {
  package private(set) var state = State()
  package private(set) var events: [Event] = []
  package private(set) var now: Instant

  init(at start: Instant) {
    now = start
  }

  /// What a drill in real time left behind.
  init(state: State, events: [Event], at end: Instant) {
    self.state = state
    self.events = events
    now = end
  }

  mutating func move(to moment: Instant) {
    now = max(now, moment)
  }

  mutating func append(
    _ body: EventBody, from source: Event.Source, actor: Operator? = nil, cause: Int64? = nil,
    request: String? = nil
  ) {
    let event = Event(
      sequence: state.sequence + 1, at: now, source: source, actor: actor, cause: cause, request: request,
      body: body)
    events.append(event)
    state.fold(event)
  }

  /// Asks policy until it has nothing more to say; more rounds than rules would be a rule undoing another.
  mutating func settle() {
    for _ in 0..<32 {
      let decisions = Policy.decide(state, at: now)
      if decisions.isEmpty { return }
      for decision in decisions { append(decision.body, from: .policy, cause: decision.cause) }
    }
  }
}
