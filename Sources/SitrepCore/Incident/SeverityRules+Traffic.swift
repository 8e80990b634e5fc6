/// What callers of the gateway meet, which no probe may ever meet.
extension SeverityRules {
  /// P2: calls that fail by the vendor's doing, or are answered 429, at the rates that hold for probes.
  static func troubledTraffic(
    _ platforms: [Platform], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    guard !state.traffic.isEmpty else { return nil }
    for platform in platforms {
      guard let found = TrafficTrouble.first(platform, state, at: now) else { continue }
      let rule = found.kind == .failing ? "P2 calls fail" : "P2 rate limited"
      return SeverityAssessment(severity: .p2, rule: rule, evidence: found.words)
    }
    return nil
  }
}

/// Calls to one platform that go wrong, as far as traffic is remembered: at most five minutes.
struct TrafficTrouble {
  enum Kind: CaseIterable, Sendable {
    case failing, limited
  }

  let kind: Kind
  let since: Instant
  let words: String
  /// The target of most of them.
  let target: BreakerTarget

  /// Failures before limits.
  static func first(_ platform: Platform, _ state: State, at now: Instant) -> TrafficTrouble? {
    for kind in Kind.allCases {
      if let found = TrafficTrouble(kind, platform, state, at: now) { return found }
    }
    return nil
  }

  /// At least 3 and 5 %; failures also of at least 20 calls.
  ///
  /// From the first to the newest it is longer than a confirmation takes, so that one burst is none, and the
  /// newest is of just now.
  init?(_ kind: Kind, _ platform: Platform, _ state: State, at now: Instant) {
    let numbers = state.settings.severity
    var (calls, bad) = (0, 0)
    var (first, newest): (Instant?, Instant?) = (nil, nil)
    var worst: (target: BreakerTarget, bad: Int)?
    for traffic in state.traffic where traffic.target.platform == platform {
      var own = 0
      for stretch in traffic.stretches where now - stretch.endedAt <= .minutes(5) {
        calls += stretch.ok + stretch.failed
        let count = kind == .failing ? stretch.vendorFailed : stretch.limited ?? 0
        guard count > 0 else { continue }
        own += count
        first = min(first ?? stretch.endedAt, stretch.endedAt - stretch.over)
        newest = max(newest ?? stretch.endedAt, stretch.endedAt)
      }
      bad += own
      if own > worst?.bad ?? 0 { worst = (traffic.target, own) }
    }
    guard let first, let newest, let worst, bad >= numbers.errorCount,
      Double(bad) >= numbers.errorRate * Double(calls),
      kind == .limited || calls >= numbers.errorAttempts,
      newest - first >= state.settings.confirms.last ?? .zero, now - newest <= numbers.hold * 0.5
    else { return nil }
    self.kind = kind
    since = first
    target = worst.target
    words =
      "\(bad) of \(calls) calls to \(platform.rawValue) " + (kind == .failing ? "failed" : "answered 429")
  }
}
