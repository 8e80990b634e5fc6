/// A piece of a line that means one thing.
package nonisolated struct Span: Hashable, Sendable {
  package var text: String
  package var role: Role
  package var emphasis: Emphasis

  package init(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) {
    self.text = text
    self.role = role
    self.emphasis = emphasis
  }

  package var columns: Int { TextWidth.columns(text) }
}

/// One line of spans.
package typealias Line = [Span]

nonisolated extension Canvas {
  /// Draws a line of spans; the one that does not fit ends in an ellipsis.
  ///
  /// - Returns: The columns drawn, at most `width`.
  @discardableResult
  package mutating func draw(_ line: Line, at point: Point, width: Int? = nil) -> Int {
    let room = min(width ?? .max, area.width - point.x)
    var used = 0
    for (index, span) in line.enumerated() {
      let left = room - used
      guard left > 0 else { break }
      if span.columns >= left, line[(index + 1)...].contains(where: { $0.columns > 0 }) {
        // What follows is lost, so this span must say so even where it fits by itself.
        return used + drawCut(span, at: Point(point.x + used, point.y), left)
      }
      used += draw(span.text, at: Point(point.x + used, point.y), span.role, span.emphasis, width: left)
    }
    return used
  }

  private mutating func drawCut(_ span: Span, at point: Point, _ width: Int) -> Int {
    draw(span.text + " ", at: point, span.role, span.emphasis, width: width)
  }
}
