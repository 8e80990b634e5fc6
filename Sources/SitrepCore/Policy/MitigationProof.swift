/// Whether users are well again: the active route met its objectives for a minute (notes/incidents.md C2).
///
/// Proved by traffic where it is measured, else by probes; never by what somebody said.
enum MitigationProof {
  /// The words that prove it; nil while it is not proved.
  static func proof(_ incident: Incident, _ state: State, at now: Instant) -> String? {
    guard let active = state.control.active, state.isUsable(active), let since = state.control.activeSince,
      now - since >= .minutes(1), now - incident.openedAt >= .seconds(1)
    else { return nil }
    let samples = probes(active, state, at: now)
    guard isQuick(samples, state.settings.objectives) else { return nil }
    if let carried = Carried(active, state, since: since, at: now) {
      guard carried.calls >= 10, carried.share <= allowed(state.settings.objectives) else { return nil }
      return "\(carried.calls - carried.failed) of \(carried.calls) calls ok via \(active.rawValue) in 60 s"
    }
    guard samples.count >= 3, !samples.contains(where: \.outcome.isFailure),
      samples.allSatisfy({ $0.at >= since }),
      !incident.platforms.contains(active) || isOver(incident, on: active, state)
    else { return nil }
    let window = window(active, state).wholeSeconds
    return "\(samples.count) of \(samples.count) probes ok via \(active.rawValue) in \(window) s"
  }

  /// Why users suffer again; nil while they do not.
  static func loss(_ incident: Incident, _ troubles: [Trouble], _ state: State, at now: Instant) -> String? {
    guard let active = state.control.active else { return nil }
    if let carried = Carried(active, state, since: state.control.activeSince, at: now) {
      guard carried.calls >= 10, carried.failed >= state.settings.severity.errorCount,
        carried.share >= state.settings.severity.errorRate
      else { return nil }
      return "\(carried.failed) of \(carried.calls) calls fail via \(active.rawValue)"
    }
    guard let mitigated = incident.mitigatedAt else { return nil }
    let failing = troubles.first {
      $0.series.platform == active && incident.series.contains($0.series) && $0.firstBad > mitigated
    }
    return failing.map { "\($0.series) \($0.words)" }
  }

  /// Share of calls that may fail: the stricter of the two objectives.
  private static func allowed(_ targets: ObjectiveTargets) -> Double {
    min(targets.errorRate, 1 - targets.availability)
  }

  private static func isQuick(_ samples: [Sample], _ targets: ObjectiveTargets) -> Bool {
    let latencies = samples.compactMap(\.latency).sorted()
    guard let p95 = Quantile.nearestRank(95, ofSorted: latencies),
      let p99 = Quantile.nearestRank(99, ofSorted: latencies)
    else { return true }
    return p95 <= targets.p95 && p99 <= targets.p99
  }

  /// A minute, or three rounds of probes where these come more rarely.
  private static func window(_ platform: Platform, _ state: State) -> TimeSpan {
    max(.minutes(1), (state.speakers(for: platform).map(\.plan.cadence).max() ?? .zero) * 3)
  }

  private static func probes(_ platform: Platform, _ state: State, at now: Instant) -> [Sample] {
    let start = now - window(platform, state)
    return state.speakers(for: platform).flatMap { $0.samples.since(start) }
  }

  private static func isOver(_ incident: Incident, on platform: Platform, _ state: State) -> Bool {
    !state.speakers(for: platform).contains { $0.suspicion != nil }
      && !state.breakers.contains { $0.target.platform == platform && $0.breaker.position != .closed }
  }

  /// What one platform carried in the last minute; calls refused at our own breaker
  /// or answered 429 failed for their callers.
  private struct Carried {
    var calls = 0
    var failed = 0

    init?(_ platform: Platform, _ state: State, since start: Instant?, at now: Instant) {
      let began = max(now - .minutes(1), start ?? now - .minutes(1))
      for traffic in state.traffic where traffic.target.platform == platform {
        for stretch in traffic.stretches where stretch.endedAt - stretch.over >= began {
          calls += stretch.ok + stretch.failed + stretch.refused
          failed += stretch.vendorFailed + stretch.refused + (stretch.limited ?? 0)
        }
      }
      if calls == 0 { return nil }
    }

    var share: Double { Double(failed) / Double(calls) }
  }
}
