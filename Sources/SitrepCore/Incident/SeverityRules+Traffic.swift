/// 429s that callers of the gateway get, which no probe may ever meet.
extension SeverityRules {
  /// P2: at least 3 and 5 % of five minutes' calls, from the first to the newest longer than a confirmation
  /// takes, so that one burst is none, and the newest just now.
  static func limitedTraffic(
    _ platform: Platform, _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    guard let limited = LimitedTraffic(platform, state, at: now) else { return nil }
    return SeverityAssessment(severity: .p2, rule: "P2 rate limited", evidence: limited.words)
  }

  static func limitedTraffic(
    _ platforms: [Platform], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    guard !state.traffic.isEmpty else { return nil }
    for platform in platforms {
      if let found = limitedTraffic(platform, state, at: now) { return found }
    }
    return nil
  }
}

/// Calls to one platform that were answered 429, as far as traffic is remembered.
struct LimitedTraffic {
  let since: Instant
  let words: String
  /// The target of most of them.
  let target: BreakerTarget

  init?(_ platform: Platform, _ state: State, at now: Instant) {
    let numbers = state.settings.severity
    var (calls, limited) = (0, 0)
    var (first, newest): (Instant?, Instant?) = (nil, nil)
    var worst: (target: BreakerTarget, limited: Int)?
    for traffic in state.traffic where traffic.target.platform == platform {
      var own = 0
      for stretch in traffic.stretches where now - stretch.endedAt <= .minutes(5) {
        calls += stretch.ok + stretch.failed
        guard let count = stretch.limited, count > 0 else { continue }
        own += count
        first = min(first ?? stretch.endedAt, stretch.endedAt - stretch.over)
        newest = max(newest ?? stretch.endedAt, stretch.endedAt)
      }
      limited += own
      if own > worst?.limited ?? 0 { worst = (traffic.target, own) }
    }
    guard let first, let newest, let worst, limited >= numbers.errorCount,
      Double(limited) >= numbers.errorRate * Double(calls),
      newest - first >= state.settings.confirms.last ?? .zero, now - newest <= numbers.hold * 0.5
    else { return nil }
    since = first
    target = worst.target
    words = "\(limited) of \(calls) calls to \(platform.rawValue) answered 429"
  }
}
