import SitrepAdapters
import SitrepCore

/// What the running engine knows.
enum StatusCommand {
  static let spec = CommandSpec(
    name: "status", operands: "", summary: "what the running engine knows",
    options: [.json, .state], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let connection = try await Attached.connect(context.paths(invocation), context)
    let state = try await connection.fetchState()
    let now = context.clock.now()
    context.print(
      invocation.has(.json) ? try JSONText.of(StatusDocument(state, at: now)) : StatusText.of(state, at: now))
    return StatusExit.code(state, at: now)
  }
}
