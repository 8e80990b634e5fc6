import SitrepAdapters
import SitrepCore

/// The keys, made from the action table.
enum KeysCommand {
  static let spec = CommandSpec(
    name: "keys", operands: "", summary: "the keys of the dashboard", options: [], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    for spec in ActionTable.all {
      let key = spec.key.map { String($0) } ?? spec.menu.map { "\($0) \(spec.menuKey ?? "…")" } ?? "–"
      context.print("\(key)\t\(spec.title)\t\(spec.help)\n")
    }
    return .ok
  }
}

/// The themes that are built in.
enum ThemesCommand {
  static let spec = CommandSpec(
    name: "themes", operands: "", summary: "the colour themes", options: [], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    for theme in try Themes.all() { context.print("\(theme.name)\t\(theme.about)\n") }
    return .ok
  }
}

/// The configuration: a first file, a check, what is in force.
enum ConfigCommand {
  static let spec = CommandSpec(
    name: "config", operands: "init|check|show",
    summary: "a commented file, a check of yours, what is in force",
    options: [.config], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    switch invocation.operands.first {
    case "init": context.print(ConfigurationTable.commentedFile)
    case "check":
      let configuration = try Blueprint.configuration(invocation, context)
      _ = try Themes.named(configuration.theme)
      _ = try configuration.postmortemTemplate.map { try PostmortemTemplateFile.read($0) }
      context.print("\(configuration.file ?? "no file; the standard configuration") is good\n")
    case "show": context.print(try JSONText.of(try Blueprint.load(invocation, context).settings))
    default: throw UsageError("config wants one of init, check, show")
    }
    return .ok
  }
}
