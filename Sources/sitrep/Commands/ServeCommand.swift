import SitrepAdapters
import SitrepCore

/// The engine in the foreground, with the gateway if one is configured.
enum ServeCommand {
  static let linger = OptionSpec(
    name: "--linger", value: nil, help: "end 10 minutes after the last viewer left, as dashboards start it")
  static let parent = OptionSpec(name: "--parent", value: "PID", help: "end with that process")

  static let spec = CommandSpec(
    name: "serve", operands: "", summary: "the engine in the foreground, with the gateway if configured",
    options: [.state, .config, .drill, linger, parent], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    DescriptorLimit.raise()
    // Whoever read its words may leave; the engine stays.
    StandardOutput.ignoreBrokenPipes()
    let blueprint = try Blueprint.load(invocation, context)
    let host = EngineHost(
      directory: context.paths(invocation), blueprint: blueprint, context: context,
      reread: { try Blueprint.load(invocation, context) })
    let lifetime = Lifetime(
      linger: invocation.has(linger) ? Lifetime.standardLinger : nil,
      parent: invocation.value(parent).flatMap { Int($0) })
    try await host.run(lifetime)
    return .ok
  }
}

/// Ends the engine of a state directory.
enum StopCommand {
  static let spec = CommandSpec(
    name: "stop", operands: "", summary: "end the engine", options: [.state], run: run)

  /// How long an engine may take to write its last checkpoint and let go of its lock.
  private static let patience = TimeSpan.seconds(10)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let directory = context.paths(invocation)
    let pid = directory.engine ?? 0
    let connection = try await Attached.connect(directory, context)
    await connection.stop(reason: "sitrep stop by \(Host.user)")
    guard await directory.waitForEnd(of: pid, within: patience, context.clock) else {
      throw CommandError("the engine, pid \(pid), was told to stop and still runs")
    }
    context.print("stopped the engine of \(directory.state)\n")
    return .ok
  }
}
