/// One act on the keyboard, as the dashboard sees it.
package nonisolated enum Key: Hashable, Sendable {
  case character(Character)
  /// Control with a lower-case letter, or with one of `@ [ \ ] ^ _`.
  case control(Character)
  case alt(Character)
  case escape, enter, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
  /// Text pasted while a prompt is open: cleaned of nothing, bounded in length.
  case paste(String)
  /// The window has another size now.
  case resize
  /// Nobody is at the other end any more.
  case closed
}
