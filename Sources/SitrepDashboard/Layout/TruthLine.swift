import SitrepTerminal

/// Fits the pinned line to a width.
///
/// Parts are lost in this order (DESIGN section 5): clock, elapsed, incident id, route, user impact.
/// The cause goes before all of them; the clocks go between incident id and route, that of the update first,
/// which goes before the incident id while it is far off.
nonisolated enum TruthLine {
  static func line(_ truth: Truth, width: Int, glyphs: Glyphs) -> [Span] {
    var truth = truth
    let isFarOff = truth.update?.role == .dim
    let losses: [WritableKeyPath<Truth, Span?>] = [
      \.cause, \.clock, \.elapsed, isFarOff ? \.update : \.incident, isFarOff ? \.incident : \.update,
      \.response, \.route, \.impact,
    ]
    var parts = assemble(truth, glyphs)
    for loss in losses where !fits(parts, width) {
      truth[keyPath: loss] = nil
      parts = assemble(truth, glyphs)
    }
    if !fits(parts, width) {
      truth.verdict = truth.shortVerdict
      parts = assemble(truth, glyphs)
    }
    return parts.left.spread(parts.right, to: width, glyphs: glyphs)
  }

  private static func fits(_ parts: (left: [Span], right: [Span]), _ width: Int) -> Bool {
    parts.left.columns + parts.right.columns + 1 <= width
  }

  private static func assemble(_ truth: Truth, _ glyphs: Glyphs) -> (left: [Span], right: [Span]) {
    var left = [
      truth.severity, Span(" "), Span(truth.glyph, truth.role, in: glyphs),
      Span(" \(truth.verdict)", truth.role, .strong),
    ]
    let separator = Span(" \(glyphs[.separator]) ", .dim)
    if let impact = truth.impact { left += [separator, impact] }
    if let route = truth.route {
      left += [truth.impact == nil || !route.text.hasPrefix("via") ? separator : Span(" "), route]
    }
    if let cause = truth.cause { left += [separator, cause] }
    var right: [Span] = []
    for part in [truth.response, truth.update, truth.incident, truth.elapsed, truth.clock] {
      guard let part else { continue }
      let isNamed = part == truth.incident && truth.elapsed != nil
      right += [part, Span(isNamed ? " " : "  ")]
    }
    for (index, mode) in truth.modes.enumerated() { right += index == 0 ? [mode] : [Span(" "), mode] }
    return (left, right)
  }
}
