import SitrepTestKit

/// An engine of the user's own on simulated vendors, as somebody with a configuration has it.
extension Home {
  /// Vendors that play a drill, in a process of their own.
  struct Vendors {
    let terminal: PseudoTerminal
    /// The path of a configuration that points to them.
    let configuration: String
  }

  /// What the made configuration takes the keys from.
  var key: [String: String] {
    [
      "SITREP_DEMO_KEY": "demo-key-of-no-value", "SITREP_DEMO_KEY_ID": "ASIASITREPDEMO0000",
      "SITREP_DEMO_KEY_SECRET": "demo-secret-of-no-value",
      "SITREP_DEMO_KEY_SESSION": "demo-session-of-no-value",
      "GOOGLE_APPLICATION_CREDENTIALS": directory.file("vertex-account.json"),
    ]
  }

  func simulate(_ drill: Drill) async throws -> Vendors {
    let file = try directory.write(drill.yaml, to: "drill.yaml")
    let terminal = try open("simulate", file, "--state", directory.path)
    try await Eventually.holds("the vendors' configuration") { directory.has("config.yaml") }
    return Vendors(terminal: terminal, configuration: directory.file("config.yaml"))
  }

  /// `sitrep serve`, once it answers.
  func serve(_ vendors: Vendors) async throws -> PseudoTerminal {
    let engine = try open("serve", "--config", vendors.configuration, with: key)
    try await Eventually.holds("an engine that answers") { try await run("status").code != 70 }
    return engine
  }

  /// `sitrep demo` on a drill of the test's own.
  func demo(
    _ drill: Drill, columns: Int = 120, rows: Int = 36, with extra: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let file = try directory.write(drill.yaml, to: "drill.yaml")
    return try open("demo", file, columns: columns, rows: rows, with: extra)
  }

  /// The one process that runs this command, as soon as there is just one.
  func process(running command: String) async throws -> RunningProcess {
    try await Eventually.gives("one sitrep \(command)", seen: { "\(self.processes)" }) {
      let found = processes(running: command)
      return found.count == 1 ? found[0] : nil
    }
  }
}
