import SitrepCore
import SitrepTerminal

/// The help page, made from the action table and the view keys.
enum HelpView {
  static func draw(_ scroll: Int, _ model: DashboardModel, _ body: Rect, _ canvas: inout Canvas) {
    PageView.draw(
      rows(model), title: "Help", keys: [Span("arrows scroll, e errors, Esc leaves", .dim)], scroll: scroll,
      fills: false, body, &canvas)
  }

  static func extent(_ model: DashboardModel) -> (count: Int, visible: Int) {
    PageView.extent(rows(model).count, model.size)
  }

  private static func rows(_ model: DashboardModel) -> [[Span]] {
    let width = PageView.width(model.size)
    let acts = ActionTable.all.compactMap { spec -> [[Span]]? in
      guard let keys = keys(spec) else { return nil }
      return entry(keys, spec.title, spec.help + (spec.isDangerous ? " Asks before it acts." : ""), width)
    }
    let views = ViewKeys.all.map { entry($0.keys, $0.title, $0.help, width) }
    let state = [Span("Acting", .header)]
    return [state] + acts.flatMap { $0 } + [[], [Span("Looking", .header)]] + views.flatMap { $0 }
      + [[], [Span("Marks", .header)]] + legend(model.glyphs, width)
      + [[], [Span(errors, .header)]] + FailureHelp.rows(width)
  }

  private static let errors = "What errors mean"

  /// The row at which the errors begin.
  static func errorsRow(_ model: DashboardModel) -> Int {
    rows(model).firstIndex { $0.first?.text == errors } ?? 0
  }

  private static func keys(_ spec: ActionSpec) -> String? {
    if let key = spec.key { return String(key) }
    return spec.menu.map { "\($0) \(spec.menuKey.map(String.init) ?? "")" }
  }

  private static func entry(_ keys: String, _ title: String, _ help: String, _ width: Int) -> [[Span]] {
    let head = [Span(keys.padded(9), .key), Span(title.padded(17) + " ")]
    guard width >= 60 else {
      return [head] + Wrapping.rows(help, .dim, width: width - 2).map { [Span("  ")] + $0 }
    }
    return Wrapping.rows(help, .dim, width: width - head.columns).enumerated().map { index, row in
      (index == 0 ? head : [Span("".padded(head.columns))]) + row
    }
  }

  /// What the marks of a sparkline mean.
  private static func legend(_ glyphs: Glyphs, _ width: Int) -> [[Span]] {
    let marks = SitrepTerminal.Sample.Mark.allCases.flatMap { mark in
      [Span(mark.glyph, mark.role, in: glyphs), Span(" \(mark == .stale ? "no sample" : mark.word)   ")]
    }
    let high = [Span(.clipped, .sparkSlow, in: glyphs), Span(" above the scale")]
    return Wrapping.rows(marks + high, width: width)
  }
}
