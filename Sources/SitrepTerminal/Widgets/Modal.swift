nonisolated extension Canvas {
  /// Draws a framed block over the middle of an area; what was under it is gone.
  ///
  /// - Parameters:
  ///   - title: The frame's title.
  ///   - size: The size wanted for the inside; made smaller where it does not fit.
  ///   - area: What to be in the middle of.
  ///   - role: The frame's role, when it is not the focus.
  ///   - draw: Draws the inside, in its own coordinates.
  package mutating func modal(
    title: String, size: Size, in area: Rect, role: Role? = nil, _ draw: (inout Canvas) -> Void
  ) {
    let frame = area.centred(Size(size.width + 4, size.height + 2))
    fill(frame)
    let inside = box(frame, title: title, focused: true, role: role)
    within(inside.inset(by: 1, rows: 0), draw)
  }
}
