/// Decides, from what is known now, what follows: breakers, route, severity, incidents.
///
/// A pure function to a fixed point: the engine appends what it says, folds, and asks again.
package enum Policy {
  /// A decision and the event that led to it.
  package struct Decision: Hashable, Sendable {
    package var body: EventBody
    package var cause: Int64?

    package init(_ body: EventBody, cause: Int64? = nil) {
      self.body = body
      self.cause = cause
    }
  }

  /// The first decisions that are due; empty at the fixed point.
  ///
  /// One kind at a time, so that each sees the one before folded.
  ///
  /// `word` is random and uniform; it jitters open times.
  package static func decide(
    _ state: State, at now: Instant, word: UInt64 = Breaker.noJitter
  ) -> [Decision] {
    let rules: [(State, Instant) -> [Decision]] = [
      { BreakerPolicy.decide($0, at: $1, word: word) }, ExpiryPolicy.decide, RoutePolicy.decide,
      SeverityPolicy.decide, IncidentPolicy.decide, LatencyPolicy.decide, BudgetPolicy.decide,
    ]
    for rule in rules {
      let decisions = rule(state, now)
      if !decisions.isEmpty { return decisions }
    }
    return []
  }

  /// The next moment at which time alone can bring a decision; nil when only events can.
  package static func nextDeadline(_ state: State, after now: Instant) -> Instant? {
    let candidates =
      BreakerPolicy.deadlines(state) + ExpiryPolicy.deadlines(state) + RoutePolicy.deadlines(state)
      + SeverityPolicy.deadlines(state) + IncidentPolicy.deadlines(state) + BudgetPolicy.deadlines(state)
    return candidates.filter { $0 > now }.min()
  }
}

/// Without a gateway, breakers run here on what probes say; with one, its own breakers decide.
enum BreakerPolicy {
  static func decide(_ state: State, at now: Instant, word: UInt64) -> [Policy.Decision] {
    guard state.settings.gateway == nil else { return [] }
    return state.breakers.compactMap { entry in
      guard state.control.overrides[entry.target.platform] == nil,
        let transition = entry.breaker.due(
          at: now, settings: state.settings.breaker(of: entry.target.platform), word: word)
      else { return nil }
      return Policy.Decision(
        .breakerChanged(
          BreakerChange(target: entry.target, from: entry.breaker.position, transition: transition)))
    }
  }

  static func deadlines(_ state: State) -> [Instant] {
    state.settings.gateway == nil ? state.breakers.compactMap(\.breaker.nextDeadline) : []
  }
}

/// Overrides and pins end by themselves when they were given an end.
enum ExpiryPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    var due: [Policy.Decision] = []
    for (platform, override) in state.control.overrides.sorted(by: { $0.key < $1.key }) {
      guard let expires = override.expires, now >= expires else { continue }
      due.append(
        expiry(of: .breaker(platform, nil), before: .breaker(platform, override.position)))
    }
    if let pin = state.control.pin, let expires = pin.expires, now >= expires {
      due.append(expiry(of: .pin(nil), before: .pin(pin.platform)))
    }
    return due
  }

  private static func expiry(of act: ControlAct, before: ControlAct) -> Policy.Decision {
    Policy.Decision(
      .controlChanged(
        ControlChange(
          act: act, before: before, reason: "its time was up", expires: nil, undoes: nil)))
  }

  static func deadlines(_ state: State) -> [Instant] {
    state.control.overrides.values.compactMap(\.expires) + [state.control.pin?.expires].compactMap(\.self)
  }
}
