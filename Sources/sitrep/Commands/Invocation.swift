/// A command line, read by the command table.
struct Invocation: Hashable, Sendable {
  var command: String
  var flags: Set<String>
  var values: [String: String]
  var operands: [String]

  func has(_ option: OptionSpec) -> Bool { flags.contains(option.name) }
  func value(_ option: OptionSpec) -> String? { values[option.name] }
}

/// A command line that cannot be read, in a sentence that says what would be right.
struct UsageError: Error, Hashable, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = description
  }
}

extension Invocation {
  /// Reads the words after the program's own name.
  ///
  /// No command means `watch`.
  init(_ arguments: [String]) throws(UsageError) {
    let named = arguments.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    command = named ?? "watch"
    guard let spec = CommandTable.spec(command) else {
      throw UsageError("there is no command “\(command)”; sitrep --help lists them")
    }
    flags = []
    values = [:]
    operands = []
    var rest = arguments.dropFirst(named == nil ? 0 : 1)
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      try take(word, &rest, spec)
    }
    if spec.operands.isEmpty, let word = operands.first {
      let isCommand = CommandTable.spec(word) != nil
      let advice = isCommand ? "put the command first: sitrep \(word) …" : "sitrep --help lists commands"
      throw UsageError("\(command) takes no “\(word)”; \(advice)")
    }
  }

  private mutating func take(
    _ word: String, _ rest: inout ArraySlice<String>, _ spec: CommandSpec
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard let option = spec.options.first(where: { $0.name == parts[0] }) else {
      throw UsageError("\(command) has no option \(parts[0]); sitrep \(command) --help lists them")
    }
    guard let placeholder = option.value else {
      guard parts.count == 1 else { throw UsageError("\(option.name) takes no value") }
      flags.insert(option.name)
      return
    }
    guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
      throw UsageError("\(option.name) needs a value: \(option.name) \(placeholder)")
    }
    values[option.name] = value
  }
}
