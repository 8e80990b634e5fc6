nonisolated extension Canvas {
  /// Draws a table and says which of its rows are in sight.
  @discardableResult
  package mutating func table(_ table: Table, in rect: Rect) -> Range<Int> {
    let widths = table.widths(for: rect.width)
    var body = rect
    if table.showsTitles {
      drawTitles(table, widths, rect.row(0))
      body = rect.splitTop(1).rest
    }
    let first = Scroll.offset(showing: table.selected, of: table.rows.count, in: body.height)
    let shown = first..<min(table.rows.count, first + body.height)
    for (line, index) in shown.enumerated() {
      draw(table.rows[index], table, widths, body.row(line))
      guard index == table.selected else { continue }
      emphasize(body.row(line))
      setCursor(body.row(line).origin)
    }
    return shown
  }

  private mutating func drawTitles(_ table: Table, _ widths: [Int?], _ rect: Rect) {
    var x = rect.x
    for (column, width) in zip(table.columns, widths) {
      guard let width else { continue }
      let cell = Rect(x: x, y: rect.y, width: width, height: rect.height)
      draw(.text(column.title, .dim), column, cell)
      x += width + 1
    }
  }

  private mutating func draw(_ row: [Table.Entry], _ table: Table, _ widths: [Int?], _ rect: Rect) {
    var x = rect.x
    for (index, width) in widths.enumerated() {
      guard let width else { continue }
      if index < row.count {
        draw(row[index], table.columns[index], Rect(x: x, y: rect.y, width: width, height: 1))
      }
      x += width + 1
    }
  }

  private mutating func draw(_ entry: Table.Entry, _ column: Table.Column, _ rect: Rect) {
    switch entry {
    case .sparkline(let samples): sparkline(samples, in: rect)
    case .gauge(let share, let role): gauge(share, in: rect, role)
    case .line(let line):
      let spare = column.isTrailing ? max(0, rect.width - entry.columns) : 0
      draw(line, at: Point(rect.x + spare, rect.y), width: rect.width - spare)
    }
  }
}
