import SitrepCore
import SitrepTerminal

/// The incident menu (`i`): what can be done, the other open incidents, and what changed meanwhile.
enum IncidentMenu {
  nonisolated static let changesKey: Character = "c"

  nonisolated static func choices(
    _ key: Character, in state: State, at now: Instant, incident: Int?
  ) -> [ChoiceList.Choice] {
    let acts = ActionTable.all.filter { $0.menu == key }.map { spec in
      ChoiceList.Choice(
        action: spec.id, label: label(spec.menuKey, spec.title),
        refusal: ActionTable.refusal(spec.id, in: state, at: now, incident: incident))
    }
    // With one open, the likeliest act is about it.
    let opensAnother = state.openIncident != nil
    let ordered = acts.filter { !opensAnother || $0.action != .declare }
    let last = acts.filter { opensAnother && $0.action == .declare }
    let current = incident ?? state.openIncident?.number
    let others = state.openIncidents.filter { $0.number != current }.map { other in
      ChoiceList.Choice(
        look: .incident(other.number),
        label: label(
          nil, "work on \(other.name) \(other.severity.word) \(other.phase.rawValue): \(other.title)"))
    }
    return ordered + last + others
      + [ChoiceList.Choice(look: .changes, label: label(changesKey, "what changed since I looked away"))]
  }

  private nonisolated static func label(_ key: Character?, _ title: String) -> String {
    "\(key.map(String.init) ?? " ")  \(title)"
  }

  /// What is known of the incident that the menu is about.
  static func head(_ state: State, at now: Instant, incident: Int?) -> [[Span]] {
    guard let open = incident.flatMap(state.incident) ?? state.openIncident, !open.isOver else { return [] }
    var first = [
      Span(open.severity.word, open.severity.role, .strong),
      Span(" \(open.name) \(open.phase.rawValue) for \(TimeWords.age(now - open.openedAt))"),
    ]
    if let since = open.flappingSince {
      first.append(Span(", flapping for \(TimeWords.age(now - since))", .warning))
    }
    let count = state.openIncidents.count
    if count > 1 { first.append(Span(", one of \(count) open", .dim)) }
    let people = IncidentRole.allCases.map { role in
      "\(role.rawValue) \(open.holder(of: role)?.description ?? "–")"
    }
    var lines = [first, [Span("because ", .dim), Span(open.severityReason)]]
    if open.severityReason.isEmpty { lines.removeLast() }
    let clocks = [IncidentClocks.response(open, at: now), IncidentClocks.update(open, at: now)]
      .compactMap(\.self)
    if !clocks.isEmpty { lines.append(Array(clocks.map { [$0] }.joined(separator: [Span(", ", .dim)]))) }
    return lines + [[Span(people.joined(separator: "  "), .dim)]]
  }
}
