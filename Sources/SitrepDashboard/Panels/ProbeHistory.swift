import SitrepCore
import SitrepTerminal

/// The sparkline of a series: samples in columns of wall-clock time, so that columns move rarely.
nonisolated enum ProbeHistory {
  /// Lengths a column may have, so that a slightly different width does not redraw everything.
  private static let steps: [Int64] = [10, 15, 20, 30, 45, 60, 90, 120, 300, 600, 900, 1800, 3600]

  /// How long one column is: not shorter than the cadence, and long enough for the window to fit.
  static func bucket(_ plans: [ProbePlan], columns: Int) -> TimeSpan {
    let cadence = plans.filter { $0.idle == nil }.map(\.cadence).min() ?? .seconds(30)
    let window = min(.minutes(15), max(.seconds(150), cadence * 30))
    let wanted = max(
      cadence.wholeSeconds, (window.wholeSeconds + Int64(columns) - 1) / Int64(max(1, columns)))
    return .seconds(steps.first { $0 >= wanted } ?? 3600)
  }

  /// One mark a column, the newest last; the worst of a column is the one that is drawn.
  static func columns(
    _ series: SeriesState, count: Int, bucket: TimeSpan, ceiling: TimeSpan, at now: Instant
  ) -> [SitrepTerminal.Sample] {
    guard count > 0, bucket > .zero else { return [] }
    let newest = now.nanoseconds / bucket.nanoseconds
    let oldest = newest - Int64(count) + 1
    var worst: [SitrepCore.Sample?] = Array(repeating: nil, count: count)
    var before: SitrepCore.Sample?
    for sample in series.samples.samples {
      let column = Int(sample.at.nanoseconds / bucket.nanoseconds - oldest)
      if column < 0 { before = sample }
      guard column >= 0, column < count else { continue }
      worst[column] = worst[column].map { rank($0) >= rank(sample) ? $0 : sample } ?? sample
    }
    var drawn: [SitrepTerminal.Sample] = []
    for column in 0..<count {
      if let sample = worst[column] {
        before = sample
        drawn.append(mark(sample, ceiling))
      } else {
        let start = Instant(nanoseconds: (oldest + Int64(column)) * bucket.nanoseconds)
        drawn.append(gap(after: before, at: start, series.plan, ceiling))
      }
    }
    return drawn
  }

  /// An attempt speaks for its cadence; after that, no sample is a fact of its own.
  private static func gap(
    after sample: SitrepCore.Sample?, at start: Instant, _ plan: ProbePlan, _ ceiling: TimeSpan
  ) -> SitrepTerminal.Sample {
    guard let sample else { return .absent }
    return start - sample.at > plan.cadence * 2 ? .mark(.stale) : mark(sample, ceiling)
  }

  /// Failures before anything slow, slow before fast.
  private static func rank(_ sample: SitrepCore.Sample) -> Int64 {
    sample.outcome.isFailure ? .max : sample.latency?.nanoseconds ?? 0
  }

  private static func mark(_ sample: SitrepCore.Sample, _ ceiling: TimeSpan) -> SitrepTerminal.Sample {
    switch sample.outcome {
    case .failed(.timeout): return .mark(.timeout)
    case .failed(.stalled): return .mark(.stalled)
    case .failed(.quota): return .mark(.limited)
    case .failed: return .mark(.error)
    case .ok, .slow:
      guard let latency = sample.latency else { return .mark(.zero) }
      return .value(level: latency.inSeconds / ceiling.inSeconds, sample.outcome == .slow ? .slow : .ok)
    }
  }
}
