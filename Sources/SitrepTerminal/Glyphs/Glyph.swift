/// Every mark the screen draws beside text; each is one column wide in both alphabets.
package nonisolated enum Glyph: Int, CaseIterable, Hashable, Sendable {
  case horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight
  case heavyHorizontal, heavyVertical, heavyTopLeft, heavyTopRight, heavyBottomLeft, heavyBottomRight
  case teeLeft, teeRight, teeTop, teeBottom, cross
  case level1, level2, level3, level4, level5, level6, level7, level8
  case zero, absent, slow, error, timeout, stalled, limited, notProbed, stale, clipped
  case ok, degraded, failing, unknown, halfOpen, forcedOpen, disabled
  case barFull, barEmpty
  case up, down, left, right, arrow, selected, bullet, check
  case scrollUp, scrollDown, scrollThumb, scrollTrack
  case ellipsis, separator, multiply, replacement, approximately, atMost, atLeast, dash
}

/// The alphabet of marks a terminal can show.
package nonisolated enum Charset: String, Sendable {
  case utf8
  case ascii
}

/// The marks in one of the two alphabets.
package nonisolated struct Glyphs: Hashable, Sendable {
  package let charset: Charset

  package init(_ charset: Charset) { self.charset = charset }

  package static let utf8 = Glyphs(.utf8)
  package static let ascii = Glyphs(.ascii)

  package subscript(glyph: Glyph) -> Character { Character(scalar(glyph)) }

  /// The mark as one scalar; every mark is exactly one.
  package func scalar(_ glyph: Glyph) -> Unicode.Scalar {
    let pair = Glyphs.table[glyph.rawValue]
    return charset == .utf8 ? pair.utf8 : pair.ascii
  }

  /// The eighths of a column for a share of 0…1; `nil` for nothing at all, which has its own mark.
  package func level(_ share: Double) -> Glyph {
    let step = min(8, max(1, Int((share * 8).rounded(.up))))
    return Glyph(rawValue: Glyph.level1.rawValue + step - 1) ?? .level8
  }
}
