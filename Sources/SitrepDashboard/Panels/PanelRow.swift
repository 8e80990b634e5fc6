import SitrepTerminal

/// One row of a panel: words at the left, perhaps a drawing, words at the right.
struct PanelRow {
  enum Drawing {
    case sparkline([Sample], width: Int)
    case gauge(Double?, Role, width: Int)

    var width: Int {
      switch self {
      case .sparkline(_, let width), .gauge(_, _, let width): width
      }
    }
  }

  var left: [Span]
  var drawing: Drawing?
  var right: [Span]

  init(_ left: [Span], drawing: Drawing? = nil, right: [Span] = []) {
    self.left = left
    self.drawing = drawing
    self.right = right
  }

  init(_ text: String, _ role: Role = .text) {
    self.init([Span(text, role)])
  }

  /// Draws rows from an offset, with a bar at the right edge when there are more.
  static func draw(_ rows: [PanelRow], offset: Int, isOld: Bool, _ canvas: inout Canvas) {
    let area = canvas.area
    let first = Scroll.clamped(offset, of: rows.count, in: area.height)
    let shown = first..<min(rows.count, first + area.height)
    let scrolls = rows.count > area.height
    for (y, index) in shown.enumerated() {
      let place = area.row(y).splitLeft(area.width - (scrolls ? 1 : 0)).left
      (isOld ? rows[index].aged(canvas.glyphs) : rows[index]).draw(in: place, &canvas)
    }
    if scrolls { canvas.scrollBar(shown, of: rows.count, in: area) }
  }

  private func draw(in rect: Rect, _ canvas: inout Canvas) {
    guard let drawing else {
      canvas.draw(
        left.spread(right, to: rect.width, glyphs: canvas.glyphs), at: rect.origin, width: rect.width)
      return
    }
    canvas.draw(left, at: rect.origin, width: rect.width)
    let place = Rect(x: rect.x + left.columns + 1, y: rect.y, width: drawing.width, height: 1)
    switch drawing {
    case .sparkline(let samples, _): canvas.sparkline(samples, in: place)
    case .gauge(let share, let role, _): canvas.gauge(share, in: place, role)
    }
    canvas.draw(right, at: Point(place.maxX + 1, rect.y), width: rect.maxX - place.maxX - 1)
  }

  /// The same facts without the shape and colour of health: nobody knows whether they still hold.
  private func aged(_ glyphs: Glyphs) -> PanelRow {
    var row = self
    row.left = left.map { PanelRow.aged($0, glyphs) }
    row.right = right.map { PanelRow.aged($0, glyphs) }
    if case .gauge(let share, _, let width) = drawing { row.drawing = .gauge(share, .stale, width: width) }
    return row
  }

  private static func aged(_ span: Span, _ glyphs: Glyphs) -> Span {
    guard span.role == .ok else { return span }
    let isMark = span.text == String(glyphs[.ok])
    return isMark ? Span(.stale, .stale, in: glyphs) : Span(span.text, .stale, span.emphasis)
  }
}
