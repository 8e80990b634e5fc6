import SitrepTerminal

/// A postmortem's Markdown with its path.
enum PostmortemView {
  static func draw(_ pane: PostmortemPane, _ model: DashboardModel, _ body: Rect, _ canvas: inout Canvas) {
    let keys = [
      Span("e", .key), Span(" edit  ", .dim), Span("arrows", .key), Span(" scroll  ", .dim), Span("q", .key),
      Span(" close", .dim),
    ]
    PageView.draw(
      rows(pane, model), title: pane.path, keys: keys, scroll: pane.scroll, fills: true, body, &canvas)
  }

  static func extent(_ pane: PostmortemPane, in model: DashboardModel) -> (count: Int, visible: Int) {
    PageView.extent(rows(pane, model).count, model.size)
  }

  private static func rows(_ pane: PostmortemPane, _ model: DashboardModel) -> [[Span]] {
    let width = PageView.width(model.size)
    return pane.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      Wrapping.rows(String(line), role(line), width: width)
    }
  }

  private static func role(_ line: Substring) -> Role {
    if line.hasPrefix("#") { return .header }
    if line.hasPrefix("<!--") { return .dim }
    return line.contains("TODO") ? .warning : .text
  }
}
