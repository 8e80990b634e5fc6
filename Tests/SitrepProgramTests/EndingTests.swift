import Glibc
import SitrepTestKit
import Testing

extension ProgramTests {
  /// Every way out leaves the terminal as it was and no process behind.
  @Suite struct Endings {
    /// Starts a demo from a shell that tells afterwards what it found.
    private func start(_ home: Home) async throws -> PseudoTerminal {
      let file = try home.directory.write(Drill.still.yaml, to: "drill.yaml")
      let terminal = try home.openShell(
        "\"$SITREP\" demo \"$DRILL\"; echo \"ended $?\"; stty -a; read line; echo \"read $line\"",
        with: ["DRILL": file])
      try await terminal.waitForCalm()
      return terminal
    }

    private func expectRestored(_ terminal: PseudoTerminal, code: Int) async throws {
      let shell = try await terminal.wait(for: "ended \(code)")
      #expect(!shell.isAlternateScreen)
      #expect(shell.isCursorVisible)
      let told = try await terminal.wait(for: "echoctl").text
      let settings = Set(told.split(whereSeparator: \.isWhitespace))
      #expect(settings.isSuperset(of: ["icanon", "isig", "echo", "icrnl", "ixon", "opost", "onlcr"]))
      terminal.send("typed\r")
      try await terminal.wait(for: "read typed")
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func `a signal ends the dashboard and its demo`(signal: Int32) async throws {
      let home = try Home()
      let terminal = try await start(home)
      try await home.process(running: "demo").signal(signal)
      try await expectRestored(terminal, code: 0)
      try await home.waitUntilEmpty()
    }

    @Test(arguments: ["q", "\u{3}\u{3}"])
    func `a key ends the dashboard and its demo`(key: String) async throws {
      let home = try Home()
      let terminal = try await start(home)
      terminal.send(key)
      try await expectRestored(terminal, code: 0)
      try await home.waitUntilEmpty()
    }

    @Test(arguments: [SIGSEGV, SIGABRT])
    func `a crash gives the terminal back`(signal: Int32) async throws {
      let home = try Home()
      let terminal = try await start(home)
      try await home.process(running: "demo").signal(signal)
      try await expectRestored(terminal, code: 128 + Int(signal))
      try await home.waitUntilEmpty()
    }

    @Test func `a killed dashboard takes its demo along`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      try await terminal.waitForCalm()
      terminal.signal(SIGKILL)
      try await home.waitUntilEmpty()
    }

    @Test func `a closed terminal ends the dashboard and not the engine`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let engine = try await home.serve(vendors)
      let lost = try home.open("watch", "--config", vendors.configuration, with: home.key)
      try await lost.waitForCalm()
      let dashboard = try await home.process(running: "watch")
      lost.hangUp()
      try await lost.waitForExit()
      #expect(!home.processes.contains(dashboard))
      #expect(try await home.status().mode == "live")
      engine.signal(SIGTERM)
      vendors.terminal.signal(SIGTERM)
      #expect(try await engine.waitForExit() == 0)
      #expect(try await vendors.terminal.waitForExit() == 0)
      try await home.waitUntilEmpty()
    }

    @Test func `Ctrl-z without a shell to go to only draws again`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      let before = try await terminal.waitForCalm().bytesReceived
      terminal.send("\u{1A}")
      try await terminal.wait(for: "a new picture") { screen in
        screen.bytesReceived > before + 2000 && screen.isAlternateScreen
          && screen.contains("all 28 series ok")
      }
      terminal.send("q")
      #expect(try await terminal.waitForExit() == 0)
      try await home.waitUntilEmpty()
    }

    @Test func `a demo whose terminal is closed leaves nothing behind`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      try await terminal.waitForCalm()
      terminal.hangUp()
      try await terminal.waitForExit()
      try await home.waitUntilEmpty()
    }

    @Test func `an engine started by a dashboard stays until it is stopped`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let first = try home.open("watch", "--config", vendors.configuration, with: home.key)
      try await first.waitForCalm()
      first.send("q")
      #expect(try await first.waitForExit() == 0)
      #expect(first.snapshot.contains("detached; the engine goes on"))
      let engine = try await home.process(running: "serve")
      #expect(engine.arguments.contains("--linger"))
      let second = try home.open("watch", "--config", vendors.configuration, with: home.key)
      try await second.waitForCalm()
      #expect(home.processes(running: "serve") == [engine])
      _ = try await home.answer("stop")
      try await second.waitForExit()
      #expect(!second.snapshot.isAlternateScreen)
      try await Eventually.holds("no engine") { home.processes(running: "serve").isEmpty }
      #expect(try await home.run("stop").code == 70)
    }
  }
}
