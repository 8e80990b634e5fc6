/// Numbers and lengths of time as people read them, the same on screen, in reports and in documents.
///
/// Elapsed time is rounded down, so that nothing claims to have lasted longer than it did.
package enum Format {
  /// What stands where there is no value.
  package static let none = "–"

  /// A running clock: "00:41", "12:04", "1:02:03"; "-00:05" before its start.
  package static func clock(_ span: TimeSpan) -> String {
    let (sign, seconds) = parts(span)
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let tail = "\(two(minutes)):\(two(seconds % 60))"
    return hours > 0 ? "\(sign)\(hours):\(tail)" : sign + tail
  }

  /// A length in its two greatest units: "41s", "12m04s", "1h02m", "2d03h".
  package static func span(_ span: TimeSpan) -> String {
    let (sign, seconds) = parts(span)
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    if days > 0 { return "\(sign)\(days)d\(two(hours % 24))h" }
    if hours > 0 { return "\(sign)\(hours)h\(two(minutes % 60))m" }
    if minutes > 0 { return "\(sign)\(minutes)m\(two(seconds % 60))s" }
    return "\(sign)\(seconds)s"
  }

  /// A length with its sign always shown: "+9m12s", "-41s".
  package static func signedSpan(_ span: TimeSpan) -> String {
    span.nanoseconds < 0 ? Format.span(span) : "+" + Format.span(span)
  }

  /// A latency: "412ms" below half a second, "0.8s" below 100 s, else as `span`.
  package static func latency(_ span: TimeSpan) -> String {
    let milliseconds = (span.nanoseconds.addingSaturating(500_000)) / 1_000_000
    guard span > .zero else { return "0ms" }
    if milliseconds == 0 { return "<1ms" }
    if milliseconds < 500 { return "\(milliseconds)ms" }
    return milliseconds < 99_950 ? fixed(span.inSeconds, digits: 1) + "s" : Format.span(span)
  }

  /// A share of 0…1 as "97.1%".
  ///
  /// Never rounds something to nothing or to everything: "<0.1%" and "99.9%" instead.
  package static func percent(_ share: Double, digits: Int = 1) -> String {
    guard share.isFinite else { return none }
    let step = 1 / powerOfTen(digits)
    let percent = share * 100
    if percent > 0, percent < step / 2 { return "<\(fixed(step, digits: digits))%" }
    if percent < 100, percent >= 100 - step / 2 { return "\(fixed(100 - step, digits: digits))%" }
    return "\(fixed(percent, digits: digits))%"
  }

  /// A count: exact below ten thousand, then "12.3k", "4.5M".
  package static func count(_ count: Int) -> String {
    let size = Double(count.magnitude)
    if size < 10_000 { return "\(count)" }
    if size < 999_950 { return fixed(Double(count) / 1e3, digits: 1) + "k" }
    if size < 999_950_000 { return fixed(Double(count) / 1e6, digits: 1) + "M" }
    return fixed(Double(count) / 1e9, digits: 1) + "G"
  }

  /// How old something is, in its greatest unit: "8s", "12m", "3h", "2d".
  package static func age(_ span: TimeSpan) -> String {
    let (sign, seconds) = parts(span)
    if seconds < 60 { return "\(sign)\(seconds)s" }
    if seconds < 3600 { return "\(sign)\(seconds / 60)m" }
    return seconds < 86_400 ? "\(sign)\(seconds / 3600)h" : "\(sign)\(seconds / 86_400)d"
  }

  /// A decimal number with exactly `digits` digits after the point, rounded half away from zero.
  package static func fixed(_ value: Double, digits: Int) -> String {
    let scale = powerOfTen(digits)
    guard value.isFinite, let scaled = Int64(exactly: (value * scale).rounded()) else { return none }
    let whole = scaled.magnitude / UInt64(scale)
    let sign = scaled < 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(scaled.magnitude % UInt64(scale))
    return "\(sign)\(whole).\(String(repeating: "0", count: max(0, digits - fraction.count)))\(fraction)"
  }

  /// Ten to the power of 0…9; other powers are taken as the nearest of these.
  private static func powerOfTen(_ digits: Int) -> Double {
    (0..<min(9, max(0, digits))).reduce(1) { power, _ in power * 10 }
  }

  private static func parts(_ span: TimeSpan) -> (sign: String, seconds: UInt64) {
    let seconds = span.nanoseconds.magnitude / 1_000_000_000
    return (span.nanoseconds < 0 && seconds > 0 ? "-" : "", seconds)
  }

  private static func two(_ number: UInt64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
