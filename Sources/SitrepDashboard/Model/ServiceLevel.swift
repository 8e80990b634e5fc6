package import SitrepCore

/// How one platform's scheduled probes did over the window of the objectives, with their n.
package nonisolated struct ServiceLevel: Hashable, Sendable {
  package var platform: Platform
  package var attempts: Int
  package var failures: Int
  package var longestFailureRun: Int
  package var p95: TimeSpan?
  package var p99: TimeSpan?

  /// The n below which a p95 is not said: fewer have no twentieth.
  package static let leastForP95 = 20

  init(_ platform: Platform, in state: State) {
    let start = state.at - state.settings.objectives.window
    let rings = state.series.filter { $0.id.platform == platform }.map { $0.samples.since(start) }
    self.platform = platform
    attempts = rings.reduce(0) { $0 + $1.count }
    failures = rings.reduce(0) { $0 + $1.count { $0.outcome.isFailure } }
    longestFailureRun = rings.map(ServiceLevel.longestRun).max() ?? 0
    let sorted = rings.flatMap { $0.compactMap(\.latency) }.sorted()
    p95 = sorted.count >= ServiceLevel.leastForP95 ? Latencies.percentile(0.95, of: sorted) : nil
    p99 = sorted.count >= Latencies.leastForP99 ? Latencies.percentile(0.99, of: sorted) : nil
  }

  private static func longestRun(_ samples: ArraySlice<Sample>) -> Int {
    var (longest, run) = (0, 0)
    for sample in samples {
      run = sample.outcome.isFailure ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// Share of attempts that failed; nil without data.
  package var errorRate: Double? { attempts > 0 ? Double(failures) / Double(attempts) : nil }
  package var availability: Double? { errorRate.map { 1 - $0 } }

  /// Whether every measured objective is met; nil without data.
  func meets(_ targets: ObjectiveTargets) -> Bool? {
    guard let errorRate, let availability else { return nil }
    return availability >= targets.availability && errorRate <= targets.errorRate
      && (p95 ?? .zero) <= targets.p95 && (p99 ?? .zero) <= targets.p99
      && longestFailureRun <= targets.longestFailureRun
  }
}
