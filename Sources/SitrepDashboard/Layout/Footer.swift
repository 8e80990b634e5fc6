import SitrepCore
import SitrepTerminal

/// The line of keys at the bottom, made from the tables; what does not fit whole is left out.
enum Footer {
  static func line(_ model: DashboardModel, width: Int) -> [Span] {
    let (acts, views) = hints(model)
    var room = width - 1 - views.reduce(0) { $0 + columns($1) }
    let shown = acts.filter { hint in
      guard columns(hint) <= room else { return false }
      room -= columns(hint)
      return true
    }
    return [Span(" ")] + (shown + views).flatMap { [Span($0.key, .key), Span(" \($0.title)  ", .dim)] }
  }

  private typealias Hint = (key: String, title: String)

  private static func columns(_ hint: Hint) -> Int {
    TextWidth.columns(hint.key) + TextWidth.columns(hint.title) + 3
  }

  private static func hints(_ model: DashboardModel) -> (acts: [Hint], views: [Hint]) {
    let acts = ActionTable.all.compactMap { spec -> Hint? in
      guard let key = spec.key else { return nil }
      if spec.id == .consent, !waitsForConsent(model.state) { return nil }
      return (String(key), String(spec.title.prefix { $0 != " " }))
    }
    let views = ViewKeys.all.filter(\.isInFooter).map { Hint($0.keys, $0.title) }
    return (acts, views)
  }

  static func waitsForConsent(_ state: State?) -> Bool {
    guard let state, state.consent == nil else { return false }
    return ActionTable.refusal(.consent, in: state, at: state.at) == nil
  }
}
