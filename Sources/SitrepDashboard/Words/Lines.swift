import SitrepTerminal

/// Putting lines of spans together.
nonisolated extension [Span] {
  var columns: Int { reduce(0) { $0 + $1.columns } }

  /// This line padded with blanks to a width; one that is wider is left as it is.
  func padded(to width: Int) -> [Span] {
    let missing = width - columns
    return missing > 0 ? self + [Span(String(repeating: " ", count: missing))] : self
  }

  /// The spans that fit a width, the last one cut with an ellipsis where something is lost.
  func cut(to width: Int, glyphs: Glyphs) -> [Span] {
    guard columns > width else { return self }
    var kept: [Span] = []
    var room = width - 1
    for span in self {
      let piece = span.cut(to: room)
      room -= piece.columns
      if !piece.text.isEmpty { kept.append(piece) }
      if piece.text != span.text { break }
    }
    guard width > 0, let last = kept.last else { return width > 0 ? [Span(String(glyphs[.ellipsis]))] : [] }
    kept[kept.count - 1].text = last.text + String(glyphs[.ellipsis])
    return kept
  }

  /// This line at the left and another at the right of a width; the left one gives way.
  func spread(_ right: [Span], to width: Int, glyphs: Glyphs) -> [Span] {
    guard !right.isEmpty, right.columns < width else { return cut(to: width, glyphs: glyphs) }
    let room = width - right.columns - 1
    return cut(to: room, glyphs: glyphs).padded(to: room + 1) + right
  }
}

nonisolated extension Span {
  /// A state's shape before its word.
  init(_ glyph: Glyph, _ role: Role, in glyphs: Glyphs) {
    self.init(String(glyphs[glyph]), role)
  }

  fileprivate func cut(to width: Int) -> Span {
    guard columns > width else { return self }
    var kept = ""
    var room = max(0, width)
    for character in text {
      let columns = TextWidth.columns(String(character))
      guard columns <= room else { break }
      kept.append(character)
      room -= columns
    }
    return Span(kept, role, emphasis)
  }
}

nonisolated extension String {
  /// Padded with blanks to a width in columns.
  func padded(_ width: Int) -> String {
    let missing = width - TextWidth.columns(self)
    return missing > 0 ? self + String(repeating: " ", count: missing) : self
  }
}
