/// What people wrote in a postmortem, as blocks of letters that remember where they stand.
///
/// The program's sections, code blocks, quotations and comments are not prose and are left out; code spans,
/// quoted words and the targets of links stay in their place but are marked, since nobody says them.
struct PostmortemProse {
  struct Letter {
    var character: Character
    var line: Int
    var column: Int
    var mark: Mark = .said
  }

  enum Mark {
    case said
    case code
    case quoted
    case link
  }

  enum Kind: Equatable {
    case heading(level: Int)
    case paragraph
    case item
    case row
  }

  struct Block {
    var kind: Kind
    /// The heading of level 2 that it stands under, in small letters; empty before the first.
    var section: String
    /// The header line of the table that a row belongs to.
    var header = ""
    var letters: [Letter] = []

    var text: String { String(letters.map(\.character)) }

    /// What happened, as opposed to what follows from it.
    var isDescription: Bool {
      !["action", "lesson", "went well", "luck", "surpris", "question"].contains { section.contains($0) }
    }

    var isActionItems: Bool { section.contains("action") }
  }

  private(set) var blocks: [Block] = []
  /// The program's sections as they stand, for what they tell about the incident.
  private(set) var programLines: [Substring] = []

  private var section = ""
  private var header = ""
  private var isInTable = false
  private var fence: String?
  private var isInProgram = false
  private var isInFrontMatter = false
  private var isInComment = false
  private var isOpen = false

  init(_ document: String) {
    for (index, line) in PostmortemParts.lines(of: document).enumerated() {
      take(PostmortemProse.withoutEnd(line), number: index + 1)
    }
  }

  private static func withoutEnd(_ line: Substring) -> Substring {
    var scalars = line.unicodeScalars
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    return Substring(scalars)
  }

  private mutating func take(_ line: Substring, number: Int) {
    let trimmed = line.drop { $0 == " " || $0 == "\t" }
    if isSkipped(trimmed, line, number: number) {
      isOpen = false
      return
    }
    var letters = letters(of: line, number: number)
    guard letters.contains(where: { !$0.character.isWhitespace }) else {
      isOpen = false
      isInTable = false
      return
    }
    if let level = PostmortemProse.headingLevel(trimmed) {
      open(.heading(level: level), letters)
      let title = trimmed.drop { $0 == "#" || $0 == " " }
      if level <= 2 { section = level == 1 ? "" : title.lowercased() }
      isOpen = false
    } else if trimmed.hasPrefix("|") {
      takeRow(trimmed, letters)
    } else if PostmortemProse.isItem(trimmed) {
      open(.item, letters)
    } else if isOpen {
      letters.insert(Letter(character: " ", line: number, column: 1), at: 0)
      blocks[blocks.count - 1].letters += letters
    } else {
      open(.paragraph, letters)
    }
  }

  private mutating func open(_ kind: Kind, _ letters: [Letter]) {
    blocks.append(Block(kind: kind, section: section, header: kind == .row ? header : "", letters: letters))
    isOpen = true
  }

  private mutating func takeRow(_ trimmed: Substring, _ letters: [Letter]) {
    isOpen = false
    guard isInTable else {
      (isInTable, header) = (true, String(trimmed))
      return
    }
    guard trimmed.contains(where: { !"|-: \t".contains($0) }) else { return }
    open(.row, letters)
    isOpen = false
  }

  /// Lines that are no prose at all.
  private mutating func isSkipped(_ trimmed: Substring, _ line: Substring, number: Int) -> Bool {
    if number == 1, line == "---" {
      isInFrontMatter = true
      return true
    }
    if isInFrontMatter {
      if line == "---" || line == "..." { isInFrontMatter = false }
      return true
    }
    if isInProgram {
      if trimmed.hasPrefix("<!-- sitrep:end") { isInProgram = false } else { programLines.append(line) }
      return true
    }
    if let open = fence {
      if trimmed.hasPrefix(open) { fence = nil }
      return true
    }
    if trimmed.hasPrefix("<!-- sitrep:begin") {
      isInProgram = true
      return true
    }
    if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
      fence = String(trimmed.prefix(3))
      return true
    }
    return trimmed.hasPrefix(">")
  }

  private static func headingLevel(_ line: Substring) -> Int? {
    let level = line.prefix { $0 == "#" }.count
    return (1...6).contains(level) && line.dropFirst(level).first == " " ? level : nil
  }

  private static func isItem(_ line: Substring) -> Bool {
    guard let first = line.first else { return false }
    if "-*+".contains(first) { return line.dropFirst().first == " " }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(digits.count) else { return false }
    let rest = line.dropFirst(digits.count)
    return (rest.first == "." || rest.first == ")") && rest.dropFirst().first == " "
  }
}

extension PostmortemProse {
  /// The letters of a line without its comments, each marked with what it stands in.
  private mutating func letters(of line: Substring, number: Int) -> [Letter] {
    let characters = Array(line)
    var letters: [Letter] = []
    var index = 0
    func starts(_ text: String, at place: Int) -> Bool {
      var place = place
      for character in text {
        guard place < characters.count, characters[place] == character else { return false }
        place += 1
      }
      return true
    }
    func add(_ count: Int, _ mark: Mark) {
      for place in index..<min(characters.count, index + count) {
        letters.append(
          Letter(character: characters[place], line: number, column: place + 1, mark: mark))
      }
      index += count
    }
    func end(of closing: String, after start: Int) -> Int? {
      guard start < characters.count else { return nil }
      return (start..<characters.count).first { starts(closing, at: $0) }
    }
    while index < characters.count {
      if isInComment {
        let close = end(of: "-->", after: index)
        isInComment = close == nil
        index = close.map { $0 + 3 } ?? characters.count
      } else if starts("<!--", at: index) {
        isInComment = true
      } else if characters[index] == "`" {
        let run = characters[index...].prefix { $0 == "`" }.count
        let close = end(of: String(repeating: "`", count: run), after: index + run)
        add((close.map { $0 + run } ?? index + run) - index, close == nil ? .said : .code)
      } else if characters[index] == "“", let close = end(of: "”", after: index + 1) {
        add(close + 1 - index, .quoted)
      } else if characters[index] == "\"", let close = end(of: "\"", after: index + 1) {
        add(close + 1 - index, .quoted)
      } else if starts("](", at: index), let close = end(of: ")", after: index + 2) {
        add(close + 1 - index, .link)
      } else if starts("http://", at: index) || starts("https://", at: index) {
        let length = characters[index...].prefix { !$0.isWhitespace && $0 != ")" && $0 != ">" }.count
        add(length, .link)
      } else {
        add(1, .said)
      }
    }
    return letters
  }
}
