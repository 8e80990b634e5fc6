/// Reads one role's words, such as `fg=#ff5f5f/203/red bold`.
nonisolated struct StyleWords {
  let theme: String
  let role: String

  func style(_ text: String) throws(ThemeError) -> Style {
    var style = Style()
    for word in text.split(whereSeparator: \.isWhitespace) {
      if word.hasPrefix("fg=") {
        style.foreground = try color(word.dropFirst(3), of: word)
      } else if word.hasPrefix("bg=") {
        style.background = try color(word.dropFirst(3), of: word)
      } else if let attribute = Attributes.names.first(where: { $0.0 == word }) {
        style.attributes.insert(attribute.1)
      } else if word != "plain" {
        let attributes = Attributes.names.map(\.0).joined(separator: ", ")
        throw error(word, "fg=COLOUR, bg=COLOUR, plain, \(attributes)")
      }
    }
    return style
  }

  private func color(_ text: Substring, of word: Substring) throws(ThemeError) -> Color? {
    if text == "default" { return nil }
    var rgb: UInt32?
    var indexed: UInt8?
    var basic: UInt8?
    for way in text.split(separator: "/", omittingEmptySubsequences: false) {
      if way.first == "#", way.count == 7, let value = UInt32(way.dropFirst(), radix: 16) {
        rgb = value
      } else if let value = UInt8(way) {
        indexed = value
      } else if let value = Palette.basic(named: String(way)) {
        basic = value
      } else {
        throw error(
          way.isEmpty ? word : way, "default, #rrggbb, 0 to 255, or a name such as red or bright-red")
      }
    }
    return derived(rgb: rgb, indexed: indexed, basic: basic)
  }

  /// Fills the ways not given from the richest one that is.
  private func derived(rgb: UInt32?, indexed: UInt8?, basic: UInt8?) -> Color? {
    let richest =
      if let rgb { Color(rgb: rgb) } else if let indexed { Color(indexed: indexed) } else {
        basic.map(Color.init(basic:))
      }
    guard var color = richest else { return nil }
    if let indexed { color.indexed = indexed }
    if let basic { color.basic = basic }
    return color
  }

  private func error(_ found: Substring, _ expected: String) -> ThemeError {
    ThemeError(theme: theme, role: role, found: String(found), expected: expected)
  }
}
