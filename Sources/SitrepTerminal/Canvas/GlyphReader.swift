/// Turns untrusted scalars into glyphs every terminal draws equally wide.
///
/// Terminals disagree on emoji built of several: such a sequence is drawn as its first. Letters of flags
/// are drawn as letters. Controls and invisible formatting never reach the screen.
nonisolated struct GlyphReader {
  enum Reading {
    case glyph(UInt32, width: UInt8)
    /// A mark that belongs to the glyph before it.
    case join(UInt32)
    case skip
  }

  static let replacement: UInt32 = 0xFFFD
  private static let joiner: UInt32 = 0x200D
  private var isAfterJoiner = false
  private var isAfterWide = false

  mutating func read(_ scalar: Unicode.Scalar) -> Reading {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F {
      isAfterJoiner = false
      isAfterWide = false
      return .glyph(value, width: 1)
    }
    if value < 0xA0 { return readControl(value) }
    if value == GlyphReader.joiner {
      isAfterJoiner = isAfterWide
      return .skip
    }
    if isAfterJoiner { return readJoined() }
    return readOther(scalar)
  }

  private mutating func readControl(_ value: UInt32) -> Reading {
    isAfterJoiner = false
    isAfterWide = false
    let isSpace = value == 0x09 || value == 0x0A || value == 0x0D
    return .glyph(isSpace ? 0x20 : GlyphReader.replacement, width: 1)
  }

  /// The rest of a joined emoji is left out.
  private mutating func readJoined() -> Reading {
    isAfterJoiner = false
    return .skip
  }

  private mutating func readOther(_ scalar: Unicode.Scalar) -> Reading {
    let value = scalar.value
    // Frames, blocks and shapes, the most frequent by far.
    if (0x2500...0x25FC).contains(value) {
      isAfterWide = false
      return .glyph(value, width: 1)
    }
    if (0xFE00...0xFE0F).contains(value) || (0xE0000...0xE0FFF).contains(value) { return .skip }
    if (0x1F3FB...0x1F3FF).contains(value), isAfterWide { return .skip }
    if value == 0xAD || value == 0x200B || value == 0xFEFF { return .skip }
    let width = TextWidth.columns(scalar)
    if width == 0 { return .join(value) }
    isAfterWide = width == 2
    if (0x1F1E6...0x1F1FF).contains(value) { return .glyph(value - 0x1F1E6 + 0x41, width: 1) }
    return TextWidth.isInvisible(scalar)
      ? .glyph(GlyphReader.replacement, width: 1) : .glyph(value, width: width)
  }
}
