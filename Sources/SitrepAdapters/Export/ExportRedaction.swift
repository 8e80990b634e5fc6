/// Takes out of an export what nobody outside should read: keys, tokens, addresses, and what else is asked for.
///
/// Works on bytes, since an export may hold every event of hours. What is taken out leaves its kind behind,
/// as `[redacted:email]`.
package struct ExportRedaction: Sendable {
  /// How often each kind was taken out.
  package private(set) var counts: [String: Int] = [:]

  /// Words that look like keys and are wanted: request ids.
  private let kept: Set<[UInt8]>
  /// A directory that would tell a login name, as the user's home.
  private let home: [UInt8]
  private let patterns: [RedactionPattern]

  package init(keeping ids: Set<String> = [], home: String = "", patterns: [RedactionPattern] = []) {
    kept = Set(ids.map { Array($0.utf8) })
    self.home = home.utf8.count > 1 ? Array(home.utf8) : []
    self.patterns = patterns
  }

  /// The text without what is not to be seen.
  ///
  /// In JSON a backslash begins an escape that must stay whole.
  package mutating func clean(_ bytes: [UInt8], isJSON: Bool) -> [UInt8] {
    let clean = words(of: withoutHome(bytes), isJSON: isJSON)
    guard !patterns.isEmpty else { return clean }
    return isJSON ? applyInStrings(clean) : apply(clean)
  }

  private mutating func count(_ kind: String) -> [UInt8] {
    counts[kind, default: 0] += 1
    return Array("[redacted:\(kind)]".utf8)
  }

  private mutating func withoutHome(_ bytes: [UInt8]) -> [UInt8] {
    guard !home.isEmpty, let first = home.first else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == first, bytes[index...].starts(with: home) {
        counts["home", default: 0] += 1
        result.append(UInt8(ascii: "~"))
        index += home.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  // MARK: Words

  private mutating func words(of bytes: [UInt8], isJSON: Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    var before = ArraySlice<UInt8>()
    while index < bytes.count {
      let byte = bytes[index]
      if isJSON, byte == UInt8(ascii: "\\") {
        let length = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "u") ? 6 : 2
        result += bytes[index..<min(bytes.count, index + length)]
        index += length
        continue
      }
      guard ExportRedaction.isPart(byte) else {
        if byte == UInt8(ascii: ",") || byte == 0x0A { before = [] }
        result.append(byte)
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, ExportRedaction.isPart(bytes[end]) { end += 1 }
      let word = bytes[index..<end]
      if end - index >= 6, let clean = replacement(for: word, after: before) {
        result += clean
      } else {
        result += word
      }
      before = word
      index = end
    }
    return result
  }

  private mutating func replacement(for word: ArraySlice<UInt8>, after before: ArraySlice<UInt8>) -> [UInt8]?
  {
    guard !kept.contains(Array(word)) else { return nil }
    if word.contains(UInt8(ascii: "@")), KeyWords.isAddress(word) { return count("email") }
    if KeyWords.isBearer(before), word.count >= 8 { return count("token") }
    if KeyWords.namesSecret(before) { return count("secret") }
    if let equals = word.firstIndex(of: UInt8(ascii: "=")), equals < word.endIndex - 1,
      KeyWords.namesSecret(word[..<equals])
    {
      return Array(word[...equals]) + count("secret")
    }
    if KeyWords.beginsAsKey(word) { return count("key") }
    return KeyWords.looksRandom(word) ? count("key-like") : nil
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_.+/=~@%".utf8.contains(byte)
    }
  }

  // MARK: Patterns

  private mutating func apply(_ bytes: [UInt8]) -> [UInt8] {
    var text = String(decoding: bytes, as: UTF8.self)
    for pattern in patterns {
      let (clean, found) = pattern.replaced(in: text)
      if found > 0 { counts[pattern.kind, default: 0] += found }
      text = clean
    }
    return Array(text.utf8)
  }

  /// A pattern sees one string at a time; one that holds escapes is taken out whole, since half an escape is none.
  private mutating func applyInStrings(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\"") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      var end = index + 1
      var isEscaped = false
      while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
        isEscaped = isEscaped || bytes[end] == UInt8(ascii: "\\")
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      let content = Array(bytes[index + 1..<max(index + 1, min(end, bytes.count))])
      let isName = end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: ":")
      let clean = isName ? content : apply(content)
      result.append(UInt8(ascii: "\""))
      result += isEscaped && clean != content ? Array("[redacted]".utf8) : clean
      result.append(UInt8(ascii: "\""))
      index = end + 1
    }
    return result
  }
}

/// A pattern of the user's own: a regular expression, one a line of a file.
package struct RedactionPattern: Sendable {
  package let source: String
  package let kind: String

  /// - Throws: what the expression's own parser says.
  package init(_ source: String, number: Int) throws {
    _ = try Regex(source)
    self.source = source
    kind = "pattern-\(number)"
  }

  /// The expression is made anew each time, since one cannot be shared between threads.
  func replaced(in text: String) -> (String, Int) {
    guard let regex = try? Regex(source) else { return (text, 0) }
    var found = 0
    let clean = text.replacing(regex) { match in
      guard !match.range.isEmpty else { return "" }
      found += 1
      return "[redacted:\(kind)]"
    }
    return (clean, found)
  }
}
