/// `--help`, made from the command table.
enum Help {
  static func overview() -> String {
    let commands = CommandTable.all.filter { !$0.isInternal }
    let width = commands.map { usage($0).count }.max() ?? 0
    let lines = commands.map { spec in
      "  sitrep \(pad(usage(spec), to: width))  \(spec.summary)"
    }
    return """
      sitrep: a control room for incidents of an LLM API

      \(lines.joined(separator: "\n"))

      sitrep COMMAND --help tells more. sitrep --version prints the version.

      """
  }

  static func of(_ spec: CommandSpec) -> String {
    var text = "sitrep \(usage(spec))\n\n\(spec.summary)\n"
    guard !spec.options.isEmpty else { return text }
    let width = spec.options.map { name($0).count }.max() ?? 0
    text += "\n"
    for option in spec.options { text += "  \(pad(name(option), to: width))  \(option.help)\n" }
    return text
  }

  private static func usage(_ spec: CommandSpec) -> String {
    spec.operands.isEmpty ? spec.name : "\(spec.name) \(spec.operands)"
  }

  private static func name(_ option: OptionSpec) -> String {
    option.value.map { "\(option.name) \($0)" } ?? option.name
  }

  private static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
