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
