import SitrepAdapters
import SitrepCore

/// Starts an engine in a process of its own and waits until it serves.
struct EngineLauncher: Sendable {
  private let named: Paths
  let context: Context
  /// Arguments of `sitrep serve` beyond the paths.
  let arguments: [String]

  /// How long an engine may take to open its journal and its socket.
  private static let patience = TimeSpan.seconds(60)

  init(paths: Paths, context: Context, arguments: [String]) {
    named = paths
    self.context = context
    self.arguments = arguments
  }

  /// Where the engine is found: it looks for another place when the disk takes nothing.
  private var paths: Paths { named.resolved() }

  /// A file for its output, on this disk or elsewhere.
  private func log() throws -> String {
    do throws(SystemError) {
      try named.create()
      try SafeFile.touch(named.log)
      return named.log
    } catch {
      guard error.isOfDisk else { throw error }
      return try named.sheltered().log
    }
  }

  /// Why the engine that was just started is not there any more, in its own words.
  func lastWords() -> CommandError {
    let log = (try? log()) ?? named.log
    return failure("ended", log)
  }

  func start() async throws {
    let log = try log()
    let pid = try ProcessLauncher.startDetached(
      context.program, ["serve", "--state", paths.state] + arguments, environment: context.environment,
      log: log)
    let deadline = context.clock.now() + EngineLauncher.patience
    while context.clock.now() < deadline {
      if paths.engine != nil, SafeFile.exists(paths.socket) { return }
      if let status = ProcessLauncher.collect(pid: pid) {
        throw failure("ended with status \(status)", log)
      }
      try await context.clock.sleep(until: context.clock.now() + .milliseconds(10))
    }
    throw failure("did not serve within \(EngineLauncher.patience.wholeSeconds) s", log)
  }

  private func failure(_ what: String, _ log: String) -> CommandError {
    let written = (try? SafeFile.read(log, limit: 1 << 20)) ?? []
    let last = String(decoding: written, as: UTF8.self).split(separator: "\n").last.map {
      ": \(CleanText($0))"
    }
    return CommandError("the engine \(what)\(last ?? ""); its log is \(log)")
  }
}
