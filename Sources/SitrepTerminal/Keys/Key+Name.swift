nonisolated extension Key {
  /// Names of the keys that are not letters, as help and configuration write them.
  private static let names: [(Key, String)] = [
    (.escape, "Esc"), (.enter, "Enter"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"),
    (.delete, "Delete"), (.insert, "Insert"), (.up, "Up"), (.down, "Down"), (.left, "Left"),
    (.right, "Right"), (.home, "Home"), (.end, "End"), (.pageUp, "PageUp"), (.pageDown, "PageDown"),
    (.character(" "), "Space"), (.resize, "resize"), (.closed, "closed"),
  ]

  /// The key as help writes it: `t`, `Space`, `Ctrl-c`, `Alt-x`, `F2`, `PageUp`.
  package var name: String {
    if let named = Key.names.first(where: { $0.0 == self }) { return named.1 }
    return switch self {
    case .character(let character): String(character)
    case .control(let character): "Ctrl-\(character)"
    case .alt(let character): "Alt-\(character)"
    case .function(let number): "F\(number)"
    case .paste: "paste"
    default: "?"
    }
  }

  /// The key of a name; names of several letters are read without regard to case.
  package init?(name: String) {
    if name.count == 1, let character = name.first {
      self = .character(character)
      return
    }
    let lowered = name.lowercased()
    if let named = Key.names.first(where: { $0.1.lowercased() == lowered }) {
      self = named.0
      return
    }
    if lowered.hasPrefix("ctrl-"), let character = lowered.dropFirst(5).first, lowered.count == 6 {
      self = .control(character)
    } else if lowered.hasPrefix("alt-"), let character = name.dropFirst(4).first, name.count == 5 {
      self = .alt(character)
    } else if lowered.first == "f", let number = Int(lowered.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }
}
