package import SitrepCore

/// Numbers made from the state once per state, so that a frame need not sort.
package nonisolated struct Digest: Hashable, Sendable {
  package var latencies: [SeriesID: Latencies] = [:]
  package var levels: [ServiceLevel] = []
  /// What the sparklines' full height stands for: 1, 2, 5 or 10 s.
  package var ceiling = TimeSpan.seconds(1)

  package init() {}

  package init(_ state: State) {
    let start = state.at - state.settings.objectives.window
    var all: [TimeSpan] = []
    for series in state.series {
      let samples = series.samples.since(start)
      let sorted = samples.compactMap(\.latency).sorted()
      all += sorted
      latencies[series.id] = Latencies(sorted: sorted, attempts: samples.count)
    }
    ceiling = Digest.ceiling(over: all.sorted())
    levels = state.platforms.map { ServiceLevel($0, in: state) }
  }

  /// The first step that holds nine of ten; what is above is drawn as clipped.
  private static func ceiling(over sorted: [TimeSpan]) -> TimeSpan {
    let steps: [TimeSpan] = [.seconds(1), .seconds(2), .seconds(5), .seconds(10)]
    guard let most = Latencies.percentile(0.9, of: sorted) else { return steps[0] }
    return steps.first { most <= $0 } ?? .seconds(10)
  }
}

/// Percentiles of one series' successes with their n.
package nonisolated struct Latencies: Hashable, Sendable {
  /// Successes; failures never enter as numbers.
  package var count: Int
  package var attempts: Int
  package var median: TimeSpan?
  package var p99: TimeSpan?

  /// The n below which a p99 is not said (DESIGN section 5, "Severity").
  package static let leastForP99 = 300

  init(sorted: [TimeSpan], attempts: Int) {
    count = sorted.count
    self.attempts = attempts
    median = Latencies.percentile(0.5, of: sorted)
    p99 = sorted.count >= Latencies.leastForP99 ? Latencies.percentile(0.99, of: sorted) : nil
  }

  /// Nearest rank.
  static func percentile(_ share: Double, of sorted: [TimeSpan]) -> TimeSpan? {
    guard !sorted.isEmpty else { return nil }
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return sorted[min(sorted.count, max(1, rank)) - 1]
  }
}
