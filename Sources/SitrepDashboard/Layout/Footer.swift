import SitrepCore
import SitrepTerminal

/// The line of keys at the bottom, made from the tables; what does not fit whole is left out.
enum Footer {
  /// While an incident waits for an answer its key never drops, whatever else must.
  static func line(_ model: DashboardModel, width: Int) -> [Span] {
    let (acts, views) = hints(model)
    let pressing = isAwaited(model.state) ? acts.filter { $0.id == .acknowledge }.map(\.hint) : []
    let first = fitting(pressing, width - 1)
    let second = fitting(views, width - 1 - columns(first), all: pressing.isEmpty)
    let others = acts.filter { act in !pressing.contains { $0 == act.hint } }.map(\.hint)
    let third = fitting(others, width - 1 - columns(first) - columns(second))
    let shown = acts.map(\.hint).filter { hint in (first + third).contains { $0 == hint } } + second
    return [Span(" ")] + shown.flatMap { [Span($0.key, .key), Span(" \($0.title)  ", .dim)] }
  }

  /// The key of an answer that is waited for; empty when none is.
  static func pressing(_ model: DashboardModel) -> [Span] {
    guard isAwaited(model.state) else { return [] }
    return hints(model).acts.filter { $0.id == .acknowledge }.flatMap {
      [Span($0.hint.key, .key), Span(" \($0.hint.title) ", .dim)]
    }
  }

  private static func isAwaited(_ state: State?) -> Bool {
    state?.openIncidents.contains { $0.acknowledgedAt == nil } ?? false
  }

  /// Those that fit whole, in their order; with `all`, every one.
  private static func fitting(_ hints: [Hint], _ width: Int, all: Bool = false) -> [Hint] {
    var room = width
    return hints.filter { hint in
      guard all || columns(hint) <= room else { return false }
      room -= columns(hint)
      return true
    }
  }

  private static func columns(_ hints: [Hint]) -> Int { hints.reduce(0) { $0 + columns($1) } }

  private typealias Hint = (key: String, title: String)

  private static func columns(_ hint: Hint) -> Int {
    TextWidth.columns(hint.key) + TextWidth.columns(hint.title) + 3
  }

  private static func hints(
    _ model: DashboardModel
  ) -> (acts: [(id: ActionID, hint: Hint)], views: [Hint]) {
    let acts = ActionTable.all.compactMap { spec -> (id: ActionID, hint: Hint)? in
      guard let key = spec.key else { return nil }
      if spec.id == .consent, !waitsForConsent(model.state) { return nil }
      return (spec.id, (String(key), String(spec.title.prefix { $0 != " " })))
    }
    let views = ViewKeys.all.filter(\.isInFooter).map { Hint($0.keys, $0.title) }
    return (acts, views)
  }

  static func waitsForConsent(_ state: State?) -> Bool {
    guard let state, state.consent == nil else { return false }
    return ActionTable.refusal(.consent, in: state, at: state.at) == nil
  }
}
