import SitrepCore

/// Reads values out of a document and gathers every problem instead of stopping at the first.
struct ConfigurationReader {
  let file: String
  private(set) var problems: [ConfigurationError.Problem] = []

  init(file: String) {
    self.file = file
  }

  /// A mapping of the file together with its path in the table.
  struct Section {
    var path: String
    var node: YAMLNode
  }

  mutating func complain(_ position: YAMLPosition, _ path: String, _ sentence: String) {
    let place = path.isEmpty ? "" : "\(path): "
    problems.append(
      ConfigurationError.Problem(file: file, position: position, sentence: place + sentence))
  }

  mutating func reject(_ node: YAMLNode, _ path: String, expected: String) {
    complain(node.position, path, "found \(node.describedAsFound), expected \(expected)")
  }

  // MARK: Shape

  /// Checks that `node` is a mapping of known keys.
  mutating func section(_ node: YAMLNode, path: String) -> Section? {
    guard let entries = node.isNull ? [] : node.entries else {
      reject(node, path, expected: "a mapping")
      return nil
    }
    let known = ConfigurationTable.names(under: path)
    if known != ["*"] {
      for entry in entries where !known.contains(entry.key) {
        complain(entry.keyPosition, path, Words.unknownKey(entry.key, known: known))
      }
    }
    return Section(path: path, node: node)
  }

  mutating func section(_ name: String, in parent: Section) -> Section? {
    guard let node = parent.node[name] else { return nil }
    return section(node, path: parent.path.isEmpty ? name : "\(parent.path).\(name)")
  }

  /// The mappings of a list; nil when the file does not have it.
  mutating func list(_ name: String, in parent: Section) -> [Section]? {
    guard let node = parent.node[name] else { return nil }
    guard let elements = node.isNull ? [] : node.elements else {
      reject(node, name, expected: "a list (lines that begin with \"- \")")
      return nil
    }
    return elements.compactMap { section($0, path: "\(name)[]") }
  }

  // MARK: Values

  /// What `read` makes of the key, `standard` when it is absent; a value it refuses is a problem.
  mutating func value<Value>(
    _ name: String, in section: Section, _ expected: String, standard: Value,
    _ read: (YAMLNode) -> Value?
  ) -> Value {
    let path = "\(section.path.isEmpty ? "" : section.path + ".")\(name)"
    assert(ConfigurationTable.key(path) != nil, "\(path) is not in the table")
    guard let node = section.node[name] else { return standard }
    guard let value = read(node) else {
      reject(node, path, expected: expected)
      return standard
    }
    return value
  }

  /// As `value`, for a key that must be there.
  mutating func required<Value>(
    _ name: String, in section: Section, _ expected: String, _ read: (YAMLNode) -> Value?
  ) -> Value? {
    guard section.node[name] != nil else {
      complain(section.node.position, section.path, "\"\(name)\" is missing, expected \(expected)")
      return nil
    }
    return value(name, in: section, expected, standard: nil) { read($0) }
  }

  mutating func duration(_ name: String, in section: Section, standard: TimeSpan) -> TimeSpan {
    value(name, in: section, Self.durationWords, standard: standard, Self.duration)
  }

  mutating func count(_ name: String, in section: Section, standard: Int) -> Int {
    value(name, in: section, "a whole number of 1 or more", standard: standard) { node in
      node.integer.flatMap { $0 >= 1 ? $0 : nil }
    }
  }

  mutating func share(_ name: String, in section: Section, standard: Double) -> Double {
    value(name, in: section, "a share such as 5% or 0.05", standard: standard, Self.share)
  }

  mutating func text(_ name: String, in section: Section) -> String? {
    value(name, in: section, "text", standard: nil) { node in node.text }
  }

  // MARK: Kinds

  static let durationWords = "a length of time such as 30s, 5m or 1h30m"
  static let platformWords = "one of: \(Platform.allCases.map(\.rawValue).joined(separator: ", "))"

  static func duration(_ node: YAMLNode) -> TimeSpan? {
    node.text.flatMap(DurationText.parse).flatMap { $0 > .zero ? $0 : nil }
  }

  static func share(_ node: YAMLNode) -> Double? {
    guard let text = node.text else { return nil }
    let share = text.hasSuffix("%") ? Double("\(text.dropLast())e-2") : node.number
    return share.flatMap { (0...1).contains($0) ? $0 : nil }
  }

  static func platform(_ node: YAMLNode) -> Platform? {
    node.text.flatMap(Platform.init(rawValue:))
  }

  static func url(_ node: YAMLNode) -> String? {
    guard let text = node.text, text.hasPrefix("https://") || text.hasPrefix("http://"),
      let host = text.split(separator: "/", maxSplits: 2).dropFirst().first, !host.isEmpty,
      !text.contains(where: \.isWhitespace)
    else { return nil }
    return text
  }

  /// Where a key is; a literal key gives nil.
  static func keySource(_ node: YAMLNode) -> KeySource? {
    guard let text = node.text else { return nil }
    if text.hasPrefix("env:"), text.count > 4 { return .environment(String(text.dropFirst(4))) }
    if text.hasPrefix("file:"), text.count > 5 { return .file(String(text.dropFirst(5))) }
    if text.hasPrefix("command:"), CommandWords.split(String(text.dropFirst(8))) != nil {
      return .command(String(text.dropFirst(8)))
    }
    return nil
  }

  /// One value or a list of them, every one readable.
  static func oneOrMore<Value>(_ node: YAMLNode, _ read: (YAMLNode) -> Value?) -> [Value]? {
    let nodes = node.elements ?? [node]
    let values = nodes.compactMap(read)
    return values.count == nodes.count && !values.isEmpty ? values : nil
  }
}
