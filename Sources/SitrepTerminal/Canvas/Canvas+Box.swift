nonisolated extension Canvas {
  /// Draws a frame with a title in its top edge; the focused one is heavier, in shape as well as colour.
  ///
  /// - Returns: The block inside the frame.
  @discardableResult
  package mutating func box(
    _ rect: Rect, title: String = "", note: String = "", focused: Bool = false, role: Role? = nil
  ) -> Rect {
    guard rect.width >= 2, rect.height >= 2 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    let edge = role ?? (focused ? .focus : .border)
    drawEdges(rect, focused: focused, edge)
    drawTitle(rect, title, note, focused: focused, role)
    return rect.inset()
  }

  private mutating func drawEdges(_ rect: Rect, focused: Bool, _ role: Role) {
    let across: Glyph = focused ? .heavyHorizontal : .horizontal
    let down: Glyph = focused ? .heavyVertical : .vertical
    let (right, bottom) = (rect.maxX - 1, rect.maxY - 1)
    fill(Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1), with: across, role)
    fill(Rect(x: rect.x + 1, y: bottom, width: rect.width - 2, height: 1), with: across, role)
    fill(Rect(x: rect.x, y: rect.y + 1, width: 1, height: rect.height - 2), with: down, role)
    fill(Rect(x: right, y: rect.y + 1, width: 1, height: rect.height - 2), with: down, role)
    draw(focused ? .heavyTopLeft : .topLeft, at: Point(rect.x, rect.y), role)
    draw(focused ? .heavyTopRight : .topRight, at: Point(right, rect.y), role)
    draw(focused ? .heavyBottomLeft : .bottomLeft, at: Point(rect.x, bottom), role)
    draw(focused ? .heavyBottomRight : .bottomRight, at: Point(right, bottom), role)
  }

  private mutating func drawTitle(
    _ rect: Rect, _ title: String, _ note: String, focused: Bool, _ role: Role?
  ) {
    let room = rect.width - 4
    guard room > 0 else { return }
    let taken =
      title.isEmpty ? 0 : drawLabel(title, at: Point(rect.x + 1, rect.y), room, role ?? .title, focused)
    let noteWidth = TextWidth.columns(note) + 2
    guard !note.isEmpty, noteWidth + taken + 1 <= rect.width - 2 else { return }
    _ = drawLabel(note, at: Point(rect.maxX - 1 - noteWidth, rect.y), room, .dim, false)
  }

  private mutating func drawLabel(
    _ text: String, at point: Point, _ room: Int, _ role: Role, _ isStrong: Bool
  ) -> Int {
    let emphasis: Emphasis = isStrong ? .strong : []
    draw(" ", at: point, role, emphasis)
    let used = draw(text, at: Point(point.x + 1, point.y), role, emphasis, width: room)
    draw(" ", at: Point(point.x + 1 + used, point.y), role, emphasis)
    return used + 2
  }
}
