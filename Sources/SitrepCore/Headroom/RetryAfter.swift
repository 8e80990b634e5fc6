/// Reads how long a vendor asks us to wait.
package enum RetryAfter {
  /// Longest wait that is believed: the spend caps reset with the month.
  package static let longest = TimeSpan.hours(24 * 31)

  /// Reads `retry-after-ms` first, then `retry-after` as seconds, whole or not, or as a date.
  ///
  /// A date in the past is no wait at all. Nil for what is absent, unreadable or over `longest`.
  package static func parse(lookup: (String) -> String?, now: Instant) -> TimeSpan? {
    if let text = lookup("retry-after-ms"), let thousandth = VendorDuration.seconds(trim(text)) {
      return believed(TimeSpan(nanoseconds: thousandth.nanoseconds / 1000))
    }
    guard let text = lookup("retry-after").map(trim) else { return nil }
    if let span = VendorDuration.seconds(text) { return believed(span) }
    guard let moment = Timestamp.parseHTTPDate(text) ?? Timestamp.parseRFC3339(text) else { return nil }
    return believed(max(.zero, moment - now))
  }

  private static func believed(_ span: TimeSpan) -> TimeSpan? {
    span >= .zero && span <= longest ? span : nil
  }

  private static func trim(_ text: String) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
