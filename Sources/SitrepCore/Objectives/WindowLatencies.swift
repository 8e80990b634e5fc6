/// The latencies of some series over one window: exact as far as the samples reach, else a sketch.
struct WindowLatencies {
  private var sorted: [TimeSpan]
  /// Set when the samples of one series do not reach back over the window.
  private var sketch: DDSketch?

  init(_ series: [SeriesState], over window: TimeSpan, at now: Instant) {
    let rings = series.map { $0.samples(over: window, at: now) }
    sorted = rings.joined().compactMap { $0.outcome.isFailure ? nil : $0.latency }.sorted()
    guard !series.allSatisfy({ $0.hasSamples(over: window, at: now) }) else { return }
    var merged = DDSketch()
    for one in series {
      for rollup in one.history?.rollups(over: window, at: now) ?? [] { merged.merge(rollup.latencies) }
    }
    sketch = merged
  }

  var count: Int { sketch?.count ?? sorted.count }

  func quantile(_ percent: Int) -> TimeSpan? {
    guard let sketch else { return Quantile.nearestRank(percent, ofSorted: sorted) }
    return sketch.quantile(percent)
  }
}
