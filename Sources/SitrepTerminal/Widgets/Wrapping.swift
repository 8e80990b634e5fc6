/// Breaks lines of spans at spaces so that they fit a width.
package nonisolated struct Wrapping {
  private let width: Int
  private var done: [Line] = []
  private var line: Line = []
  private var used = 0

  /// Rows of at most `width` columns; a word longer than a row is broken where the row ends.
  package static func rows(_ line: Line, width: Int) -> [Line] {
    guard width > 0 else { return [] }
    var wrapping = Wrapping(width: width)
    for span in line { wrapping.add(span) }
    wrapping.endRow()
    return wrapping.done
  }

  /// Rows of plain text, which may hold line breaks.
  package static func rows(_ text: String, _ role: Role = .text, width: Int) -> [Line] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      rows([Span(String($0), role)], width: width)
    }
  }

  private init(width: Int) { self.width = width }

  private mutating func add(_ span: Span) {
    var rest = span.text[...]
    while !rest.isEmpty {
      let word = Wrapping.takeWord(&rest)
      add(word, span)
    }
  }

  /// A run of spaces, or of anything else.
  private static func takeWord(_ rest: inout Substring) -> Substring {
    let isSpace = rest.first == " "
    let end = rest.firstIndex { ($0 == " ") != isSpace } ?? rest.endIndex
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  private mutating func add(_ word: Substring, _ span: Span) {
    let columns = TextWidth.columns(word)
    if used + columns <= width {
      append(word, columns, span)
    } else if word.first == " " {
      if used > 0 { endRow() }
    } else {
      if used > 0 { endRow() }
      addPieces(of: word, span)
    }
  }

  private mutating func addPieces(of word: Substring, _ span: Span) {
    for character in word {
      let columns = TextWidth.columns(String(character))
      if used > 0, used + columns > width { endRow() }
      append(Substring(String(character)), columns, span)
    }
  }

  private mutating func append(_ text: Substring, _ columns: Int, _ span: Span) {
    if let last = line.last, last.role == span.role, last.emphasis == span.emphasis {
      line[line.count - 1].text += text
    } else {
      line.append(Span(String(text), span.role, span.emphasis))
    }
    used += columns
  }

  private mutating func endRow() {
    done.append(line)
    line = []
    used = 0
  }
}
