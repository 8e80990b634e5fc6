import SitrepCore
import SitrepTerminal

/// What comes back from the engine and from outside.
extension DashboardModel {
  mutating func take(_ reply: ActionReply, for request: ActionRequest) -> [Command] {
    let title = ActionTable.spec(request.action).title
    switch reply {
    case .refused(let refusal):
      say("\(title): \(refusal.reason)", .warning)
      return [.bell]
    case .done(_, let said): say(said, .ok)
    case .answered(let said): say(said, .ok)
    }
    guard request.action == .postmortem else { return [] }
    return readPostmortem(after: reply)
  }

  /// An answer is the path; a journalled one left it with the incident.
  private mutating func readPostmortem(after reply: ActionReply) -> [Command] {
    if case .answered(let path) = reply, path.contains("/") { return [.readPostmortem(path: path)] }
    guard let path = state?.incidents.last(where: { $0.postmortem != nil })?.postmortem else { return [] }
    return [.readPostmortem(path: path.text)]
  }

  mutating func show(path: String, text: String) {
    var scroll = 0
    if case .postmortem(let old) = overlay, old.path == path { scroll = old.scroll }
    let pane = PostmortemPane(path: path, text: text, scroll: 0)
    let (count, visible) = PostmortemView.extent(pane, in: self)
    scroll = Scroll.clamped(scroll, of: count, in: visible)
    overlay = .postmortem(PostmortemPane(path: path, text: text, scroll: scroll))
  }

  mutating func returnFromEditor() -> [Command] {
    guard case .postmortem(let pane) = overlay else { return [.redraw] }
    return [.redraw, .readPostmortem(path: pane.path)]
  }
}
