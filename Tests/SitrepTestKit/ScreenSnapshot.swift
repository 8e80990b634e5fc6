/// What a terminal shows at one moment: letters, looks, cursor; a plain value to assert on.
package struct ScreenSnapshot: Sendable, CustomStringConvertible {
  package enum Color: Hashable, Sendable {
    case standard
    case indexed(UInt8)
    case rgb(UInt8, UInt8, UInt8)
  }

  package struct Cell: Hashable, Sendable {
    /// Empty for the second half of a wide glyph.
    package var text: String
    package var foreground: Color
    package var background: Color
    package var isBold: Bool
    package var isUnderlined: Bool
    package var isReversed: Bool
    package var isItalic: Bool
  }

  package var cells: [[Cell]]
  package var cursorColumn: Int
  package var cursorRow: Int
  package var isCursorVisible: Bool
  package var isAlternateScreen: Bool
  /// All bytes received so far.
  package var bytesReceived: Int

  /// The rows as text, without the blanks at their ends.
  package var rows: [String] {
    cells.map { row in
      var text = row.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  package var description: String { text }

  package var text: String { rows.joined(separator: "\n") }

  package func contains(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  /// The cell where a text begins, to ask for its colour; `nil` when it is not on the screen.
  package func cell(of text: String) -> Cell? {
    for row in cells {
      for start in row.indices where !row[start].text.isEmpty {
        var joined = ""
        for cell in row[start...] where joined.unicodeScalars.count < text.unicodeScalars.count {
          joined += cell.text
        }
        if joined == text { return row[start] }
      }
    }
    return nil
  }
}
