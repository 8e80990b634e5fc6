/// What acts on incidents can be done to, and what they would change.
extension ActionTable {
  static func roleTargets(
    _ id: ActionID, _ state: State, actor: Operator?, _ number: Int?
  ) -> [ActionTarget] {
    IncidentRole.allCases.map { role in
      let holder = meant(id, state, number)?.holder(of: role)
      let isOwn = id == .role && holder != nil && holder == actor
      return ActionTarget(
        value: role.rawValue,
        label: "\(role.rawValue)  \(holder?.description ?? "nobody"): \(role.duty)",
        refusal: isOwn ? "yours already" : nil)
    }
  }

  /// Every pair of open incidents; the less grave one ends by default.
  static func mergeTargets(_ state: State) -> [ActionTarget] {
    let open = state.openIncidents
    return open.reversed().flatMap { source in
      open.filter { $0.number != source.number }.map { into in
        ActionTarget(
          value: "\(source.name) \(into.name)",
          label: "\(source.name) (\(source.severity.word) \(source.title)) into \(into.name)")
      }
    }
  }

  // MARK: Previews

  static func lines(_ change: IncidentChange, _ state: State) -> [String] {
    let line = Narrative.tell(change).1
    guard let incident = state.incident(change.number) else { return [line] }
    switch change.change {
    case .merged(let into):
      let series = incident.series.filter { state.incident(into)?.series.contains($0) == false }
      let count = series.count == 1 ? "1 series" : "\(series.count) series"
      return [
        "\(incident.name) closes and points to INC-\(into)",
        "INC-\(into) takes over \(count) and its beginning, if that was earlier",
        "this cannot be undone: declare it anew if it was a cause of its own",
      ]
    case .severity(let severity, _):
      return [
        "\(incident.name): \(incident.severity.word) → \(severity.word)",
        "measured rules leave it alone from then on",
      ]
    case .resolved where incident.phase != .monitoring:
      return [line, "it was \(incident.phase.rawValue), not monitored: nothing has shown that it is over"]
    default: return [line]
    }
  }

  static func lines(opening incident: Incident, _ state: State, at now: Instant) -> [String] {
    let due = state.settings.incident.responseDue(incident.severity, after: now)
    let by = due.map { ", to be acknowledged by \(Timestamp.rfc3339($0))" } ?? ""
    return ["INC-\(state.nextIncident) opens, \(incident.severity.word)\(by)"]
  }
}
