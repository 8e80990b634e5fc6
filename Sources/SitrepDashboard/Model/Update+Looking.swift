import SitrepCore
import SitrepTerminal

/// Choices of the incident menu that change only what this screen looks at.
extension DashboardModel {
  mutating func take(_ look: ChoiceList.Choice.Look) -> [Command] {
    switch look {
    case .incident(let number):
      workingOn = number
      overlay = nil
      return begin(.menu("i"))
    case .changes:
      showChanges()
      return []
    }
  }

  /// Takes over where people and terminals left last, and begins at the first of this screen's `own` names
  /// that is known.
  package mutating func remember(_ seen: [String: Seen], own: [String]) {
    lastSeen = seen
    attention.remember(own.compactMap { seen[$0] }.first, at: now)
  }

  /// Whoever arms the screen has perhaps left another one.
  mutating func greet(_ actor: Operator) {
    let name = actor.name.text
    if !people.contains(name) { people.append(name) }
    attention.remember(lastSeen[name], at: now)
  }

  /// What there was to see here up to now; nil when there was nothing.
  package var seen: Seen? {
    guard source == .engine, let state else { return nil }
    return Seen(at: now, sequence: state.sequence)
  }

  /// What came while nobody pressed a key here, or since this person or terminal left.
  mutating func showChanges() {
    guard let state else { return }
    guard let (since, lines) = attention.changes(in: state) else {
      overlay = .message(title: "what changed", lines: ["You have been here all the time."])
      return
    }
    let room = max(1, OverlayFrame.inside(OverlayFrame.body(size)).height - 2)
    let newest = lines.suffix(room).map { line in
      let who = line.actor.map { "\($0) " } ?? ""
      return "\(TimeWords.clock(line.at)) \(who)\(line.text)"
    }
    let skipped = lines.count - newest.count
    let head = lines.isEmpty ? ["Nothing."] : skipped > 0 ? ["… and \(skipped) before these"] : []
    overlay = .message(title: "what changed since \(TimeWords.clock(since))", lines: head + newest)
  }

  /// Said once, when the engine begins to ask.
  mutating func noticeQuestions(from old: State?, to new: State) {
    guard let old else { return }
    for incident in new.openIncidents where incident.resolveAskedAt != nil {
      guard old.incident(incident.number)?.resolveAskedAt == nil else { continue }
      say("\(incident.name) is quiet: resolve it (i r) or keep it open (i k)", .warning)
    }
  }
}
