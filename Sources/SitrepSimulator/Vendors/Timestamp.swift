import SitrepCore

/// Moments as vendors write them: RFC 3339 in UTC.
enum Timestamp {
  /// To the second, as in "2026-04-05T14:28:37Z".
  static func seconds(_ moment: Instant) -> String {
    "\(calendar(moment))Z"
  }

  /// To the millisecond, as in "2026-07-29T19:49:45.537Z".
  static func milliseconds(_ moment: Instant) -> String {
    let rest = (moment - Instant(seconds: moment.wholeSeconds)).wholeMilliseconds
    return "\(calendar(moment)).\(padded(rest, 3))Z"
  }

  private static func calendar(_ moment: Instant) -> String {
    let seconds = moment.wholeSeconds
    let day = floored(seconds, by: 86_400)
    let (year, month, date) = civil(day)
    let time = seconds - day * 86_400
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))"
      + "T\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
  }

  /// Year, month and day of a day since 1970, in the proleptic Gregorian calendar (Howard Hinnant's method).
  private static func civil(_ day: Int64) -> (Int64, Int64, Int64) {
    let shifted = day + 719_468
    let era = floored(shifted, by: 146_097)
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
