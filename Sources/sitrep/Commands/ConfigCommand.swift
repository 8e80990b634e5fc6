import SitrepAdapters
import SitrepCore

/// The configuration: a first file, a check of everything it names, what is in force, a schema for editors.
enum ConfigCommand {
  static let offline = OptionSpec(
    name: "--offline", value: nil, help: "check: read the file only, ask nobody")
  static let output = OptionSpec(
    name: "-o", value: "FILE", help: "init: write there instead of the user's own place; - prints")

  static let spec = CommandSpec(
    name: "config", operands: "init|check|show",
    summary: "a first file, a test of all that yours names, what is in force; also: config schema",
    options: [output, offline, .json, .config], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    switch invocation.operands.first {
    case "init": return try begin(invocation, context)
    case "check": return try await check(invocation, context)
    case "show": context.print(try JSONText.of(ConfigDocument(try Blueprint.load(invocation, context))))
    case "schema": context.print(try JSONText.of(ConfigurationTable.schema))
    default: throw UsageError("config wants one of init, check, show, schema")
    }
    return .ok
  }

  /// Writes a first file, and never over one that is there.
  private static func begin(_ invocation: Invocation, _ context: Context) throws -> ExitCode {
    let text = FirstConfiguration(context.environment, home: context.home).text
    let place =
      invocation.value(output) ?? invocation.value(.config) ?? context.paths(invocation).configurationFile
    guard place != "-" else {
      context.print(text)
      return .ok
    }
    guard !SafeFile.exists(place) else {
      throw CommandError("\(place) is there already; sitrep config init -o - prints a first one")
    }
    if let slash = place.lastIndex(of: "/"), slash > place.startIndex {
      try SafeFile.makeDirectory(String(place[..<slash]))
    }
    try SafeFile.write(Array(text.utf8), to: place)
    context.print("wrote \(place); sitrep config check tests what it names\n")
    return .ok
  }

  private static func check(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let blueprint = try Blueprint.load(invocation, context)
    _ = try Themes.named(blueprint.configuration.theme)
    _ = try blueprint.configuration.postmortemTemplate.map { try PostmortemTemplateFile.read($0) }
    let file = blueprint.configuration.file ?? "no file; the standard configuration"
    guard !invocation.has(offline) else {
      context.print("\(file) is good\n")
      return .ok
    }
    let table = try await ConfigTest(blueprint, context).run()
    context.print(invocation.has(.json) ? try JSONText.of(table) : "\(file) is well-formed\n\n\(table.text)")
    return table.rows.contains { $0.standing == .fails } ? .degraded : .ok
  }
}
