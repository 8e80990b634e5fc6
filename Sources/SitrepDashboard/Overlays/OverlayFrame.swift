import SitrepTerminal

/// The block that overlays stand in: in the middle of the body, never over the pinned line.
nonisolated enum OverlayFrame {
  /// The most that an overlay's inside can be.
  static func inside(_ body: Rect) -> Size { Size(min(96, body.width - 4), body.height - 2) }

  static func body(_ size: Size) -> Rect { Layout(size).body }
}

/// A page of rows with a line about its keys below, shared by help, previews and documents.
enum PageView {
  static func draw(
    _ rows: [[Span]], title: String, keys: [Span], scroll: Int, fills: Bool, _ body: Rect,
    _ canvas: inout Canvas
  ) {
    let most = OverlayFrame.inside(body)
    let height = fills ? most.height : min(most.height, rows.count + 1)
    canvas.modal(title: title, size: Size(most.width, height), in: body) { part in
      let (page, foot) = part.area.splitTop(part.area.height - 1)
      part.pane(rows, in: page, offset: scroll)
      part.draw(keys, at: foot.origin, width: foot.width)
      part.setCursor(page.origin)
    }
  }

  /// Rows and how many of them are in sight.
  static func extent(_ rows: Int, _ size: Size) -> (count: Int, visible: Int) {
    (rows, max(0, OverlayFrame.inside(OverlayFrame.body(size)).height - 1))
  }

  /// The width that text may take beside a scroll bar.
  static func width(_ size: Size) -> Int { max(1, OverlayFrame.inside(OverlayFrame.body(size)).width - 1) }
}
