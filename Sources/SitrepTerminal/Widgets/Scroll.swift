/// Which part of a long list is in sight.
package nonisolated enum Scroll {
  /// The first row that keeps the chosen one in sight, near the middle, without leaving room below the end.
  package static func offset(showing selected: Int?, of count: Int, in height: Int) -> Int {
    guard let selected, height > 0, count > height else { return 0 }
    return min(max(0, selected - height / 2), count - height)
  }

  /// An offset brought back into what can be scrolled to.
  package static func clamped(_ offset: Int, of count: Int, in height: Int) -> Int {
    max(0, min(offset, count - height))
  }
}
