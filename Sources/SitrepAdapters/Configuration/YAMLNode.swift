/// A place in a text file, counted from 1 as editors do.
package struct YAMLPosition: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: YAMLPosition, right: YAMLPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A piece of a YAML document with its place.
package struct YAMLNode: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package var key: String
    package var keyPosition: YAMLPosition
    package var value: YAMLNode
  }

  package enum Content: Hashable, Sendable {
    /// `isPlain` is false for quoted and block text, which is never a number, a truth value or nothing.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  package var position: YAMLPosition
  package var content: Content

  package init(position: YAMLPosition, content: Content) {
    self.position = position
    self.content = content
  }

  package subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }

  package var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  package var elements: [YAMLNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  package var text: String? {
    if case .scalar(let text, _) = content, !isNull { text } else { nil }
  }

  package var isNull: Bool {
    if case .scalar(let text, true) = content {
      ["", "~", "null", "Null", "NULL"].contains(text)
    } else {
      false
    }
  }

  package var bool: Bool? {
    guard case .scalar(let text, true) = content else { return nil }
    switch text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }

  package var integer: Int? {
    guard case .scalar(let text, true) = content else { return nil }
    if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
    return Int(text)
  }

  package var number: Double? {
    guard case .scalar(let text, true) = content else { return nil }
    let isNumeric = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    guard isNumeric, let number = Double(text), number.isFinite else { return integer.map(Double.init) }
    return number
  }

  /// What a person would call it in an error.
  package var describedAsFound: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar where isNull: "nothing"
    case .scalar(let text, _): "\"\(text.count > 60 ? text.prefix(60) + "…" : text)\""
    }
  }
}
