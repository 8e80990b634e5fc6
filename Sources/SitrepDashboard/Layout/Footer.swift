import SitrepCore
import SitrepTerminal

/// The line of keys at the bottom, made from the tables; what does not fit whole is left out.
enum Footer {
  static func line(_ model: DashboardModel, width: Int) -> [Span] {
    var line: [Span] = [Span(" ")]
    var used = 1
    for (key, title) in hints(model) {
      let columns = TextWidth.columns(key) + TextWidth.columns(title) + 3
      guard used + columns <= width else { continue }
      line += [Span(key, .key), Span(" \(title)  ", .dim)]
      used += columns
    }
    return line
  }

  private static func hints(_ model: DashboardModel) -> [(String, String)] {
    let acts = ActionTable.all.compactMap { spec -> (String, String)? in
      guard let key = spec.key else { return nil }
      if spec.id == .consent, !waitsForConsent(model.state) { return nil }
      return (String(key), String(spec.title.prefix { $0 != " " }))
    }
    let views = ViewKeys.all.filter(\.isInFooter).map { ($0.keys, $0.title) }
    return acts + views
  }

  static func waitsForConsent(_ state: State?) -> Bool {
    guard let state, state.consent == nil else { return false }
    return ActionTable.refusal(.consent, in: state, at: state.at) == nil
  }
}
