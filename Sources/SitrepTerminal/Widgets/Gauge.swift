nonisolated extension Canvas {
  /// Draws a bar that is this share full; an unknown share is a row of question marks, never an empty bar.
  ///
  /// Anything above nothing fills at least one column, and anything short of all leaves one.
  package mutating func gauge(_ share: Double?, in rect: Rect, _ role: Role = .barFull) {
    guard !rect.isEmpty else { return }
    guard let share, !share.isNaN else {
      fill(rect.row(0), with: .unknown, .unknown)
      return
    }
    let full = filledColumns(min(1, max(0, share)), of: rect.width)
    let parts = rect.row(0).splitLeft(full)
    fill(parts.left, with: .barFull, role)
    fill(parts.rest, with: .barEmpty, .barEmpty)
  }

  private func filledColumns(_ share: Double, of width: Int) -> Int {
    if share == 0 || share == 1 || width == 1 { return Int((share * Double(width)).rounded()) }
    return min(width - 1, max(1, Int((share * Double(width)).rounded())))
  }
}
