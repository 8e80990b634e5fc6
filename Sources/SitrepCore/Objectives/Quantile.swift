/// Exact quantiles by nearest rank: the smallest value that at least `percent` of all values do not exceed.
///
/// No interpolation, so every reported latency is one that was measured.
package enum Quantile {
  /// Below this many values a 99th percentile says little (notes/incidents.md D2).
  package static let reliableCountForP99 = 300

  /// Nil when there are no values; `percent` is taken as the nearest of 1…100.
  package static func nearestRank(_ percent: Int, ofSorted values: [TimeSpan]) -> TimeSpan? {
    guard !values.isEmpty else { return nil }
    let rank = (min(100, max(1, percent)) * values.count + 99) / 100
    return values[rank - 1]
  }
}
