/// A document cut into the program's sections and everything between them, byte for byte.
///
/// A marker is an HTML comment alone on its line: `<!-- sitrep:begin NAME … -->`, `<!-- sitrep:end NAME -->`.
struct PostmortemParts {
  enum Part {
    /// What people own.
    case text(Substring)
    /// A section with both its markers and their line ends.
    case section(name: String, Substring)
  }

  private(set) var parts: [Part] = []

  init(_ document: String) throws(PostmortemMergeError) {
    var open: (name: String, line: Int)?
    var seen: Set<String> = []
    var start = document.startIndex
    var number = 0
    for line in PostmortemParts.lines(of: document) {
      number += 1
      switch try Marker(line, at: number) {
      case nil: continue
      case .begin(let name):
        guard open == nil else { throw PostmortemMergeError(.nested, line: number, name: name) }
        guard seen.insert(name).inserted else {
          throw PostmortemMergeError(.duplicate, line: number, name: name)
        }
        if start < line.startIndex { parts.append(.text(document[start..<line.startIndex])) }
        (open, start) = ((name, number), line.startIndex)
      case .end(let name):
        guard open?.name == name else { throw PostmortemMergeError(.unopened, line: number, name: name) }
        parts.append(.section(name: name, document[start..<line.endIndex]))
        (open, start) = (nil, line.endIndex)
      }
    }
    if let open { throw PostmortemMergeError(.unclosed, line: open.line, name: open.name) }
    if start < document.endIndex { parts.append(.text(document[start...])) }
  }

  var sections: [(name: String, text: Substring)] {
    parts.compactMap {
      guard case .section(let name, let text) = $0 else { return nil }
      return (name, text)
    }
  }

  /// Lines with their ends; only LF ends a line, a CR before it belongs to the end.
  static func lines(of text: String) -> [Substring] {
    var lines: [Substring] = []
    var start = text.startIndex
    let bytes = text.utf8
    for index in bytes.indices where bytes[index] == 0x0A {
      let next = bytes.index(after: index)
      lines.append(text[start..<next])
      start = next
    }
    if start < text.endIndex { lines.append(text[start...]) }
    return lines
  }

  private enum Marker {
    case begin(String)
    case end(String)

    /// Nil for any line that does not start with `<!-- sitrep:`.
    init?(_ line: Substring, at number: Int) throws(PostmortemMergeError) {
      let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n"]
      let scalars = line.unicodeScalars.drop { blanks.contains($0) }
      guard String(scalars.prefix(4)) == "<!--" else { return nil }
      let inner = scalars.dropFirst(4).drop { blanks.contains($0) }
      guard String(inner.prefix(7)) == "sitrep:" else { return nil }
      let words = inner.dropFirst(7).split { blanks.contains($0) }.map { String(Substring($0)) }
      guard words.last == "-->", words.dropLast().allSatisfy({ !$0.hasSuffix("-->") }), words.count >= 3
      else {
        throw PostmortemMergeError(.malformed, line: number)
      }
      let name = words[1]
      switch words[0] {
      case "begin": self = .begin(name)
      case "end" where words.count == 3: self = .end(name)
      case "sections": return nil
      default: throw PostmortemMergeError(.malformed, line: number, name: name)
      }
    }
  }
}
