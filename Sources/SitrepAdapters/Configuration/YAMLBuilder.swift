/// One step through a YAML file.
struct YAMLEvent {
  enum Kind {
    case scalar(String, isPlain: Bool)
    case sequenceStart
    case mappingStart
    case end
    case alias
    case documentStart
  }

  var kind: Kind
  var position: YAMLPosition
}

/// Puts steps together to a tree.
struct YAMLBuilder {
  /// A list or mapping that is not at its end yet.
  private struct Frame {
    var position: YAMLPosition
    var isMapping: Bool
    var elements: [YAMLNode] = []
    var entries: [YAMLNode.Entry] = []
    var keyLines: [String: Int] = [:]
    var key: (name: String, position: YAMLPosition)?

    var node: YAMLNode {
      YAMLNode(position: position, content: isMapping ? .mapping(entries) : .sequence(elements))
    }
  }

  private let file: String
  private var open: [Frame] = []
  private var documents = 0
  private(set) var root = YAMLNode(
    position: YAMLPosition(line: 1, column: 1), content: .scalar("", isPlain: true))

  init(file: String) {
    self.file = file
  }

  mutating func take(_ event: YAMLEvent) throws(ConfigurationError) {
    switch event.kind {
    case .documentStart:
      documents += 1
      guard documents == 1 else { throw error(event.position, "found a second document, expected one") }
    case .alias:
      throw error(event.position, "found an alias (*), which is not allowed here; write the value again")
    case .scalar(let text, let isPlain):
      try place(YAMLNode(position: event.position, content: .scalar(text, isPlain: isPlain)))
    case .sequenceStart: try begin(Frame(position: event.position, isMapping: false))
    case .mappingStart: try begin(Frame(position: event.position, isMapping: true))
    case .end:
      guard let frame = open.popLast() else { return }
      try place(frame.node)
    }
  }

  private mutating func begin(_ frame: Frame) throws(ConfigurationError) {
    guard open.count < YAMLDocument.deepest else {
      throw error(frame.position, "nested deeper than \(YAMLDocument.deepest) levels")
    }
    if let parent = open.last, parent.isMapping, parent.key == nil {
      throw error(frame.position, "found a list or mapping as a key, expected a word")
    }
    open.append(frame)
  }

  private mutating func place(_ node: YAMLNode) throws(ConfigurationError) {
    let last = open.count - 1
    guard last >= 0 else {
      root = node
      return
    }
    guard open[last].isMapping else { return open[last].elements.append(node) }
    if let key = open[last].key {
      open[last].key = nil
      open[last].entries.append(
        YAMLNode.Entry(key: key.name, keyPosition: key.position, value: node))
    } else if case .scalar(let name, _) = node.content {
      if let line = open[last].keyLines.updateValue(node.position.line, forKey: name) {
        throw error(node.position, "found \"\(name)\" again; it is already in line \(line)")
      }
      open[last].key = (name, node.position)
    }
  }

  private func error(_ position: YAMLPosition, _ sentence: String) -> ConfigurationError {
    ConfigurationError(file: file, position: position, sentence)
  }
}
