/// A layout of one's own: Markdown with `{{slots}}`.
///
/// `\{{` stands for two braces.
package struct PostmortemTemplate: Hashable, Sendable {
  enum Piece: Hashable {
    case text(String)
    case slot(PostmortemSlot)
  }

  let pieces: [Piece]

  /// - Throws: every slot that cannot be filled, with its place.
  package init(_ text: String) throws(PostmortemTemplateError) {
    var reader = TemplateReader()
    for (index, line) in PostmortemParts.lines(of: text).enumerated() { reader.take(line, number: index + 1) }
    guard reader.problems.isEmpty else { throw PostmortemTemplateError(reader.problems) }
    pieces = reader.pieces
  }
}

/// What is wrong with a template.
package struct PostmortemTemplateError: Error, Hashable, Sendable {
  package struct Problem: Hashable, Sendable {
    /// From 1.
    package var line: Int
    /// In characters, from 1.
    package var column: Int
    package var sentence: String
  }

  package var problems: [Problem]

  init(_ problems: [Problem]) {
    self.problems = problems
  }
}

/// Reads a template line by line.
private struct TemplateReader {
  private(set) var pieces: [PostmortemTemplate.Piece] = []
  private(set) var problems: [PostmortemTemplateError.Problem] = []
  private var seen: Set<PostmortemSlot> = []

  mutating func take(_ line: Substring, number: Int) {
    let characters = Array(line)
    let trimmed = line.drop { $0 == " " || $0 == "\t" }
    if trimmed.hasPrefix("<!-- sitrep:") {
      complain(number, characters.count - trimmed.count + 1, "a sitrep marker; slots make their own")
    }
    var index = 0
    var text = ""
    func opens(_ place: Int) -> Bool {
      place + 1 < characters.count && characters[place] == "{" && characters[place + 1] == "{"
    }
    while index < characters.count {
      if characters[index] == "\\", opens(index + 1) {
        text += "{{"
        index += 3
        continue
      }
      guard opens(index) else {
        text.append(characters[index])
        index += 1
        continue
      }
      let close = (index + 2..<characters.count).first {
        characters[$0] == "}" && $0 + 1 < characters.count && characters[$0 + 1] == "}"
      }
      guard let close else {
        complain(number, index + 1, "{{ without }} on the same line; write \\{{ for two braces")
        break
      }
      let name = String(characters[index + 2..<close]).split(whereSeparator: \.isWhitespace).joined()
      if let slot = slot(name, number, index + 1, isAlone: isAlone(characters, index, close + 2)) {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.slot(slot))
      }
      index = close + 2
    }
    if !text.isEmpty { pieces.append(.text(text)) }
  }

  private func isAlone(_ characters: [Character], _ start: Int, _ end: Int) -> Bool {
    characters[..<start].allSatisfy(\.isWhitespace) && characters[end...].allSatisfy(\.isWhitespace)
  }

  private mutating func slot(_ name: String, _ line: Int, _ column: Int, isAlone: Bool) -> PostmortemSlot? {
    guard let slot = PostmortemSlot(rawValue: name) else {
      let shown = CleanText(name, limit: 40)
      let near = PostmortemSlot.allCases.map(\.rawValue).filter { $0.isNear(name) }
      let hint = near.first.map { "did you mean {{\($0)}}?" } ?? "sitrep postmortem --slots lists them"
      complain(line, column, "there is no slot {{\(shown)}}; \(hint)")
      return nil
    }
    guard !slot.isWord else { return slot }
    if !isAlone { complain(line, column, "{{\(name)}} is a section and wants a line of its own") }
    if !seen.insert(slot).inserted { complain(line, column, "{{\(name)}} stands there twice") }
    return slot
  }

  private mutating func complain(_ line: Int, _ column: Int, _ sentence: String) {
    problems.append(PostmortemTemplateError.Problem(line: line, column: column, sentence: sentence))
  }
}

extension String {
  /// Whether a slip of the keyboard could have made `other` of it: one letter more, less, other or swapped.
  fileprivate func isNear(_ other: String) -> Bool {
    let (left, right) = (Array(lowercased()), Array(other.lowercased()))
    guard left != right else { return true }
    guard abs(left.count - right.count) <= 2, min(left.count, right.count) >= 3 else { return false }
    let head = zip(left, right).prefix { $0 == $1 }.count
    let tail = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
    return max(left.count, right.count) - head - tail <= 2
  }
}
