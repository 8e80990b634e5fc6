import SitrepCore
import SitrepTerminal

/// What a dangerous act would change, before Enter.
enum PreviewView {
  static func draw(
    _ confirmation: Confirmation, _ model: DashboardModel, _ body: Rect, _ canvas: inout Canvas
  ) {
    let (count, visible) = extent(confirmation, in: model)
    PageView.draw(
      rows(confirmation, model), title: confirmation.draft.title,
      keys: keys(confirmation, isAtEnd: confirmation.scroll + visible >= count),
      scroll: confirmation.scroll, fills: false, body, &canvas)
  }

  static func extent(_ confirmation: Confirmation, in model: DashboardModel) -> (count: Int, visible: Int) {
    PageView.extent(rows(confirmation, model).count, model.size)
  }

  private static func rows(_ confirmation: Confirmation, _ model: DashboardModel) -> [[Span]] {
    let width = PageView.width(model.size)
    var lines: [[Span]] = []
    if model.frozen != nil {
      lines.append([Span("the picture is frozen; this is the newest state", .warning)])
    }
    lines += confirmation.changed.map { [Span("changed under you: \($0)", .warning, .strong)] }
    lines += confirmation.lines.map { [Span($0)] }
    if let text = confirmation.draft.text?.text, !text.isEmpty {
      lines.append([Span("reason: \(text)", .dim)])
    }
    if let duration = confirmation.draft.duration {
      lines.append([Span("for \(TimeWords.length(duration)), then it ends by itself", .dim)])
    }
    if let refusal = confirmation.refusal { lines.append([Span("not possible: \(refusal)", .failing)]) }
    return lines.flatMap { Wrapping.rows($0, width: width) }
  }

  private static func keys(_ confirmation: Confirmation, isAtEnd: Bool) -> [Span] {
    if confirmation.refusal != nil { return [Span("Esc", .key), Span(" leaves", .dim)] }
    let enter =
      if !isAtEnd {
        " reads on, "
      } else if confirmation.canConfirm {
        " confirms, "
      } else {
        " takes note of the change, "
      }
    return [Span("Enter", .key), Span(enter), Span("Esc", .key), Span(" leaves")]
  }
}
