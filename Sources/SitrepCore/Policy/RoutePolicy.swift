/// Moves traffic away from what is open, and back with hold and ramp (DESIGN section 5, "Acting").
enum RoutePolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    guard state.control.pin == nil, !state.control.order.isEmpty else { return [] }
    return failover(state, at: now) ?? abort(state, at: now) ?? failback(state, at: now) ?? []
  }

  private static func failover(_ state: State, at now: Instant) -> [Policy.Decision]? {
    let active = state.control.active
    if let active, state.isUsable(active) { return nil }
    guard let next = state.control.order.first(where: state.isUsable), next != active else { return nil }
    let why = active.map { "\($0.rawValue) \(reason($0, state))" } ?? "no platform was active"
    return [change(from: active, to: next, failback: nil, why)]
  }

  private static func reason(_ platform: Platform, _ state: State) -> String {
    switch state.position(of: platform) {
    case .forcedOpen: "forced open by \(state.control.overrides[platform]?.by.description ?? "hand")"
    default: "breaker open: \(state.leadingBreaker(of: platform)?.reason ?? "by evidence")"
    }
  }

  /// The preferred platform fails again while traffic returns to it.
  private static func abort(_ state: State, at now: Instant) -> [Policy.Decision]? {
    guard let failback = state.control.failback else { return nil }
    let trouble = trouble(of: failback.to, since: failback.since, state, at: now)
    guard let trouble else { return nil }
    return [
      change(
        from: state.control.active, to: state.control.active, failback: nil, "failback aborted: \(trouble)")
    ]
  }

  private static func trouble(
    of platform: Platform, since: Instant, _ state: State, at now: Instant
  ) -> String? {
    let position = state.position(of: platform)
    guard position == .closed || position == .disabled else { return "\(platform.rawValue) \(position.word)" }
    for series in state.series where series.id.platform == platform {
      let failures = series.suspicion?.attempts.count { $0.at >= since && $0.outcome.isFailure } ?? 0
      if failures >= 2 { return "\(failures) new failures on \(series.id)" }
    }
    // What the first part of the traffic meets there counts as much as probes do.
    guard let carried = TrafficSummary(state, platform: platform, window: now - since, since: since, at: now),
      carried.failures >= state.settings.severity.errorCount,
      carried.failureShare >= state.settings.severity.errorRate
    else { return nil }
    return "\(carried.failures) of \(carried.calls) calls failed on \(platform.rawValue)"
  }

  /// Hold, then the steps of the ramp, then all of it.
  private static func failback(_ state: State, at now: Instant) -> [Policy.Decision]? {
    let numbers = state.settings.failback
    guard let active = state.control.active,
      let preferred = state.control.order.prefix(while: { $0 != active }).first(where: { isWell($0, state) })
    else { return nil }
    guard let running = state.control.failback, running.to == preferred else {
      let began = Failback(to: preferred, percent: 0, since: now)
      return [
        change(
          from: active, to: active, failback: began,
          "\(preferred.rawValue) closed again: held for \(numbers.hold.wholeSeconds) s before failback")
      ]
    }
    guard now - running.since >= (running.percent == 0 ? numbers.hold : numbers.rampStep) else { return nil }
    guard let percent = numbers.ramp.first(where: { $0 > running.percent }), percent < 100 else {
      return [
        change(from: active, to: preferred, failback: nil, "failback to \(preferred.rawValue) complete")
      ]
    }
    let step = Failback(to: preferred, percent: percent, since: now)
    return [
      change(from: active, to: active, failback: step, "failback: \(percent) % to \(preferred.rawValue)")
    ]
  }

  private static func isWell(_ platform: Platform, _ state: State) -> Bool {
    let position = state.position(of: platform)
    guard position == .closed || position == .disabled else { return false }
    let isSuspected = state.series.contains { $0.id.platform == platform && $0.suspicion != nil }
    let isOpenSomewhere = state.breakers.contains {
      $0.target.platform == platform && $0.breaker.position != .closed
    }
    return !isSuspected && !isOpenSomewhere
  }

  private static func change(
    from: Platform?, to: Platform?, failback: Failback?, _ reason: String
  ) -> Policy.Decision {
    Policy.Decision(.routeChanged(RouteChange(from: from, to: to, failback: failback, reason: reason)))
  }

  static func deadlines(_ state: State) -> [Instant] {
    guard let failback = state.control.failback else { return [] }
    let numbers = state.settings.failback
    return [failback.since + (failback.percent == 0 ? numbers.hold : numbers.rampStep)]
  }
}
