import SitrepAdapters
import SitrepCore
import SitrepTerminal

/// The dashboard: attaches to the engine of this state directory, starting one if none serves.
enum WatchCommand {
  static let readOnly = OptionSpec(name: "--read-only", value: nil, help: "watch only; cannot be armed")
  static let ascii = OptionSpec(name: "--ascii", value: nil, help: "draw with ASCII only")
  static let theme = OptionSpec(name: "--theme", value: "NAME", help: "colours; sitrep themes lists them")
  static let noColor = OptionSpec(name: "--no-color", value: nil, help: "no colours, as with NO_COLOR")

  static let screenOptions = [readOnly, ascii, theme, noColor]

  static let spec = CommandSpec(
    name: "watch", operands: "", summary: "the dashboard; starts an engine if none runs, and attaches",
    options: screenOptions + [.state, .config], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let own = context.paths(invocation)
    let blueprint = try Blueprint.load(invocation, context)
    let directory = place(own, blueprint, invocation)
    let isReadOnly = invocation.has(readOnly)
    let launcher =
      directory == own
      ? EngineLauncher(paths: own, context: context, arguments: engineArguments(invocation)) : nil
    let link = Link(
      paths: directory, context: context, hello: hello(context, isReadOnly: isReadOnly),
      launcher: isReadOnly && own.engine != nil ? nil : launcher)
    try requireTerminal()
    try await link.open()
    return try await show(link, invocation, context, theme: blueprint.theme)
  }

  /// Asked before anything is started for a dashboard that cannot be.
  static func requireTerminal() throws {
    guard Host.isTerminal(0), Host.isTerminal(1) else {
      throw CommandError("the screen needs a terminal for both input and output; sitrep status needs none")
    }
  }

  /// The user's own engine; or the running demo, when there is nothing else to watch.
  private static func place(
    _ own: Paths, _ blueprint: Blueprint, _ invocation: Invocation
  ) -> Paths {
    let isConfigured = !blueprint.doors.routed.isEmpty || invocation.value(.config) != nil
    if own.engine == nil, !isConfigured, own.demo.engine != nil { return own.demo }
    return own
  }

  static func engineArguments(_ invocation: Invocation) -> [String] {
    var arguments = ["--linger"]
    if let config = invocation.value(.config) { arguments += ["--config", config] }
    return arguments
  }

  static func hello(_ context: Context, isReadOnly: Bool) -> Hello {
    Hello(
      name: Host.user, version: Sitrep.version, readOnly: isReadOnly,
      foldVersion: State.foldVersion)
  }

  /// Opens the screen and runs the dashboard; what remains to be said is printed when the terminal is back.
  @MainActor
  static func show(
    _ link: Link, _ invocation: Invocation, _ context: Context, theme standard: String
  ) async throws -> ExitCode {
    let name = invocation.value(theme) ?? standard
    let environment = TerminalEnvironment(
      input: 0, output: 1, variables: context.environment, prefersASCII: invocation.has(ascii),
      wantsColor: invocation.has(noColor) ? false : nil)
    let screen = try Screen.open(environment: environment, theme: try Themes.named(name))
    let host = DashboardHost(
      screen: screen, context: context, link: link, readOnly: invocation.has(readOnly), theme: name)
    let farewell = await host.run()
    if let farewell { context.complain(farewell) }
    return .ok
  }
}
