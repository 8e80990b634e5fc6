nonisolated extension Canvas {
  /// Draws wrapped rows from an offset, with a bar at the right when there is more than fits.
  ///
  /// - Returns: The rows in sight; its lower bound is the offset after clamping.
  @discardableResult
  package mutating func pane(_ rows: [Line], in rect: Rect, offset: Int = 0) -> Range<Int> {
    let first = Scroll.clamped(offset, of: rows.count, in: rect.height)
    let shown = first..<min(rows.count, first + rect.height)
    let scrolls = rows.count > rect.height && rect.width > 1
    for (line, index) in shown.enumerated() {
      draw(rows[index], at: rect.row(line).origin, width: rect.width - (scrolls ? 1 : 0))
    }
    if scrolls { scrollBar(shown, of: rows.count, in: rect) }
    return shown
  }

  /// Draws how much of a list is in sight, in the last column of a block.
  package mutating func scrollBar(_ shown: Range<Int>, of count: Int, in rect: Rect) {
    guard count > shown.count, rect.height > 0 else { return }
    let x = rect.maxX - 1
    fill(Rect(x: x, y: rect.y, width: 1, height: rect.height), with: .scrollTrack, .border)
    let length = max(1, rect.height * shown.count / count)
    let reach = count - shown.count
    let top = (rect.height - length) * shown.lowerBound / reach
    fill(Rect(x: x, y: rect.y + top, width: 1, height: length), with: .scrollThumb, .dim)
  }
}
