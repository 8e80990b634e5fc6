/// A stretch of one row drawn with one role and emphasis.
package nonisolated struct StyleRun: Hashable, Sendable, CustomStringConvertible {
  package let row: Int
  /// Columns of the canvas, not letters.
  package let columns: Range<Int>
  package let role: Role
  package let emphasis: Emphasis
  package let text: String

  package var description: String {
    let marks = [
      (Emphasis.selected, "selected"), (.strong, "strong"), (.underlined, "underlined"),
    ].filter { emphasis.contains($0.0) }.map { "+\($0.1)" }.joined()
    return "\(row):\(columns.lowerBound)-\(columns.upperBound) \(role.name)\(marks) \"\(text)\""
  }
}

nonisolated extension Canvas {
  /// The rows as text, without the blanks at their ends.
  package var rows: [String] {
    (0..<size.height).map { row in
      var text = text(row: row, columns: 0..<size.width)
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// The whole canvas as text: rows joined by line breaks.
  package var text: String { rows.joined(separator: "\n") }

  /// Where each role is drawn, row by row; blanks of the plain role are left out.
  package var styleRuns: [StyleRun] { (0..<size.height).flatMap(styleRuns(row:)) }

  package func styleRuns(row: Int) -> [StyleRun] {
    var runs: [StyleRun] = []
    var start = 0
    while start < size.width {
      let first = cells[row * size.width + start]
      var end = start + 1
      while end < size.width, hasSameLook(cells[row * size.width + end], first) { end += 1 }
      let text = text(row: row, columns: start..<end)
      let isPlainBlank = first.role == .text && first.emphasis.isEmpty && text.allSatisfy { $0 == " " }
      if !isPlainBlank {
        runs.append(
          StyleRun(row: row, columns: start..<end, role: first.role, emphasis: first.emphasis, text: text))
      }
      start = end
    }
    return runs
  }

  private func hasSameLook(_ a: Cell, _ b: Cell) -> Bool {
    a.role == b.role && a.emphasis == b.emphasis
  }

  private func text(row: Int, columns: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    for column in columns {
      for value in scalars(cells[row * size.width + column]) {
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
    }
    return String(text)
  }

  /// The scalars of a cell, base first; none for the second half of a wide glyph.
  func scalars(_ cell: Cell) -> [UInt32] {
    if cell.width == 0 { return [] }
    return cell.isCluster ? clusters[Int(cell.code & ~Cell.clusterFlag)] : [cell.code]
  }
}

nonisolated extension Canvas: Equatable {
  /// Canvases are equal when they look alike, however their clusters are numbered.
  package static func == (a: Canvas, b: Canvas) -> Bool {
    guard a.size == b.size, a.cursor == b.cursor, a.showsCursor == b.showsCursor else { return false }
    return a.cells.indices.allSatisfy { a.isSame(at: $0, as: b) }
  }

  /// Whether one cell looks as it does on another canvas of this size.
  func isSame(at index: Int, as other: Canvas) -> Bool {
    let (mine, its) = (cells[index], other.cells[index])
    guard mine.isCluster, its.isCluster else { return mine == its }
    return mine.role == its.role && mine.emphasis == its.emphasis && mine.width == its.width
      && scalars(mine) == other.scalars(its)
  }
}
