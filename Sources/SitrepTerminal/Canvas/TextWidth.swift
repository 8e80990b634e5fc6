/// How many columns text takes, by our own table, so that every machine agrees.
package nonisolated enum TextWidth {
  /// The columns a text takes when drawn; line breaks and tabs count as the space they are drawn as.
  package static func columns(_ text: String) -> Int {
    isPlain(text) ? text.utf8.count : columns(text.unicodeScalars)
  }

  static func columns(_ text: Substring) -> Int {
    text.utf8.allSatisfy { 0x20...0x7E ~= $0 } ? text.utf8.count : columns(text.unicodeScalars)
  }

  /// Whether every byte is a printable ASCII character, which is nearly all that is ever drawn.
  static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices where bytes[index] &- 0x20 > 0x5E { return false }
    return true
  }

  private static func columns(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
    var columns = 0
    var reader = GlyphReader()
    for scalar in scalars {
      switch reader.read(scalar) {
      case .glyph(_, let width): columns += Int(width)
      case .join, .skip: break
      }
    }
    return columns
  }

  /// The columns of one scalar by itself: 0 when it joins the one before it.
  static func columns(_ scalar: Unicode.Scalar) -> UInt8 {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if contains(WidthTable.combining, value) { return 0 }
    return value >= 0x1100 && contains(WidthTable.wide, value) ? 2 : 1
  }

  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x300 && contains(WidthTable.invisible, scalar.value)
  }

  private static func contains(_ ranges: [ClosedRange<UInt32>], _ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }
}
