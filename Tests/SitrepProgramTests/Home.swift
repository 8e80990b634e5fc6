import Glibc
import SitrepTestKit
import Testing

/// A person's home of one test's own: nothing of the user's is touched, and nothing stays behind.
final class Home: Sendable {
  let directory: TemporaryDirectory
  let environment: [String: String]

  init() throws {
    directory = try TemporaryDirectory()
    environment = [
      "HOME": directory.path, "XDG_STATE_HOME": directory.file("state"),
      "XDG_CONFIG_HOME": directory.file("config"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  deinit { for process in processes { process.signal(SIGKILL) } }

  /// The state directories of the user's own engine and of a demo, relative to this home.
  static let state = "state/sitrep"
  static let demoState = "state/sitrep/demo"

  /// Every process that was started in this home and lives.
  var processes: [RunningProcess] { RunningProcess.whoseEnvironment(names: directory.path) }

  /// Those that run this command of the program.
  func processes(running command: String) -> [RunningProcess] {
    processes.filter { $0.arguments.dropFirst().first == command }
  }

  /// Waits until none is left.
  func waitUntilEmpty(within limit: Duration = Patience.standard) async throws {
    _ = try await Eventually.gives("the end of every process", within: limit, seen: { "\(self.processes)" }) {
      processes.isEmpty ? true : nil
    }
  }

  /// The program in a terminal.
  func open(
    _ arguments: String..., columns: Int = 120, rows: Int = 36, with extra: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      BuiltProgram.sitrep, arguments, environment: environment.merging(extra) { $1 }, columns: columns,
      rows: rows)
  }

  /// A shell command in a terminal; `$SITREP` is the program.
  func openShell(
    _ command: String, columns: Int = 120, rows: Int = 36, with extra: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let known = environment.merging(["SITREP": BuiltProgram.sitrep]) { $1 }
    return try PseudoTerminal(
      "/bin/sh", ["-c", command], environment: known.merging(extra) { $1 }, columns: columns, rows: rows)
  }

  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The program to its end, without a terminal.
  func run(_ arguments: String..., with extra: [String: String] = [:]) async throws -> Outcome {
    try await run(arguments, with: extra)
  }

  func run(_ arguments: [String], with extra: [String: String] = [:]) async throws -> Outcome {
    let name = "errors-\(arguments.hashValue)"
    let outcome = try await Command.run(
      "/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>\"$ERRORS\"", BuiltProgram.sitrep] + arguments,
      environment: environment.merging(["ERRORS": directory.file(name)]) { $1 }.merging(extra) { $1 })
    return Outcome(code: outcome.code, output: outcome.output, errors: directory.read(name))
  }

  /// The same for a command that must end with 0; gives its answer.
  func answer(_ arguments: String...) async throws -> String {
    let outcome = try await Command.run(BuiltProgram.sitrep, arguments, environment: environment)
    #expect(outcome.code == 0, "sitrep \(arguments.joined(separator: " ")): \(outcome.output)")
    return outcome.output
  }
}
