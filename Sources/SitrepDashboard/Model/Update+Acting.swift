import SitrepCore
import SitrepTerminal

/// The way of an act: arm, choose, type, read, confirm (DESIGN section 5, "Acting").
///
/// Each step that opens throws away what was typed ahead of it: only what answers it may pass it.
extension DashboardModel {
  mutating func begin(_ intent: Intent) -> [Command] {
    guard let state else { return refuse("nothing is known yet: waiting for the engine") }
    if let reason = connection.refusal { return refuse(reason) }
    if source == .replay { return refuse("a replay cannot act") }
    if access == .readOnly { return beginReadOnly(intent, state) }
    if case .act(let id) = intent,
      let reason = ActionTable.refusal(id, in: state, at: now, incident: incident(for: id))
    {
      return refuse("\(ActionTable.spec(id).title): \(reason)")
    }
    guard access.actor != nil else {
      overlay = .arm(PromptField(limit: 32), then: intent)
      return [.flushInput]
    }
    return choose(intent, state)
  }

  /// Acts on incidents and notes are about the one that this screen works on.
  ///
  /// An answer goes to the next that waits for one, once that has it.
  private func incident(for id: ActionID) -> Int? {
    switch id {
    case .note: workingOn
    case .acknowledge: workingOn.flatMap { state?.incident($0)?.acknowledgedAt == nil ? $0 : nil }
    default: ActionTable.spec(id).menu == "i" ? workingOn : nil
    }
  }

  private mutating func refuse(_ reason: String) -> [Command] {
    say(reason, .warning)
    return []
  }

  /// A reader may read what is written already.
  private mutating func beginReadOnly(_ intent: Intent, _ state: State) -> [Command] {
    if intent == .act(.postmortem),
      let path = state.incidents.last(where: { $0.postmortem != nil })?.postmortem
    {
      return [.readPostmortem(path: path.text)]
    }
    if intent == .menu("i") { return choose(intent, state) }
    return refuse(DashboardModel.readOnlyRefusal)
  }

  private static let readOnlyRefusal = "read-only: started with --read-only, cannot be armed"

  mutating func arm(as name: String, then intent: Intent) -> [Command] {
    let actor = Operator(name)
    guard !actor.name.text.isEmpty else { return refuse("initials or a name, please") }
    access = .armed(actor, until: now + Access.idleTime)
    overlay = nil
    say("armed as \(actor); 10 idle minutes disarm")
    greet(actor)
    return begin(intent)
  }

  private mutating func choose(_ intent: Intent, _ state: State) -> [Command] {
    if case .act(let id) = intent, ActionTable.spec(id).targets == .none {
      return proceed(Draft(action: id, key: nextKey()))
    }
    let choices = ChoiceList.Choice.all(
      intent, in: state, at: now, actor: access.actor, incident: workingOn)
    guard !choices.isEmpty else { return refuse("there is nothing to choose from") }
    var list = ChoiceList(intent: intent, title: DashboardModel.title(intent), choices: choices)
    list.head = head(of: intent, state)
    overlay = .choice(list)
    return [.flushInput]
  }

  func head(of intent: Intent, _ state: State) -> [[Span]] {
    intent == .menu("i") ? IncidentMenu.head(state, at: now, incident: workingOn) : []
  }

  private static func title(_ intent: Intent) -> String {
    switch intent {
    case .act(let id): ActionTable.spec(id).title
    case .menu("t"): "trip or reset a breaker"
    case .menu("s"): "switch route"
    case .menu: "incident"
    }
  }

  /// A choice is made: a menu's act may still want its own target.
  mutating func take(_ choice: ChoiceList.Choice) -> [Command] {
    if let reason = choice.refusal { return refuse(reason) }
    if let look = choice.look { return take(look) }
    if access == .readOnly { return refuse(DashboardModel.readOnlyRefusal) }
    guard let action = choice.action else { return [] }
    let spec = ActionTable.spec(action)
    if choice.target == nil, spec.targets != .none { return begin(.act(action)) }
    return proceed(Draft(action: action, target: choice.target, key: nextKey()))
  }

  /// Asks for what is still missing, else shows or sends it.
  mutating func proceed(_ draft: Draft) -> [Command] {
    var draft = draft
    draft.incident = incident(for: draft.action)
    if draft.spec.textPrompt != nil, draft.text == nil {
      overlay = .prompt(draft, PromptField())
      return [.flushInput]
    }
    return draft.spec.isDangerous ? preview(draft) : send(draft, basis: nil)
  }

  mutating func takeText(_ typed: String, for draft: Draft) -> [Command] {
    var draft = draft
    if draft.action == .due, !typed.isEmpty { return takeDue(typed, for: draft) }
    let (reason, duration) = draft.takesExpiry ? Expiry.split(typed) : (typed, nil)
    let text = CleanText(reason, limit: 500)
    if draft.spec.isTextRequired, text.text.isEmpty {
      return refuse("\(draft.spec.textPrompt ?? "a text"): needed")
    }
    draft.text = text
    draft.duration = duration
    return draft.spec.isDangerous ? preview(draft) : send(draft, basis: nil)
  }

  /// "30m", or "30m" with "in" or "for" before it.
  private mutating func takeDue(_ typed: String, for draft: Draft) -> [Command] {
    let words = typed.split(separator: " ").filter { $0 != "in" && $0 != "for" }
    guard words.count == 1, let duration = Expiry.duration(words[0]) else {
      return refuse("\(draft.spec.title): a time such as 30m or 2h, please")
    }
    var draft = draft
    draft.duration = duration
    return send(draft, basis: nil)
  }

  /// Shows what would change; what was typed ahead must not confirm it.
  private mutating func preview(_ draft: Draft) -> [Command] {
    guard let state, let actor = access.actor else { return [] }
    let result = ActionTable.preview(draft.request(by: actor, basis: nil), in: state, at: now)
    overlay = .preview(Confirmation(draft, result))
    return [.flushInput]
  }

  mutating func confirm(_ confirmation: Confirmation) -> [Command] {
    if let reason = connection.refusal { return refuse(reason) }
    return [.flushInput] + send(confirmation.draft, basis: confirmation.basis)
  }

  private mutating func send(_ draft: Draft, basis: String?) -> [Command] {
    guard let actor = access.actor else { return refuse("nobody is armed") }
    overlay = nil
    say("\(draft.title): asked the engine…", .dim)
    var draft = draft
    if draft.text?.text.isEmpty == true { draft.text = nil }
    return [.perform(draft.request(by: actor, basis: basis))]
  }
}

extension Draft {
  /// Acts on Control may end by themselves; a word about an incident may not.
  nonisolated var takesExpiry: Bool { action == .trip || action == .pin }
}
