/// One line being typed; edits whole graphemes, so that a caret never stands inside one.
package nonisolated struct PromptField: Hashable, Sendable {
  private var characters: [Character]
  /// Where the next one goes: 0 before the first, `count` behind the last.
  package private(set) var caret: Int
  package let limit: Int

  package init(_ text: String = "", limit: Int = 500) {
    characters = Array(text.prefix(limit))
    caret = characters.count
    self.limit = limit
  }

  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }

  /// Takes a key that edits or moves; false when it is not one (Enter, Esc, Tab, arrows up and down).
  package mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert([character])
    case .paste(let text): insert(PromptField.line(text))
    case .backspace, .control("h"): delete(caret - 1..<caret)
    case .delete, .control("d"): delete(caret..<caret + 1)
    case .left, .control("b"): caret = max(0, caret - 1)
    case .right, .control("f"): caret = min(characters.count, caret + 1)
    case .home, .control("a"): caret = 0
    case .end, .control("e"): caret = characters.count
    case .control("u"): delete(0..<caret)
    case .control("k"): delete(caret..<characters.count)
    case .control("w"): delete(startOfWord..<caret)
    default: return false
    }
    return true
  }

  /// Pasted text as one line without controls.
  private static func line(_ text: String) -> [Character] {
    text.compactMap { character in
      if character.isNewline || character == "\t" { return " " }
      let isControl = character.unicodeScalars.contains {
        $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
      }
      return isControl ? nil : character
    }
  }

  private mutating func insert(_ new: [Character]) {
    let taken = new.prefix(max(0, limit - characters.count))
    characters.insert(contentsOf: taken, at: caret)
    // A combining mark typed by itself joins the character before it.
    let before = characters.count
    characters = Array(String(characters))
    caret = min(characters.count, caret + taken.count - (before - characters.count))
  }

  private mutating func delete(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<characters.count)
    guard !range.isEmpty else { return }
    characters.removeSubrange(range)
    caret = range.lowerBound
  }

  private var startOfWord: Int {
    var index = caret
    while index > 0, characters[index - 1] == " " { index -= 1 }
    while index > 0, characters[index - 1] != " " { index -= 1 }
    return index
  }

  /// The part in sight for a width with the caret in it, and the caret's column there.
  func window(width: Int) -> (text: String, caretColumn: Int) {
    guard width > 1 else { return ("", 0) }
    var start = caret
    var columns = 0
    while start > 0 {
      let next = TextWidth.columns(String(characters[start - 1]))
      if columns + next > width - 1 { break }
      columns += next
      start -= 1
    }
    return (String(characters[start...]), columns)
  }
}

nonisolated extension Canvas {
  /// Draws a label and the text being typed, with the terminal's own caret in it.
  package mutating func prompt(_ field: PromptField, label: String, hint: String = "", in rect: Rect) {
    let used = draw(label, at: rect.origin, .prompt, width: rect.width / 2)
    let room = Rect(x: rect.x + used, y: rect.y, width: rect.width - used, height: 1)
    if field.isEmpty, !hint.isEmpty {
      draw(hint, at: Point(room.x, room.y), .dim, width: room.width)
      setCursor(Point(room.x, room.y), visible: true)
      return
    }
    let window = field.window(width: room.width)
    draw(window.text, at: room.origin, .text, width: room.width)
    setCursor(Point(room.x + window.caretColumn, room.y), visible: true)
  }
}
