/// The little Markdown that documents are made of; text from outside passes through `escape` or `code`.
package enum Markdown {
  /// Text that stays text wherever it stands in a line: no table cell, link, emphasis, HTML or comment
  /// can begin or end in it.
  package static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      case "\\", "`", "*", "[", "]", "|", "~", "$": escaped.append(contentsOf: "\\\(scalar)".unicodeScalars)
      case "_" where !(isWord(previous) && isWord(next)): escaped.append(contentsOf: "\\_".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case _ where scalar.properties.isWhitespace || scalar.value < 0x20: escaped.append(" ")
      default: escaped.append(scalar)
      }
      previous = scalar
    }
    return String(escaped)
  }

  package static func escape(_ text: CleanText) -> String { escape(text.text) }

  /// A code span for a table cell; what would end the span or the cell is replaced.
  package static func code(_ text: String) -> String {
    let safe = String(
      text.map { $0 == "`" ? "'" : $0 == "|" ? "¦" : $0.isNewline ? " " : $0 })
    return safe.isEmpty ? "–" : "`\(safe)`"
  }

  /// A table of escaped cells; no lines at all when there are no rows.
  static func table(_ header: [String], _ rows: [[String]]) -> [String] {
    guard !rows.isEmpty else { return [] }
    return [line(header), line(header.map { _ in "---" })] + rows.map(line)
  }

  /// A table that keeps its first and last rows, and says how many are between them.
  static func table(_ header: [String], _ rows: [[String]], most: Int) -> [String] {
    guard rows.count > most else { return table(header, rows) }
    let half = most / 2
    return table(header, rows.prefix(half) + rows.suffix(half))
      + ["", "\(rows.count - 2 * half) of \(rows.count) rows in the middle are left out."]
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.isEmpty ? "–" : $0 }.joined(separator: " | ") + " |"
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
