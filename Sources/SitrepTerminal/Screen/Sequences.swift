/// The few sequences no terminal description has.
nonisolated enum Sequences {
  static let beginFrame = Array("\u{1B}[?2026h".utf8)
  static let endFrame = Array("\u{1B}[?2026l".utf8)
  static let askSynchronized = Array("\u{1B}[?2026$p".utf8)
  static let pasteOn = Array("\u{1B}[?2004h".utf8)
  static let pasteOff = Array("\u{1B}[?2004l".utf8)

  /// Whether a terminal of this name reads such sequences; old ones would print them.
  static func mayAnswer(term: String) -> Bool {
    let families = ["xterm", "tmux", "foot", "alacritty", "wezterm", "contour", "ghostty", "rxvt-unicode"]
    return families.contains { term.hasPrefix($0) }
  }
}
