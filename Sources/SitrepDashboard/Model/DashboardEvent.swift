package import SitrepCore
package import SitrepTerminal

/// Something that reaches the dashboard, from a person, the terminal or the engine.
package nonisolated enum DashboardEvent: Sendable {
  case key(Key)
  case resize(Size)
  case tick(Instant)
  /// The newest state; what came between is of no interest to a screen.
  case state(State, Instant)
  case reply(ActionReply, for: ActionRequest, Instant)
  case connectionLost(Instant)
  /// The engine is attached and answers nothing; since when.
  case engineSilent(since: Instant, Instant)
  case connectionRestored(Instant)
  /// The engine cannot write its journal, and why; nil when it can again.
  case trouble(CleanText?)
  case postmortemText(path: String, text: String)
  /// The editor ended; the terminal is ours again.
  case editorReturned
  /// Something went wrong outside, in a sentence to show.
  case said(String)
}

/// What the dashboard wants done; whoever runs it performs these in order.
package nonisolated enum Command: Hashable, Sendable {
  case perform(ActionRequest)
  case readPostmortem(path: String)
  /// Opens `$EDITOR` on a file; only ever asked for by an armed operator.
  case edit(path: String)
  /// Throws away what was typed before the screen could show what a key would do now.
  case flushInput
  case bell
  /// Leaves the screen; the engine goes on.
  case detach
  case suspend
  /// Paints everything again.
  case redraw
}
