/// A tmux server of one test's own, with a program in its only window.
package struct Tmux: Sendable {
  private static let program = "/usr/bin/tmux"
  private let socket: String

  /// Starts a server with a window of this size that runs a shell command.
  ///
  /// - Parameters:
  ///   - directory: Where the server's socket goes; a temporary directory of the test.
  ///   - command: For `sh -c`.
  ///   - environment: All the server's environment, but for PATH, LANG and TERM.
  ///   - columns: The window's width.
  ///   - rows: The window's height.
  /// - Throws: When tmux cannot be started.
  package init(
    in directory: TemporaryDirectory, command: String, environment: [String: String] = [:],
    columns: Int = 120, rows: Int = 36
  ) async throws {
    socket = directory.path + "/tmux"
    let base = [
      "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no",
    ]
    let outcome = try await Command.run(
      Tmux.program,
      ["-S", socket, "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", command],
      environment: base.merging(environment) { $1 })
    guard outcome.code == 0 else { throw ChildProcess.Failure(description: "tmux: \(outcome.output)") }
  }

  /// Keys by tmux's names: `Enter`, `C-c`, `Down`, or letters.
  package func send(_ keys: String...) async throws { try await ask(["send-keys"] + keys) }

  package func resize(columns: Int, rows: Int) async throws {
    try await ask(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// What the window shows.
  package func capture() async throws -> String { try await ask(["capture-pane", "-p"]) }

  /// Whether the program is on the alternate screen.
  package func isAlternateScreen() async throws -> Bool {
    try await ask(["display-message", "-p", "#{alternate_on}"]).hasPrefix("1")
  }

  /// Looks again and again until a text is there.
  @discardableResult
  package func wait(for text: String, within limit: Duration = Patience.standard) async throws -> String {
    var screen = ""
    return try await Eventually.gives("\"\(text)\"", within: limit, seen: { screen }) {
      screen = try await capture()
      return screen.contains(text) ? screen : nil
    }
  }

  package func stop() async { _ = try? await ask(["kill-server"]) }

  @discardableResult
  private func ask(_ arguments: [String]) async throws -> String {
    let outcome = try await Command.run(Tmux.program, ["-S", socket] + arguments)
    guard outcome.code == 0 else { throw ChildProcess.Failure(description: "tmux: \(outcome.output)") }
    return outcome.output
  }
}
