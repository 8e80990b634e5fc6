import SitrepAdapters
import SitrepCore

/// Starts an engine in a process of its own and waits until it serves.
struct EngineLauncher: Sendable {
  let paths: Paths
  let context: Context
  /// Arguments of `sitrep serve` beyond the paths.
  let arguments: [String]

  /// How long an engine may take to open its journal and its socket.
  private static let patience = TimeSpan.seconds(15)

  func start() async throws {
    try paths.create()
    let pid = try ProcessLauncher.startDetached(
      context.program, ["serve", "--state", paths.state] + arguments, environment: context.environment,
      log: paths.log)
    let deadline = context.clock.now() + EngineLauncher.patience
    while context.clock.now() < deadline {
      if paths.engine != nil, SafeFile.exists(paths.socket) { return }
      if let status = ProcessLauncher.collect(pid: pid) { throw failure("ended with status \(status)") }
      try await context.clock.sleep(until: context.clock.now() + .milliseconds(10))
    }
    throw failure("did not serve within \(EngineLauncher.patience.wholeSeconds) s")
  }

  private func failure(_ what: String) -> CommandError {
    let log = (try? SafeFile.read(paths.log, limit: 1 << 20)) ?? []
    let last = String(decoding: log, as: UTF8.self).split(separator: "\n").last.map { ": \(CleanText($0))" }
    return CommandError("the engine \(what)\(last ?? ""); its log is \(paths.log)")
  }
}
