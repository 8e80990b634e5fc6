/// Mark-up of status pages and error pages made plain: tags stripped, entities decoded.
enum PageText {
  /// The text between tags, each tag a blank; at most the first 16 384 characters are looked at.
  ///
  /// What comes out is not yet safe for a terminal: it goes through `CleanText`.
  static func plain(_ markup: String) -> String {
    guard markup.contains("<") || markup.contains("&") else { return markup }
    return decodeEntities(stripTags(markup.prefix(16_384)))
  }

  private static func stripTags(_ markup: Substring) -> String {
    var kept = ""
    var rest = markup
    while let open = rest.firstIndex(of: "<") {
      kept += rest[..<open]
      let inside = rest[rest.index(after: open)...]
      // "a < b" is no tag: a tag begins with a letter, a slash or an exclamation mark.
      guard let first = inside.first, first.isLetter || first == "/" || first == "!",
        let close = inside.prefix(longestTag).firstIndex(of: ">")
      else {
        kept += "<"
        rest = inside
        continue
      }
      let name = inside[..<close].prefix { $0.isLetter }.lowercased()
      rest = inside[inside.index(after: close)...]
      kept += " "
      if hidden.contains(name) { rest = skip(name, rest) }
    }
    return kept + rest
  }

  private static let longestTag = 1000

  /// Elements whose text nobody sees.
  private static let hidden: Set<String> = ["script", "style", "head"]

  private static func skip(_ name: String, _ rest: Substring) -> Substring {
    guard let end = rest.firstRange(of: "</\(name)") else { return "" }
    return rest[end.upperBound...].drop { $0 != ">" }.dropFirst()
  }

  private static func decodeEntities(_ text: String) -> String {
    var kept = ""
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "&") {
      kept += rest[..<start]
      let inside = rest[rest.index(after: start)...].prefix(12)
      guard let end = inside.firstIndex(of: ";"), let scalar = entity(inside[..<end]) else {
        kept += "&"
        rest = rest[rest.index(after: start)...]
        continue
      }
      kept.unicodeScalars.append(scalar)
      rest = rest[rest.index(after: end)...]
    }
    return kept + rest
  }

  private static let names: [Substring: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—",
    "hellip": "…", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "middot": "·", "bull": "•",
  ]

  private static func entity(_ name: Substring) -> Unicode.Scalar? {
    guard name.first == "#" else { return names[name] }
    let digits = name.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init)
  }
}
