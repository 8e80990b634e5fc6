/// Breakers summed up per platform (DESIGN section 4, "Breaker").
extension State {
  /// A platform is open by hand, when two of its models are, or when its only one is.
  package func position(of platform: Platform) -> BreakerPosition {
    if let override = control.overrides[platform] {
      return override.position == .forcedOpen ? .forcedOpen : .disabled
    }
    let states = breakers.filter { $0.target.platform == platform }
    guard !states.isEmpty else { return .closed }
    let open = states.filter { $0.breaker.position == .open }
    if open.count >= min(2, states.count) { return .open }
    let trying = states.filter { $0.breaker.position != .closed }
    return trying.count >= min(2, states.count) ? .halfOpen : .closed
  }

  /// The breaker that speaks for a platform: the one that is furthest from closed, newest first.
  package func leadingBreaker(of platform: Platform) -> BreakerState? {
    func rank(_ position: Breaker.Position) -> Int { position == .open ? 2 : position == .halfOpen ? 1 : 0 }
    return breakers.filter { $0.target.platform == platform }
      .max {
        (rank($0.breaker.position), $0.breaker.since) < (rank($1.breaker.position), $1.breaker.since)
      }
  }

  /// Platforms that have something to serve: probed, routed or with traffic; in route order first.
  package var platforms: [Platform] {
    var all = control.order
    for plan in settings.probes where !all.contains(plan.series.platform) { all.append(plan.series.platform) }
    return all
  }

  /// Whether traffic may go to `platform` now.
  package func isUsable(_ platform: Platform) -> Bool {
    switch position(of: platform) {
    case .closed, .disabled, .halfOpen: true
    case .open, .forcedOpen: false
    }
  }
}

/// Where a platform's breaker stands, the operator's word included.
package enum BreakerPosition: String, Codable, CaseIterable, Sendable {
  case closed
  case open
  case halfOpen
  case forcedOpen
  case disabled

  package var word: String {
    switch self {
    case .closed: "closed"
    case .open: "OPEN"
    case .halfOpen: "half-open"
    case .forcedOpen: "FORCED OPEN"
    case .disabled: "disabled"
    }
  }
}
