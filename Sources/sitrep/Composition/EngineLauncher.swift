import SitrepAdapters
import SitrepCore

/// Starts an engine in a process of its own and waits until it serves.
struct EngineLauncher: Sendable {
  let directory: Paths
  let context: Context
  /// Arguments of `sitrep serve` beyond the directory.
  let arguments: [String]

  /// How long an engine may take to open its journal and its socket.
  private static let patience = TimeSpan.seconds(15)

  func start() async throws {
    try directory.make()
    let process = try ProcessLauncher.detached(
      context.program, ["serve", "--state", directory.state] + arguments, log: directory.log)
    let deadline = context.clock.now() + EngineLauncher.patience
    while context.clock.now() < deadline {
      if directory.engine != nil, SafeFile.exists(directory.socket) { return }
      if let status = process.exited() { throw failure("ended with status \(status)") }
      try await context.clock.sleep(until: context.clock.now() + .milliseconds(10))
    }
    throw failure("did not serve within \(EngineLauncher.patience.wholeSeconds) s")
  }

  private func failure(_ what: String) -> CommandError {
    let log = (try? SafeFile.read(directory.log, limit: 1 << 20)) ?? []
    let last = String(decoding: log, as: UTF8.self).split(separator: "\n").last.map { ": \(CleanText($0))" }
    return CommandError("the engine \(what)\(last ?? ""); its log is \(directory.log)")
  }
}
