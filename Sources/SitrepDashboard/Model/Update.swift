import SitrepCore
import SitrepTerminal

/// Takes one event into the model and says what is to be done outside; pure otherwise.
package func update(_ model: inout DashboardModel, _ event: DashboardEvent) -> [Command] {
  switch event {
  case .key(let key): return model.press(key)
  case .resize(let size):
    model.size = size
    return []
  case .tick(let now):
    model.pass(to: now)
    return []
  case .state(let state, let now): return model.take(state, at: now)
  case .reply(let reply, let request, let now):
    model.pass(to: now)
    return model.take(reply, for: request)
  case .connectionLost(let now):
    model.pass(to: now)
    if case .lost = model.connection { return [.bell] }
    model.connection = .lost(since: now)
    return [.bell]
  case .engineSilent(let since, let now):
    model.pass(to: now)
    guard model.connection == .live else { return [] }
    model.connection = .silent(since: since)
    return [.bell]
  case .connectionRestored(let now):
    model.pass(to: now)
    model.connection = .live
    model.say("engine is back", .ok)
    return []
  case .trouble(let trouble):
    let isNew = trouble != nil && model.trouble == nil
    if trouble == nil, model.trouble != nil { model.say("the journal is written again", .ok) }
    model.trouble = trouble
    return isNew ? [.bell] : []
  case .postmortemText(let path, let text):
    model.show(path: path, text: text)
    return []
  case .editorReturned: return model.returnFromEditor()
  case .said(let text):
    model.say(text, .warning)
    return []
  }
}

extension DashboardModel {
  /// Moves the clock: what has run out goes.
  mutating func pass(to now: Instant) {
    self.now = now
    if let toast, now >= toast.until { self.toast = nil }
    if let quitAskedUntil, now >= quitAskedUntil { self.quitAskedUntil = nil }
    if case .armed(_, let until) = access, now >= until { disarm() }
  }

  private mutating func disarm() {
    access = .observer
    switch overlay {
    case .choice, .prompt, .preview: overlay = nil
    default: break
    }
    say("disarmed after 10 idle minutes")
  }

  /// A new state: a bell for one change of severity, and every open question is looked at again.
  mutating func take(_ new: State, at now: Instant) -> [Command] {
    pass(to: now)
    let old = state
    state = new
    if !digest.isOf(new) { digest = Digest(new) }
    if let number = workingOn, new.incident(number)?.isOver ?? true { workingOn = nil }
    noticeQuestions(from: old, to: new)
    refreshOverlay(with: new)
    return DashboardModel.rings(from: old, to: new) ? [.bell] : []
  }

  private static func rings(from old: State?, to new: State) -> Bool {
    guard let old, let severity = new.severity.current.severity else { return false }
    guard let before = old.severity.current.severity else { return true }
    return severity > before
  }

  private mutating func refreshOverlay(with state: State) {
    switch overlay {
    case .choice(var list):
      list.refresh(
        ChoiceList.Choice.all(
          list.intent, in: state, at: now, actor: access.actor, incident: workingOn))
      list.head = head(of: list.intent, state)
      overlay = .choice(list)
    case .preview(var confirmation):
      guard let actor = access.actor else { return }
      let request = confirmation.draft.request(by: actor, basis: nil)
      let preview = ActionTable.preview(request, in: state, at: now)
      if confirmation.refresh(preview) { say("changed under you: read it again", .warning) }
      overlay = .preview(confirmation)
    default: break
    }
  }
}
