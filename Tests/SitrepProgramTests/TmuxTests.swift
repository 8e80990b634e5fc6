import SitrepTestKit
import Testing

extension ProgramTests {
  /// In a real tmux, under a real shell.
  @Suite struct InTmux {
    private func start(_ home: Home, _ drill: Drill) async throws -> Tmux {
      let file = try home.directory.write(drill.yaml, to: "drill.yaml")
      let environment = home.environment.merging(["SITREP": BuiltProgram.sitrep, "DRILL": file]) { $1 }
      let tmux = try await Tmux(
        in: home.directory, command: "bash --norc --noprofile -i", environment: environment)
      try await tmux.send("PS1='shell> '", "Enter")
      try await tmux.wait(for: "shell> ")
      try await tmux.send("\"$SITREP\" demo \"$DRILL\"", "Enter")
      return tmux
    }

    @Test func `an incident is lived through in a pane`() async throws {
      let home = try Home()
      let tmux = try await start(home, .outage)
      try await tmux.wait(for: "P1 ✖ ANTHROPIC FAILING")
      try await tmux.wait(for: "┌ 7 Timeline ─")
      #expect(try await tmux.isAlternateScreen())
      try await tmux.send("a")
      try await tmux.wait(for: "initials or name")
      try await tmux.send("C-u", "x", "y", "Enter")
      try await tmux.wait(for: "▸ xy INC-1 acknowledged")
      try await tmux.send("p")
      try await tmux.wait(for: "# DRILL · INC-1")
      try await tmux.send("Escape")
      try await tmux.resize(columns: 80, rows: 24)
      try await Eventually.holds("panels in 80 columns") {
        let rows = try await tmux.capture().split(separator: "\n")
        return rows.allSatisfy { $0.count <= 80 } && rows.contains { $0.contains("3 Breakers") }
      }
      try await tmux.send("q")
      try await tmux.wait(for: "shell> ")
      #expect(try await !tmux.isAlternateScreen())
      await tmux.stop()
      try await home.waitUntilEmpty()
    }

    @Test func `Ctrl-z goes to the shell and fg comes back`() async throws {
      let home = try Home()
      let tmux = try await start(home, .still)
      try await tmux.wait(for: "all 28 series ok")
      let dashboard = try await home.process(running: "demo")
      for _ in 0..<2 {
        try await tmux.send("C-z")
        try await tmux.wait(for: "Stopped")
        #expect(try await !tmux.isAlternateScreen())
        #expect(dashboard.state == "T")
        try await tmux.send("clear", "Enter")
        try await tmux.send("fg", "Enter")
        // tmux shows a frame while it is drawn: each part is waited for.
        try await tmux.wait(for: "all 28 series ok")
        try await tmux.wait(for: "┌ 3 Breakers ─")
        #expect(try await tmux.isAlternateScreen())
      }
      try await tmux.send("q")
      try await tmux.wait(for: "shell> ")
      await tmux.stop()
      try await home.waitUntilEmpty()
    }
  }
}
