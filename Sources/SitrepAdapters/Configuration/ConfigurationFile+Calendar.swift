import SitrepCore

extension ConfigurationReader {
  /// When people work.
  mutating func read(_ section: Section, into calendar: inout BusinessCalendar) {
    calendar.utcOffset = value(
      "utc_offset", in: section, "an offset from UTC such as \"+01:00\"", standard: calendar.utcOffset
    ) { $0.text.flatMap(Self.offset) }
    calendar.days = value(
      "days", in: section, "a list out of: \(Self.weekdays.joined(separator: ", "))", standard: calendar.days
    ) { node in
      Self.oneOrMore(node) { day in day.text.flatMap { Self.weekdays.firstIndex(of: $0.lowercased()) } }
        .map { Set($0).sorted() }
    }
    let hours = value(
      "hours", in: section, "the hours of work such as 09:00-17:00",
      standard: (opens: calendar.opens, closes: calendar.closes)
    ) { $0.text.flatMap(Self.hours) }
    (calendar.opens, calendar.closes) = hours
    calendar.holidays = value(
      "holidays", in: section, "a list of dates such as [2026-12-25]", standard: calendar.holidays
    ) { node in node.elements?.isEmpty == true ? [] : Self.oneOrMore(node) { $0.text.flatMap(Self.date) } }
  }

  private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  /// "+01:00", "-07:00", "Z"; within a day.
  private static func offset(_ text: String) -> TimeSpan? {
    if text == "Z" { return .zero }
    guard let sign = text.first, sign == "+" || sign == "-", let minutes = minutes(text.dropFirst()),
      minutes <= 14 * 60
    else { return nil }
    return .minutes(Int64(sign == "-" ? -minutes : minutes))
  }

  private static func hours(_ text: String) -> (opens: Int, closes: Int)? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { minutes($0) }
    guard ends.count == 2, let opens = ends[0], let closes = ends[1], opens < closes else { return nil }
    return (opens, closes)
  }

  /// Minutes of "09:30", at most 24:00.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isNumber) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 24 * 60
    else { return nil }
    return hour * 60 + minute
  }

  private static func date(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1],
      let day = parts[2], CivilTime(year: year, month: month, day: day)?.date == text
    else { return nil }
    return text
  }
}
