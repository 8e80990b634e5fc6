/// The time that a note tells of, when that is not the time it is entered.
package enum ToldTime {
  /// "02:07 pager went off" → the newest 02:07 UTC that has been, and the rest.
  ///
  /// Also "2:07:30Z", "2026-11-21T02:07Z" and any time of RFC 3339. A text that begins with none of these tells
  /// of now.
  ///
  /// - Throws: a refusal when the first word looks like a time and cannot be meant: no time of day, in
  ///   twelve hours, still ahead, or one that came twice within `incident`.
  package static func split(
    _ text: CleanText, before now: Instant, during incident: Incident? = nil
  ) throws(Refusal) -> (about: Instant?, rest: CleanText) {
    let words = text.text.split(separator: " ", maxSplits: 1)
    guard let first = words.first,
      let about = try read(first, before: now, during: incident)
    else { return (nil, text) }
    return (about, CleanText(words.count > 1 ? words[1] : ""))
  }

  /// The moment that a word names; nil for a word that does not look like a time.
  package static func read(
    _ word: Substring, before now: Instant, during incident: Incident? = nil
  ) throws(Refusal) -> Instant? {
    if let moment = fullTime(word) {
      guard moment <= now else { throw Refusal("\(word) is still ahead; a note tells of what has been") }
      return moment
    }
    guard let shape = Shape(word) else { return nil }
    let example = "write 02:07 or \(Timestamp.date(now))T02:07Z"
    guard shape.suffix != .half else { throw Refusal("\(word) is a 12-hour time; \(example), in UTC") }
    guard let seconds = shape.seconds else { throw Refusal("\(word) is no time of day; \(example)") }
    let midnight = now.wholeSeconds - ((now.wholeSeconds % 86_400) + 86_400) % 86_400
    let today = Instant(seconds: midnight + seconds)
    let newest = today > now ? today - .hours(24) : today
    guard today <= now || now - newest <= .hours(12) else {
      throw Refusal(
        "\(word) is still ahead today; for yesterday write \(Timestamp.date(newest))T\(Timestamp.clock(newest))"
      )
    }
    if let incident, newest - .hours(24) >= incident.impactBefore, newest <= incident.resolvedAt ?? now {
      throw Refusal(
        "\(incident.name) has seen \(Timestamp.clock(newest)) on more than one day; write "
          + "\(Timestamp.date(newest))T\(Timestamp.clock(newest)) or the day that you mean")
    }
    return newest
  }

  /// RFC 3339, also without seconds: "2026-11-21T02:07Z".
  private static func fullTime(_ word: Substring) -> Instant? {
    if let moment = Timestamp.parseRFC3339(word) { return moment }
    guard word.utf8.count >= 16, word.contains("T") || word.contains("t") else { return nil }
    let head = word.prefix(16)
    return Timestamp.parseRFC3339("\(head):00\(word.dropFirst(16))")
  }

  /// A word made of an hour, a colon and two digits, whatever they say.
  private struct Shape {
    enum Suffix {
      case none
      case utc
      case half
    }

    var seconds: Int64?
    var suffix = Suffix.none

    init?(_ word: Substring) {
      var body = word.lowercased()[...]
      if body.hasSuffix("am") || body.hasSuffix("pm") {
        (suffix, body) = (.half, body.dropLast(2))
      } else if body.hasSuffix("z") {
        (suffix, body) = (.utc, body.dropLast())
      }
      let parts = body.split(separator: ":", omittingEmptySubsequences: false)
      guard (2...3).contains(parts.count), (1...2).contains(parts[0].count),
        parts.dropFirst().allSatisfy({ $0.count == 2 }),
        parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
      else { return nil }
      let numbers = parts.compactMap { Int64($0) } + [0]
      guard numbers.count > parts.count, numbers[0] < 24, numbers[1] < 60, numbers[2] < 60 else { return }
      seconds = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
    }
  }
}
