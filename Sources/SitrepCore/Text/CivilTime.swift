/// A moment as calendar fields in UTC.
package struct CivilTime: Hashable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int
  package let hour: Int
  package let minute: Int
  package let second: Int

  package init(_ moment: Instant) {
    let seconds = moment.wholeSeconds
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let inDay = Int(seconds - days * 86_400)
    (year, month, day) = CivilTime.fields(daysSince1970: Int(days))
    hour = inDay / 3600
    minute = inDay / 60 % 60
    second = inDay % 60
  }

  /// Nil when a field is out of its range, or the year is one that an `Instant` cannot hold.
  ///
  /// A leap second is read as the second before it.
  package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1678...2261).contains(year), (1...12).contains(month), (0...23).contains(hour),
      (0...59).contains(minute), (0...60).contains(second), day >= 1,
      day <= CivilTime.length(ofMonth: month, year: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, min(second, 59))
  }

  package var instant: Instant {
    let days = CivilTime.daysSince1970(year: year, month: month, day: day)
    return Instant(seconds: Int64(days * 86_400 + hour * 3600 + minute * 60 + second))
  }

  /// 0 is Sunday.
  package var weekday: Int {
    let days = CivilTime.daysSince1970(year: year, month: month, day: day)
    return ((days + 4) % 7 + 7) % 7
  }

  /// "2026-11-20".
  package var date: String {
    "\(Timestamp.padded(year, to: 4))-\(Timestamp.padded(month, to: 2))-\(Timestamp.padded(day, to: 2))"
  }

  /// "18:45:02".
  package var clock: String {
    "\(Timestamp.padded(hour, to: 2)):\(Timestamp.padded(minute, to: 2)):\(Timestamp.padded(second, to: 2))"
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days by eras of 400 years that start in March, so that the leap day comes last.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func fields(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index < 10 ? index + 3 : index - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * index + 2) / 5 + 1)
  }
}
