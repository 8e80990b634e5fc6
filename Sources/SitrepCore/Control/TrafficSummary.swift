/// What users feel, from what the gateways carried lately.
package struct TrafficSummary: Hashable, Sendable {
  package var calls: Int
  /// Calls that failed by the vendor's doing.
  package var failures: Int
  /// Calls answered 429.
  package var limited: Int
  package var perSecond: Double

  /// Calls to `platform`, or to all, that ended within `window` before `now`; nil when nothing was carried.
  ///
  /// Of those counted over a stretch of time that began before `start`, none is taken.
  package init?(
    _ state: State, platform: Platform? = nil, window: TimeSpan = .seconds(15), since start: Instant? = nil,
    at now: Instant
  ) {
    calls = 0
    failures = 0
    limited = 0
    for traffic in state.traffic where platform == nil || traffic.target.platform == platform {
      for stretch in traffic.stretches where now - stretch.endedAt <= window {
        if let start, stretch.endedAt - stretch.over < start { continue }
        calls += stretch.ok + stretch.failed
        failures += stretch.vendorFailed
        limited += stretch.limited ?? 0
      }
    }
    guard calls > 0 else { return nil }
    // A gateway that has measured for less than the window must not look slower than it is.
    let began = state.traffic.flatMap(\.stretches).map { $0.endedAt - $0.over }.min() ?? now
    perSecond = Double(calls) / max(1, min(window, now - began).inSeconds)
  }

  package var failureShare: Double { calls > 0 ? Double(failures) / Double(calls) : 0 }

  package var limitedShare: Double { calls > 0 ? Double(limited) / Double(calls) : 0 }

  /// Share of calls that users did not get answered, whoever is at fault.
  package var unservedShare: Double { failureShare + limitedShare }
}

/// One sentence on what users feel, said apart from what the vendor does.
package enum Impact {
  package static func sentence(_ state: State, at now: Instant) -> String {
    guard let summary = TrafficSummary(state, at: now) else { return "our traffic unmeasured" }
    let via = state.control.active.map { " via \($0.rawValue)" } ?? ""
    let may = state.settings.objectives.errorRate
    if summary.unservedShare <= may { return "our traffic ok\(via)" }
    let failing = summary.failures > 0 ? "failing \(percent(summary.failureShare))" : nil
    let limited = summary.limited > 0 ? "\(percent(summary.limitedShare)) limited" : nil
    return "our traffic \([failing, limited].compactMap(\.self).joined(separator: ", "))\(via)"
  }

  private static func percent(_ share: Double) -> String {
    let whole = Int((share * 100).rounded())
    return whole == 0 ? "<1 %" : "\(whole) %"
  }
}
