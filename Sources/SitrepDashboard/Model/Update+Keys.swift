import SitrepCore
import SitrepTerminal

/// Keys, while nothing lies over the panels.
extension DashboardModel {
  mutating func press(_ key: Key) -> [Command] {
    keepArmed()
    attention.look(at: now, sequence: state?.sequence ?? 0)
    if let commands = pressAnywhere(key) { return commands }
    guard overlay == nil else { return pressOverlay(key) }
    if move(key) { return [] }
    guard case .character(let character) = key else {
      if case .paste = key { say("paste ignored: nothing asks for text", .warning) }
      return []
    }
    return type(character)
  }

  /// Any key shows that the operator is there.
  private mutating func keepArmed() {
    guard case .armed(let actor, let until) = access, now < until else { return }
    access = .armed(actor, until: now + Access.idleTime)
  }

  /// Keys that mean the same whatever is open.
  private mutating func pressAnywhere(_ key: Key) -> [Command]? {
    switch key {
    case .closed: [.detach]
    case .resize: []
    case .control("l"): [.redraw]
    case .control("z"): [.suspend]
    case .control("c"): askToQuit()
    default: nil
    }
  }

  private mutating func askToQuit() -> [Command] {
    if quitAskedUntil != nil { return [.detach] }
    overlay = nil
    quitAskedUntil = now + .seconds(5)
    say("Ctrl-C again leaves the screen; the engine goes on", .warning)
    return []
  }

  private mutating func type(_ character: Character) -> [Command] {
    switch character {
    case "q": return [.detach]
    case "?": overlay = .help(scroll: 0)
    case " ": toggleFreeze()
    case "z": toggleZoom()
    case "w": if canDrawBody { showChanges() }
    case "1"..."7": focus = character.wholeNumberValue.flatMap(Panel.init(rawValue:))
    default: return act(character)
    }
    return []
  }

  private mutating func act(_ character: Character) -> [Command] {
    guard canDrawBody else { return [] }
    if ActionTable.all.contains(where: { $0.menu == character }) { return begin(.menu(character)) }
    guard let spec = ActionTable.all.first(where: { $0.key == character }) else { return [] }
    return begin(.act(spec.id))
  }

  private mutating func toggleFreeze() {
    if frozen == nil {
      frozen = Frozen(state: state, digest: digest, at: now, connection: connection)
    } else {
      frozen = nil
    }
  }

  private mutating func toggleZoom() {
    if focus == nil { focus = .probes }
    isZoomed.toggle()
  }

  /// Focus, zoom and scrolling; false when the key is none of these.
  private mutating func move(_ key: Key) -> Bool {
    switch key {
    case .tab: focus = Panel.next(after: focus, by: 1)
    case .backTab: focus = Panel.next(after: focus, by: -1)
    case .enter: if focus != nil { isZoomed.toggle() }
    case .escape: leave()
    case .up: scrollFocused(by: -1)
    case .down: scrollFocused(by: 1)
    case .pageUp: scrollFocused(by: -max(1, size.height / 2))
    case .pageDown: scrollFocused(by: max(1, size.height / 2))
    case .home: scrollFocused(by: -DashboardModel.longest)
    case .end: scrollFocused(by: DashboardModel.longest)
    default: return false
    }
    return true
  }

  private mutating func leave() {
    if isZoomed {
      isZoomed = false
    } else if focus != nil {
      focus = nil
    } else {
      frozen = nil
    }
  }

  private static let longest = 10_000

  /// The timeline is anchored at its newest line, so up means further into the past.
  private mutating func scrollFocused(by rows: Int) {
    let panel = focus ?? .timeline
    focus = panel
    let signed = panel == .timeline ? -rows : rows
    let limit = max(0, PanelRows.count(panel, in: self) - PanelRows.visible(panel, in: self))
    scroll[panel] = min(max(0, (scroll[panel] ?? 0) + signed), limit)
  }
}
