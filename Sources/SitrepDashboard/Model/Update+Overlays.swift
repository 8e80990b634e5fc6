import SitrepCore
import SitrepTerminal

/// Keys, while something lies over the panels.
extension DashboardModel {
  mutating func pressOverlay(_ key: Key) -> [Command] {
    if key == .escape {
      overlay = nil
      return []
    }
    // What cannot be read cannot be answered.
    guard canDrawBody, let overlay else { return [] }
    switch overlay {
    case .help(let scroll): return pressHelp(key, scroll)
    case .arm(let field, let intent): return pressArm(key, field, intent)
    case .choice(let list): return pressChoice(key, list)
    case .prompt(let draft, let field): return pressPrompt(key, draft, field)
    case .preview(let confirmation): return pressPreview(key, confirmation)
    case .postmortem(let pane): return pressPostmortem(key, pane)
    case .message:
      if key == .enter || key == .character("q") { self.overlay = nil }
      return []
    }
  }

  private mutating func pressHelp(_ key: Key, _ scroll: Int) -> [Command] {
    if key == .character("q") || key == .character("?") {
      overlay = nil
    } else if key == .character("e") {
      let (count, visible) = HelpView.extent(self)
      overlay = .help(scroll: Scroll.clamped(HelpView.errorsRow(self), of: count, in: visible))
    } else if let rows = scrolling(key) {
      let (count, visible) = HelpView.extent(self)
      overlay = .help(scroll: Scroll.clamped(scroll + rows, of: count, in: visible))
    }
    return []
  }

  private mutating func pressArm(_ key: Key, _ field: PromptField, _ intent: Intent) -> [Command] {
    if key == .enter { return arm(as: field.isEmpty ? loginName : field.text, then: intent) }
    var field = field
    if field.handle(key) { overlay = .arm(field, then: intent) }
    return []
  }

  private mutating func pressChoice(_ key: Key, _ list: ChoiceList) -> [Command] {
    if key == .enter, let choice = list.selected { return take(choice) }
    if let choice = list.choice(key) { return take(choice) }
    var list = list
    if list.handle(key) { overlay = .choice(list) }
    return []
  }

  private mutating func pressPrompt(_ key: Key, _ draft: Draft, _ field: PromptField) -> [Command] {
    if key == .enter { return takeText(field.text, for: draft) }
    var field = field
    if field.handle(key) { overlay = .prompt(draft, field) }
    return []
  }

  /// Enter goes on reading while there is more to read; only then, and unchanged, it confirms.
  private mutating func pressPreview(_ key: Key, _ confirmation: Confirmation) -> [Command] {
    var confirmation = confirmation
    let (count, visible) = PreviewView.extent(confirmation, in: self)
    let isAtEnd = confirmation.scroll + visible >= count
    if key == .enter, confirmation.refusal != nil {
      overlay = nil
      return []
    }
    if key == .enter, isAtEnd, confirmation.canConfirm { return confirm(confirmation) }
    if key == .enter, isAtEnd {
      confirmation.acceptChange()
      toast = nil
    } else if let rows = key == .enter ? max(1, visible - 1) : scrolling(key) {
      confirmation.scroll = Scroll.clamped(confirmation.scroll + rows, of: count, in: visible)
    }
    overlay = .preview(confirmation)
    return []
  }

  private mutating func pressPostmortem(_ key: Key, _ pane: PostmortemPane) -> [Command] {
    var pane = pane
    switch key {
    case .character("q"): overlay = nil
    case .character("e"):
      guard access.actor != nil else {
        say("editing needs an armed operator", .warning)
        return []
      }
      return [.edit(path: pane.path)]
    default:
      guard let rows = scrolling(key) else { return [] }
      let (count, visible) = PostmortemView.extent(pane, in: self)
      pane.scroll = Scroll.clamped(pane.scroll + rows, of: count, in: visible)
      overlay = .postmortem(pane)
    }
    return []
  }

  /// Rows that a key scrolls by.
  private func scrolling(_ key: Key) -> Int? {
    let page = max(1, size.height - 6)
    return switch key {
    case .up, .character("k"): -1
    case .down, .character("j"): 1
    case .pageUp: -page
    case .pageDown, .character(" "): page
    case .home: -1_000_000
    case .end: 1_000_000
    default: nil
    }
  }
}
