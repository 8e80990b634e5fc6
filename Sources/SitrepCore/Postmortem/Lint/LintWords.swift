/// The words of a block in the order in which they are said, cut into sentences.
struct LintWords {
  struct Word {
    /// In small letters, apostrophes straight.
    var text: String
    /// As it was written.
    var written: String
    var line: Int
    var column: Int
    /// Index of its first letter in the block.
    var start: Int
    /// Index behind its last letter.
    var end: Int
  }

  private(set) var sentences: [[Word]] = [[]]

  init(_ block: PostmortemProse.Block) {
    var word: Word?
    let letters = block.letters
    func close() -> Word? {
      defer { word = nil }
      return word
    }
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      if letter.mark == .said, LintWords.isPart(letter.character, isInside: word != nil, next) {
        let small = letter.character == "’" ? "'" : letter.character.lowercased()
        if word == nil {
          word = Word(
            text: "", written: "", line: letter.line, column: letter.column, start: index, end: index)
        }
        word?.text += small
        word?.written.append(letter.character)
        word?.end = index + 1
        continue
      }
      if let done = close() { sentences[sentences.count - 1].append(done) }
      if letter.mark == .said, LintWords.endsSentence(letter.character, next) { sentences.append([]) }
    }
    if let done = close() { sentences[sentences.count - 1].append(done) }
    sentences.removeAll(where: \.isEmpty)
  }

  private static func isPart(
    _ character: Character, isInside: Bool, _ next: PostmortemProse.Letter?
  ) -> Bool {
    if character.isLetter || character.isNumber { return true }
    guard isInside, let next = next?.character, next.isLetter || next.isNumber else { return false }
    if character == "-" || character == "'" || character == "’" { return true }
    return (character == "." || character == ",") && next.isNumber
  }

  private static func endsSentence(_ character: Character, _ next: PostmortemProse.Letter?) -> Bool {
    guard character == "." || character == "!" || character == "?" || character == "|" else { return false }
    return character == "|" || next.map { $0.character.isWhitespace || $0.character == ")" } ?? true
  }
}
