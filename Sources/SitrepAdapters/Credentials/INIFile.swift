/// The dialect of INI that the AWS tools write: sections of `name = value`.
///
/// Whole-line comments begin with `#` or `;`, others with a blank before them. Names are read in lower case;
/// a line indented deeper than the setting before it belongs to that setting and is passed over.
package struct INIFile: Hashable, Sendable {
  /// By section's name as it stands between the brackets, runs of blanks made one.
  package private(set) var sections: [String: [String: String]] = [:]

  package init(_ text: String) {
    var section: String?
    var indent: Int?
    for raw in text.split(whereSeparator: \.isNewline) {
      let line = INIFile.withoutComment(raw)
      let content = INIFile.trimmed(line)
      guard !content.isEmpty else { continue }
      if content.hasPrefix("[") {
        section = INIFile.name(content)
        indent = nil
        if let section { sections[section, default: [:]] = sections[section] ?? [:] }
        continue
      }
      let depth = line.prefix(while: \.isWhitespace).count
      if let indent, depth > indent { continue }
      guard let section, let (name, value) = INIFile.setting(content) else { continue }
      indent = depth
      sections[section]?[name] = value
    }
  }

  package subscript(section section: String) -> [String: String]? { sections[section] }

  private static func withoutComment(_ line: Substring) -> Substring {
    var previous: Character = " "
    for index in line.indices {
      let character = line[index]
      if character == "#" || character == ";", previous.isWhitespace { return line[..<index] }
      previous = character
    }
    return line
  }

  /// What is between the brackets; nil when the second is missing.
  private static func name(_ content: Substring) -> String? {
    guard let end = content.firstIndex(of: "]") else { return nil }
    let words = content[..<end].dropFirst().split(whereSeparator: \.isWhitespace)
    return words.joined(separator: " ").filter { $0 != "\"" && $0 != "'" }
  }

  private static func setting(_ content: Substring) -> (name: String, value: String)? {
    guard let mark = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
    let name = trimmed(content[..<mark]).lowercased()
    guard !name.isEmpty else { return nil }
    return (name, String(trimmed(content[content.index(after: mark)...])))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
