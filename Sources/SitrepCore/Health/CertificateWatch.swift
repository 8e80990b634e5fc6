/// A certificate of a platform that ends soon: somebody has to renew it, and no incident says so.
package struct CertificateWatch: Hashable, Sendable {
  package enum Level: Int, Comparable, Hashable, Sendable {
    case warning
    /// As pressing as a P3, though nothing fails yet.
    case pressing
    case ended

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  package var series: SeriesID
  package var ends: Instant
  package var level: Level
  private var left: TimeSpan

  /// When it is worth a warning, and when it presses.
  package static let warnsWithin = TimeSpan.hours(21 * 24)
  package static let pressesWithin = TimeSpan.hours(3 * 24)

  /// Nil while there is time enough.
  package init?(_ series: SeriesID, ends: Instant, at now: Instant) {
    let left = ends - now
    guard left < CertificateWatch.warnsWithin else { return nil }
    level = left <= .zero ? .ended : left < CertificateWatch.pressesWithin ? .pressing : .warning
    (self.series, self.ends, self.left) = (series, ends, left)
  }

  /// The certificates that end soon, the soonest first.
  package static func notices(_ state: State, at now: Instant) -> [CertificateWatch] {
    state.series.compactMap { series in
      series.last?.certificateEnds.flatMap { CertificateWatch(series.id, ends: $0, at: now) }
    }.sorted { $0.ends < $1.ends }
  }

  package var sentence: String {
    let place = [series.platform.rawValue, series.region].filter { !$0.isEmpty }.joined(separator: " ")
    let end = Timestamp.date(ends)
    guard level != .ended else { return "certificate of \(place) ended \(end)" }
    let hours = left.wholeSeconds / 3600
    let rest = hours < 48 ? "\(hours) h" : "\(hours / 24) days"
    return "certificate of \(place) ends in \(rest), on \(end)"
  }
}
