/// The keys that only change the view; with `ActionTable` they make help and footer.
nonisolated enum ViewKeys {
  struct Entry: Sendable {
    var keys: String
    var title: String
    var help: String
    var isInFooter = false
  }

  static let all: [Entry] = [
    Entry(
      keys: "i", title: "incident",
      help: "Open the incident menu: what it is, who has it, and all that can be done with it.",
      isInFooter: true),
    Entry(keys: "?", title: "help", help: "Show this page.", isInFooter: true),
    Entry(
      keys: "q", title: "detach", help: "Leave the screen; the engine and everybody else go on.",
      isInFooter: true),
    Entry(
      keys: "w", title: "what changed",
      help: "Show what happened since you last left, or looked away from this screen."),
    Entry(keys: "Tab 1-7", title: "focus", help: "Focus the next panel, or the one with this number."),
    Entry(keys: "z Enter", title: "zoom", help: "Give the focused panel the whole screen, or take it back."),
    Entry(
      keys: "arrows", title: "scroll", help: "Scroll the focused panel; PageUp, PageDown, Home, End too."),
    Entry(
      keys: "Space", title: "freeze", help: "Hold the picture still; collection goes on. Again to let go."),
    Entry(keys: "Esc", title: "leave", help: "Leave whatever lies on top, then the zoom, then the focus."),
    Entry(keys: "Ctrl-l", title: "redraw", help: "Paint the whole screen again."),
    Entry(keys: "Ctrl-z", title: "suspend", help: "Back to the shell; fg comes back here."),
    Entry(keys: "Ctrl-c", title: "quit", help: "Ask to leave; twice leaves."),
  ]
}
