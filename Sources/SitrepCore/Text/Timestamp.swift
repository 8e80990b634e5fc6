/// Moments as text, in UTC, without a calendar library: the proleptic Gregorian calendar is arithmetic.
package enum Timestamp {
  /// "2026-11-20T18:45:02Z", seconds rounded down.
  package static func rfc3339(_ moment: Instant) -> String {
    let civil = CivilTime(moment)
    return "\(civil.date)T\(civil.clock)Z"
  }

  /// "2026-11-20T18:45:02.123Z", milliseconds rounded down.
  package static func rfc3339Milliseconds(_ moment: Instant) -> String {
    let civil = CivilTime(moment)
    let fraction = (moment.nanoseconds - moment.wholeSeconds.multipliedSaturating(1_000_000_000)) / 1_000_000
    return "\(civil.date)T\(civil.clock).\(padded(Int(fraction), to: 3))Z"
  }

  /// "02:14:07Z", the time of day for lists that say the day elsewhere.
  package static func clock(_ moment: Instant) -> String {
    "\(CivilTime(moment).clock)Z"
  }

  /// "2026-11-20".
  package static func date(_ moment: Instant) -> String {
    CivilTime(moment).date
  }

  /// "20261120T184502Z", the basic form that request signatures use.
  package static func basic(_ moment: Instant) -> String {
    let civil = CivilTime(moment)
    return (civil.date + "T" + civil.clock).filter { $0 != "-" && $0 != ":" } + "Z"
  }

  /// Reads RFC 3339: any fraction, `Z` or an offset with or without colon, `T` or one blank.
  ///
  /// Nil for anything else, and for years that an `Instant` cannot hold.
  package static func parseRFC3339(_ text: some StringProtocol) -> Instant? {
    guard var scanner = DigitScanner(text, longest: 64) else { return nil }
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
      let day = scanner.number(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
      let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"),
      let second = scanner.number(2), let fraction = scanner.fraction(), let offset = scanner.offset(),
      scanner.isAtEnd
    else { return nil }
    let civil = CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    guard let moment = civil?.instant else { return nil }
    return moment + TimeSpan(nanoseconds: fraction) - .seconds(Int64(offset))
  }

  /// Reads the three forms of RFC 9110 section 5.6.7, and RSS dates with a named or numeric zone.
  package static func parseHTTPDate(_ text: some StringProtocol) -> Instant? {
    guard text.utf8.count <= 64, let fields = dateFields(String(text)) else { return nil }
    guard let day = Int(fields.day), let year = fullYear(fields.year), let offset = zoneOffset(fields.zone),
      let month = months.firstIndex(of: fields.month.lowercased()), let clock = clockFields(fields.clock)
    else { return nil }
    let civil = CivilTime(
      year: year, month: month + 1, day: day, hour: clock.hour, minute: clock.minute, second: clock.second)
    guard let moment = civil?.instant else { return nil }
    return moment - .seconds(Int64(offset))
  }

  private struct DateFields {
    var day: String
    var month: String
    var year: String
    var clock: String
    var zone: String
  }

  /// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", or "Sun Nov  6 08:49:37 1994".
  private static func dateFields(_ text: String) -> DateFields? {
    var words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    if words.count == 4 {
      let date = words[1].split(separator: "-").map(String.init)
      words.replaceSubrange(1...1, with: date)
    }
    if text.contains(","), words.count == 6 {
      return DateFields(day: words[1], month: words[2], year: words[3], clock: words[4], zone: words[5])
    }
    guard words.count == 5 else { return nil }
    return DateFields(day: words[2], month: words[1], year: words[4], clock: words[3], zone: "GMT")
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static let zones = [
    "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5,
    "EST": -5, "EDT": -4,
  ]

  private static func clockFields(_ text: String) -> (hour: Int, minute: Int, second: Int)? {
    guard var scanner = DigitScanner(text, longest: 8), let hour = scanner.number(2), scanner.skip(":"),
      let minute = scanner.number(2)
    else { return nil }
    if scanner.isAtEnd { return (hour, minute, 0) }
    guard scanner.skip(":"), let second = scanner.number(2), scanner.isAtEnd else { return nil }
    return (hour, minute, second)
  }

  /// Two digits mean 1970…2069, as in RFC 850 dates.
  private static func fullYear(_ text: String) -> Int? {
    guard let year = Int(text), year >= 0 else { return nil }
    guard text.utf8.count == 2 else { return year }
    return year < 70 ? 2000 + year : 1900 + year
  }

  private static func zoneOffset(_ text: String) -> Int? {
    if let hours = zones[text.uppercased()] { return hours * 3600 }
    guard var scanner = DigitScanner(text, longest: 6), let offset = scanner.offset(), scanner.isAtEnd else {
      return nil
    }
    return offset
  }

  /// `number` in decimal with leading zeros.
  static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// A walk over the bytes of a short text that reads fixed runs of digits.
private struct DigitScanner {
  private let bytes: [UInt8]
  private var position = 0

  init?(_ text: some StringProtocol, longest: Int) {
    guard text.utf8.count <= longest else { return nil }
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ expected: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == expected.value else { return false }
    position += 1
    return true
  }

  mutating func number(_ digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + digits] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += digits
    return value
  }

  /// Nanoseconds of an optional ".123"; digits beyond the ninth are dropped.
  mutating func fraction() -> Int64? {
    guard skip(".") || skip(",") else { return 0 }
    var value: Int64 = 0
    var scale: Int64 = 100_000_000
    let start = position
    while let digit = number(1) {
      value += Int64(digit) * scale
      scale /= 10
    }
    return position > start ? value : nil
  }

  /// Seconds east of UTC of "Z", "+01:00", "-0700".
  mutating func offset() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hours = number(2) else { return nil }
    _ = skip(":")
    guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
