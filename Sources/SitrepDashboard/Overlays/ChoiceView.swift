import SitrepTerminal

/// A list to choose from; what cannot be chosen says why.
enum ChoiceView {
  static func draw(_ list: ChoiceList, _ body: Rect, _ canvas: inout Canvas) {
    let width = min(76, body.width - 4)
    // What is known stands above only where at least four choices still have room.
    let rows = list.head.flatMap { Wrapping.rows($0, width: width) }
    let head = rows.count + min(4, list.choices.count) + 3 <= body.height ? rows : []
    let size = Size(width, head.count + list.choices.count + 1)
    canvas.modal(title: list.title, size: size, in: body) { part in
      for (row, line) in head.enumerated() { part.draw(line, at: Point(0, row), width: width) }
      let (page, foot) = part.area.splitTop(head.count).rest.splitTop(part.area.height - head.count - 1)
      part.picker(list.picker, in: page)
      part.draw(
        [Span("Enter", .key), Span(" takes it, ", .dim), Span("Esc", .key), Span(" leaves", .dim)],
        at: foot.origin, width: foot.width)
    }
  }
}

/// A few lines that want to be read.
enum MessageView {
  static func draw(_ title: String, _ lines: [String], _ body: Rect, _ canvas: inout Canvas) {
    let width = min(72, body.width - 4)
    let rows = lines.flatMap { Wrapping.rows($0, width: max(1, width)) }
    canvas.modal(title: title, size: Size(width, rows.count + 1), in: body) { part in
      part.pane(rows, in: part.area.splitTop(part.area.height - 1).top)
      part.draw([Span("Enter", .key), Span(" closes", .dim)], at: Point(0, part.area.height - 1))
    }
  }
}
