/// Follows a program's marks around its frames (DEC mode 2026), so that nobody looks at half a frame.
struct FrameMarks {
  enum Standing {
    /// The program has not marked any frame yet.
    case unmarked
    case drawing
    case whole
  }

  private(set) var standing = Standing.unmarked
  /// The end of what came last, in which a mark may have begun.
  private var rest: [UInt8] = []

  private static let question = Array("\u{1B}[?2026$p".utf8)
  private static let begin = Array("\u{1B}[?2026h".utf8)
  private static let end = Array("\u{1B}[?2026l".utf8)

  /// Takes what the program has written; gives what a terminal that knows the mode answers.
  mutating func take(_ bytes: [UInt8]) -> [UInt8] {
    var answer: [UInt8] = []
    let text = rest + bytes
    var index = 0
    rest = []
    while let escape = text[index...].firstIndex(of: 0x1B) {
      let tail = text[escape...]
      guard tail.count >= Self.question.count else {
        rest = Array(tail)
        break
      }
      if tail.starts(with: Self.question) { answer += Array("\u{1B}[?2026;2$y".utf8) }
      if tail.starts(with: Self.begin) { standing = .drawing }
      if tail.starts(with: Self.end) { standing = .whole }
      index = escape + 1
    }
    // A mark that ends the portion is read at once: nothing may follow for a second.
    if rest.starts(with: Self.end) {
      standing = .whole
      rest = []
    }
    return answer
  }
}
