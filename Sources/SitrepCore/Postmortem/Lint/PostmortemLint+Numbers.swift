/// Numbers and times that cannot be checked: without a witness, or without a zone.
extension PostmortemLint {
  // MARK: Times

  mutating func checkTimes(_ block: PostmortemProse.Block) {
    if block.kind == .row, block.header.contains("UTC") || block.header.contains("Z") { return }
    let letters = block.letters
    var index = 0
    while index < letters.count {
      guard let length = LintClock.length(letters, at: index) else {
        index += 1
        continue
      }
      let zone = LintClock.zone(letters, after: index + length)
      let text = String(letters[index..<index + length].map(\.character))
      switch zone {
      case .utc: break
      case .other(let name):
        report(
          LintFinding(
            line: letters[index].line, column: letters[index].column, rule: .timeZone,
            message: "“\(text)” is in \(name)", suggestion: "write it in UTC, as 02:07Z"))
      case .none where !LintClock.isLength(letters, before: index):
        report(
          LintFinding(
            line: letters[index].line, column: letters[index].column, rule: .timeZone,
            message: "“\(text)” has no zone", suggestion: "write it in UTC, as 02:07Z"))
      case .none: break
      }
      index += length
    }
  }

  // MARK: Numbers

  private static let units: Set<String> = [
    "percent", "ms", "s", "min", "mins", "h", "second", "minute", "hour", "day", "request", "call", "user",
    "customer", "ticket", "error", "failure", "attempt", "token", "dollar", "euro", "session", "message",
    "conversation", "job", "order", "probe", "people", "account", "alert", "time", "complaint", "retry",
    "retrie", "timeout",
  ]

  /// Reports the first claim of each sentence that has neither an event id, a footnote, a link nor a query.
  mutating func checkNumbers(_ block: PostmortemProse.Block) {
    let letters = block.letters
    var start = 0
    for sentence in LintWords(block).sentences {
      guard let last = sentence.last else { continue }
      defer { start = last.end }
      guard let claim = sentence.indices.first(where: { isClaim(sentence, at: $0, letters) }) else {
        continue
      }
      let near = letters[start..<min(letters.count, last.end + 12)]
      guard !near.contains(where: { $0.mark == .code || $0.mark == .link }), !isReferenced(sentence, near)
      else { continue }
      report(
        sentence[claim], .reference, "nothing in the sentence bears out “\(sentence[claim].written)”",
        "add the event, as (E412), a link, or the query as `code`")
    }
  }

  private func isReferenced(
    _ sentence: [LintWords.Word], _ near: ArraySlice<PostmortemProse.Letter>
  ) -> Bool {
    if sentence.contains(where: { $0.text == "query" || PostmortemLint.isEvent($0.written) }) { return true }
    let text = String(near.map(\.character))
    return text.contains("[^") || text.contains("(E")
  }

  /// "E412".
  private static func isEvent(_ word: String) -> Bool {
    word.first == "E" && word.count > 1 && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// A number with a unit, a percent sign, a counted noun or a currency: not a status, a date or a name.
  private func isClaim(
    _ sentence: [LintWords.Word], at index: Int, _ letters: [PostmortemProse.Letter]
  ) -> Bool {
    let word = sentence[index]
    guard let first = word.text.first, first.isASCII, first.isNumber else { return false }
    let before = word.start > 0 ? letters[word.start - 1].character : " "
    let after = word.end < letters.count ? letters[word.end].character : " "
    guard !"#:/_.".contains(before), after != ":" else { return false }
    if "$€£".contains(before) { return true }
    let digits = word.text.prefix { $0.isNumber || $0 == "." || $0 == "," }
    let tail = String(word.text.dropFirst(digits.count))
    if !tail.isEmpty { return PostmortemLint.isUnit(tail) }
    if after == "%" { return true }
    let next = sentence[(index + 1)...].prefix(2).map(\.text)
    if after == " ", next.first == "percent" { return true }
    // "529 errors" names a status, "40 errors" counts.
    if let status = Int(digits), (400...599).contains(status), digits.count == 3 { return false }
    return next.contains(where: PostmortemLint.isUnit)
  }

  private static func isUnit(_ word: String) -> Bool {
    units.contains(word) || (word.hasSuffix("s") && units.contains(String(word.dropLast())))
      || (word.hasSuffix("ies") && units.contains(String(word.dropLast(3)) + "y"))
  }
}

/// Times of day among the letters of a block.
enum LintClock {
  enum Zone: Equatable {
    case utc
    case other(String)
    case none
  }

  /// How many letters the time of day takes that begins at `start`: "02:07", "2:07:30", "2pm"; else nil.
  static func length(_ letters: [PostmortemProse.Letter], at start: Int) -> Int? {
    guard isSaid(letters, start), isDigit(letters, start), !isGlued(letters, start) else { return nil }
    var end = start
    while isDigit(letters, end), end - start < 3 { end += 1 }
    guard end - start <= 2, let hour = number(letters, start..<end) else { return nil }
    guard isSaid(letters, end), letters[end].character == ":" else {
      return hour <= 12 && half(letters, at: end) != nil ? end - start : nil
    }
    guard hour < 24, isDigit(letters, end + 1), isDigit(letters, end + 2), !isDigit(letters, end + 3),
      let minute = number(letters, end + 1..<end + 3), minute < 60
    else { return nil }
    end += 3
    if isSaid(letters, end), letters[end].character == ":" {
      guard isDigit(letters, end + 1), isDigit(letters, end + 2), !isDigit(letters, end + 3) else {
        return nil
      }
      end += 3
    }
    return end - start
  }

  /// The zone of the time that ends before `index`; the first of a range has that of the second.
  static func zone(_ letters: [PostmortemProse.Letter], after index: Int) -> Zone {
    if let half = half(letters, at: index) { return .other("12-hour time (\(half))") }
    var index = index
    if isSaid(letters, index), letters[index].character == ".", isDigit(letters, index + 1) {
      index += 1
      while isDigit(letters, index) { index += 1 }
    }
    guard index < letters.count else { return .none }
    let next = letters[index].character
    if next == "Z" || next == "z" { return .utc }
    if next == "+" || next == "-", isDigit(letters, index + 1), isDigit(letters, index + 2),
      index + 3 < letters.count, letters[index + 3].character == ":" || isDigit(letters, index + 3)
    {
      return length(letters, at: index + 1) != nil && next == "-" ? zoneOfRange(letters, index) : .utc
    }
    let word = word(letters, at: index).lowercased()
    if word == "utc" || word == "gmt" { return .utc }
    if ["cet", "cest", "pst", "pdt", "est", "edt", "mst", "mdt", "cst", "cdt", "bst", "ist", "jst"]
      .contains(word)
    {
      return .other(word.uppercased())
    }
    return zoneOfRange(letters, index)
  }

  private static func zoneOfRange(_ letters: [PostmortemProse.Letter], _ index: Int) -> Zone {
    var index = index
    while index < letters.count, letters[index].character == " " { index += 1 }
    guard index < letters.count else { return .none }
    if "-–—".contains(letters[index].character) {
      index += 1
    } else if ["to", "and", "until"].contains(word(letters, at: index)) {
      while index < letters.count, letters[index].character.isLetter { index += 1 }
    } else {
      return .none
    }
    while index < letters.count, letters[index].character == " " { index += 1 }
    guard let length = length(letters, at: index) else { return .none }
    return zone(letters, after: index + length)
  }

  /// "took 12:04", "for 12:04": a length, no time of day.
  static func isLength(_ letters: [PostmortemProse.Letter], before index: Int) -> Bool {
    let before = String(letters[max(0, index - 10)..<index].map(\.character)).lowercased()
    return ["took ", "lasted ", "for "].contains { before.hasSuffix($0) }
  }

  /// The next word after at most one blank or bracket.
  private static func word(_ letters: [PostmortemProse.Letter], at index: Int) -> String {
    var index = index
    while index < letters.count, letters[index].character == " " || letters[index].character == "(" {
      index += 1
    }
    return String(letters[min(index, letters.count)...].map(\.character).prefix { $0.isLetter })
  }

  private static func half(_ letters: [PostmortemProse.Letter], at index: Int) -> String? {
    guard index < letters.count, isSaid(letters, index) else { return nil }
    let word = word(letters, at: index).lowercased()
    return word == "am" && letters[index].character != " " || word == "pm" ? word : nil
  }

  /// Part of something longer: an address, a version, a date before its `T`.
  private static func isGlued(_ letters: [PostmortemProse.Letter], _ start: Int) -> Bool {
    guard start > 0 else { return false }
    let before = letters[start - 1].character
    if before == "T", start > 1, letters[start - 2].character.isNumber { return false }
    return before.isLetter || before.isNumber || ".:_#/+".contains(before)
  }

  private static func isSaid(_ letters: [PostmortemProse.Letter], _ index: Int) -> Bool {
    index < letters.count && letters[index].mark == .said
  }

  private static func isDigit(_ letters: [PostmortemProse.Letter], _ index: Int) -> Bool {
    index < letters.count && letters[index].character.isASCII && letters[index].character.isNumber
  }

  private static func number(_ letters: [PostmortemProse.Letter], _ range: Range<Int>) -> Int? {
    Int(String(letters[range].map(\.character)))
  }
}
