/// A moment in nanoseconds since 1970-01-01 UTC.
///
/// Order of events is by sequence, never by this.
///
/// Taken from the boot-time clock anchored to the wall at start (DESIGN section 5, binding 1).
package struct Instant: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The moment `seconds` after 1970-01-01 UTC.
  package init(seconds: Int64) {
    nanoseconds = seconds.multipliedSaturating(1_000_000_000)
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  package static func + (moment: Instant, span: TimeSpan) -> Instant {
    Instant(nanoseconds: moment.nanoseconds.addingSaturating(span.nanoseconds))
  }

  package static func - (moment: Instant, span: TimeSpan) -> Instant {
    Instant(nanoseconds: moment.nanoseconds.addingSaturating(-span.nanoseconds))
  }

  /// The signed span from `start` to `end`.
  package static func - (end: Instant, start: Instant) -> TimeSpan {
    TimeSpan(nanoseconds: end.nanoseconds.addingSaturating(-start.nanoseconds))
  }

  /// Whole seconds since 1970, rounded down, also before 1970.
  package var wholeSeconds: Int64 {
    nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
  }
}

/// A length of time in nanoseconds; may be negative.
///
/// About 292 years at most.
package struct TimeSpan: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package static let zero = TimeSpan(nanoseconds: 0)

  package static func seconds(_ count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: count.multipliedSaturating(1_000_000_000))
  }

  package static func fractionalSeconds(_ count: Double) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(exactly: (count * 1e9).rounded()) ?? (count < 0 ? .min : .max))
  }

  package static func milliseconds(_ count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: count.multipliedSaturating(1_000_000))
  }

  package static func minutes(_ count: Int64) -> TimeSpan {
    .seconds(count.multipliedSaturating(60))
  }

  package static func hours(_ count: Int64) -> TimeSpan {
    .minutes(count.multipliedSaturating(60))
  }

  package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  package static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.addingSaturating(right.nanoseconds))
  }

  package static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.addingSaturating(-right.nanoseconds))
  }

  package static prefix func - (span: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: -span.nanoseconds)
  }

  package static func * (span: TimeSpan, factor: Double) -> TimeSpan {
    .fractionalSeconds(span.inSeconds * factor)
  }

  package var inSeconds: Double { Double(nanoseconds) / 1e9 }
  package var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
  package var wholeMilliseconds: Int64 { nanoseconds / 1_000_000 }

  package var magnitude: TimeSpan { nanoseconds < 0 ? -self : self }
}

extension TimeSpan {
  /// The standard library's duration, for whoever sleeps.
  package var duration: Duration { .nanoseconds(nanoseconds) }

  package init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(
      nanoseconds: seconds.multipliedSaturating(1_000_000_000)
        .addingSaturating(attoseconds / 1_000_000_000))
  }
}

extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}

extension TimeSpan: Codable {
  package init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}

extension Int64 {
  /// Sum that stops at the ends of the range, since clocks from outside may say anything.
  func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? .min : .max
  }

  /// Product that stops at the ends of the range.
  func multipliedSaturating(_ other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    guard overflow else { return product }
    return (self < 0) == (other < 0) ? .max : .min
  }
}
