import SitrepCore
import SitrepTerminal

/// Acts or targets to choose from, kept in one order while the world moves on.
struct ChoiceList {
  nonisolated struct Choice: Hashable, Sendable {
    /// What is done; nil for a choice that only changes the view.
    var action: ActionID?
    var target: ActionTarget?
    var look: Look? = nil
    var label: String
    var refusal: String?

    /// What a choice shows instead of acting.
    enum Look: Hashable, Sendable {
      /// Another open incident, for this screen's next acts.
      case incident(Int)
      /// What changed since somebody looked.
      case changes
    }

    /// Whether two are the same choice, whatever is said about them now.
    func isSame(as other: Choice) -> Bool {
      action == other.action && target?.value == other.target?.value && look == other.look
    }
  }

  let intent: Intent
  let title: String
  /// What stands above the choices, where there is room.
  var head: [[Span]] = []
  private(set) var choices: [Choice]
  private(set) var picker: Picker

  init(intent: Intent, title: String, choices: [Choice]) {
    self.intent = intent
    self.title = title
    self.choices = choices
    let first = choices.firstIndex { $0.refusal == nil } ?? 0
    picker = Picker(ChoiceList.items(choices), selected: first)
  }

  /// The choice that `key` takes at once.
  func choice(_ key: Key) -> Choice? {
    guard case .menu(let menu) = intent, case .character(let character) = key else { return nil }
    return choices.first { choice in
      guard let spec = choice.action.map(ActionTable.spec) else {
        return choice.look == .changes && character == IncidentMenu.changesKey
      }
      return spec.menu == menu && spec.menuKey == character
    }
  }

  var selected: Choice? { picker.selected < choices.count ? choices[picker.selected] : nil }

  mutating func handle(_ key: Key) -> Bool { picker.handle(key) }

  /// Takes what is true now without moving anything under the cursor.
  mutating func refresh(_ newest: [Choice]) {
    var kept = choices.map { old in
      if let new = newest.first(where: { $0.isSame(as: old) }) { return new }
      var gone = old
      gone.refusal = "gone now"
      return gone
    }
    kept += newest.filter { new in !kept.contains { $0.isSame(as: new) } }
    guard kept != choices else { return }
    choices = kept
    picker = Picker(ChoiceList.items(kept), selected: picker.selected)
  }

  private static func items(_ choices: [Choice]) -> [Picker.Item] {
    choices.map { Picker.Item($0.label, obstacle: $0.refusal) }
  }
}

extension ChoiceList.Choice {
  /// What an intent offers now.
  static func all(
    _ intent: Intent, in state: State, at now: Instant, actor: Operator?, incident: Int? = nil
  ) -> [Self] {
    switch intent {
    case .act(let action): targets(action, in: state, at: now, actor: actor, incident: incident)
    case .menu("t"): breakers(in: state, at: now, actor: actor)
    case .menu("s"):
      targets(.pin, in: state, at: now, actor: actor) + [
        Self(
          action: .unpin, label: "automatic: breakers and order decide",
          refusal: ActionTable.refusal(.unpin, in: state, at: now))
      ]
    case .menu(let key): IncidentMenu.choices(key, in: state, at: now, incident: incident)
    }
  }

  private static func targets(
    _ action: ActionID, in state: State, at now: Instant, actor: Operator?, incident: Int? = nil
  ) -> [Self] {
    ActionTable.targets(action, in: state, at: now, actor: actor, incident: incident).map {
      Self(action: action, target: $0, label: $0.label, refusal: $0.refusal)
    }
  }

  /// Each platform once: reset where it is forced open, else trip.
  private static func breakers(in state: State, at now: Instant, actor: Operator?) -> [Self] {
    let resets = targets(.reset, in: state, at: now, actor: actor).filter { $0.refusal == nil }
    let trips = targets(.trip, in: state, at: now, actor: actor).map { trip in
      var choice = trip
      if let reset = resets.first(where: { $0.target?.value == trip.target?.value }) { choice = reset }
      choice.label = "\(choice.action == .reset ? "reset" : "trip") \(choice.label)"
      return choice
    }
    let rest = resets.filter { reset in !trips.contains { $0.target?.value == reset.target?.value } }
    return trips
      + rest.map { reset in
        var choice = reset
        choice.label = "reset \(reset.label)"
        return choice
      }
  }
}
