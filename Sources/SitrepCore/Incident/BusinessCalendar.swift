/// When people work: from it comes the time by which a P4 must be answered.
package struct BusinessCalendar: Hashable, Codable, Sendable {
  /// What local time is ahead of UTC; daylight saving is not known here.
  package var utcOffset: TimeSpan
  /// Working days, 0 is Sunday; rising.
  package var days: [Int]
  /// Minutes after local midnight.
  package var opens: Int
  package var closes: Int
  /// Days off, as "2026-12-25".
  package var holidays: [String]

  /// Monday to Friday, 09:00 to 17:00 UTC.
  package static let standard = BusinessCalendar(
    utcOffset: .zero, days: [1, 2, 3, 4, 5], opens: 9 * 60, closes: 17 * 60, holidays: [])

  package init(utcOffset: TimeSpan, days: [Int], opens: Int, closes: Int, holidays: [String]) {
    self.utcOffset = utcOffset
    self.days = days
    self.opens = opens
    self.closes = closes
    self.holidays = holidays
  }

  /// The end of work on the first working day after the one of `moment`.
  ///
  /// Nil when there is none within two years.
  package func endOfNextBusinessDay(after moment: Instant) -> Instant? {
    let local = CivilTime(moment + utcOffset)
    guard let today = CivilTime(year: local.year, month: local.month, day: local.day)?.instant else {
      return nil
    }
    let next = (1...731).lazy.map { today + .hours(24 * $0) }.first { isWorkday(CivilTime($0)) }
    return next.map { $0 + .minutes(Int64(closes)) - utcOffset }
  }

  private func isWorkday(_ day: CivilTime) -> Bool {
    days.contains(day.weekday) && !holidays.contains(day.date)
  }
}
