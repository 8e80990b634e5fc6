import SitrepCore
import SitrepTerminal

/// One line to type: who acts, or what an act wants to know.
enum PromptView {
  /// Enter alone takes the login name; what is typed replaces it.
  static func drawArm(
    _ field: PromptField, offering login: String, _ body: Rect, _ canvas: inout Canvas
  ) {
    draw(
      field, title: "who acts?", label: "initials or name: ", hint: login,
      about: "Acts are written down with this name; 10 idle minutes end it.", body, &canvas)
  }

  static func draw(_ draft: Draft, _ field: PromptField, _ body: Rect, _ canvas: inout Canvas) {
    var about = draft.spec.isTextRequired ? "Needed." : "Enter alone leaves it out."
    if let hint = hint(draft) { about += " \(hint)." }
    if draft.takesExpiry { about += " End with \"for 15m\" to let it end by itself." }
    draw(field, title: draft.title, label: label(draft), about: about, body, &canvas)
  }

  private static func label(_ draft: Draft) -> String {
    let prompt = draft.spec.textPrompt ?? "text"
    return String(prompt.prefix { $0 != "(" }).trimmed + ": "
  }

  /// What stands in brackets behind the label: how to say more than the text.
  private static func hint(_ draft: Draft) -> String? {
    guard let prompt = draft.spec.textPrompt, let open = prompt.firstIndex(of: "(") else { return nil }
    let inside = prompt[prompt.index(after: open)...].prefix { $0 != ")" }
    return inside.first.map { "\($0.uppercased())\(inside.dropFirst())" }
  }

  private static func draw(
    _ field: PromptField, title: String, label: String, hint: String = "", about: String, _ body: Rect,
    _ canvas: inout Canvas
  ) {
    let width = min(72, body.width - 4)
    let hints = Wrapping.rows(about, .dim, width: max(1, width))
    canvas.modal(title: title, size: Size(width, 2 + hints.count), in: body) { part in
      for (row, line) in hints.enumerated() { part.draw(line, at: Point(0, row + 1)) }
      part.draw(
        [Span("Enter", .key), Span(" goes on, ", .dim), Span("Esc", .key), Span(" leaves", .dim)],
        at: Point(0, hints.count + 1))
      part.prompt(field, label: label, hint: hint, in: part.area.row(0))
    }
  }
}

nonisolated extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
