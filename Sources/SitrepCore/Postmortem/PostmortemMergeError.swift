/// Why a file cannot be drafted again: its markers do not tell which parts are the program's.
package struct PostmortemMergeError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    /// Looks like a marker and is none.
    case malformed
    /// A begin without its end.
    case unclosed
    /// An end without its begin, or of another name.
    case unopened
    /// A begin inside another section.
    case nested
    /// A name for the second time.
    case duplicate
    /// Not one marker in the whole file.
    case noMarkers
  }

  package var code: Code
  /// The line of the marker, from 1; 0 for the whole file.
  package var line: Int
  /// The section's name; empty when there is none.
  package var name: String

  package init(_ code: Code, line: Int, name: String = "") {
    self.code = code
    self.line = line
    self.name = name
  }

  /// What to do about it.
  package var remedy: String {
    code == .noMarkers
      ? "move it away to have it drafted anew"
      : "mend the marker, or move the file away to have it drafted anew"
  }

  /// What is wrong, without the line.
  package var sentence: String {
    switch code {
    case .malformed: "a damaged sitrep marker"
    case .unclosed: "section '\(name)' begins and never ends"
    case .unopened: "section '\(name)' ends but has not begun"
    case .nested: "section '\(name)' begins inside another section"
    case .duplicate: "section '\(name)' is there twice"
    case .noMarkers: "the file has no sitrep markers, so it is all yours"
    }
  }

  package var description: String { "\(line > 0 ? "line \(line): " : "")\(sentence); \(remedy)" }
}
