import SitrepTestKit
import Testing

extension ProgramTests {
  /// A drill from its first to its last second, with nobody at the keys.
  @Suite struct Drills {
    @Test func `an outage comes and goes by itself, and traffic with it`() async throws {
      let home = try Home()
      let terminal = try home.open("demo", "quick", rows: 80)
      // Two seconds of calm are too few for every series to have answered.
      try await terminal.wait(for: "series ok") { screen in
        screen.rows.contains { $0.contains("haiku messages") }
      }
      try await terminal.waitForOutage()
      try await terminal.waitForTimeline("route anthropic → bedrock: anthropic breaker open")
      try await terminal.waitForTimeline("page: operational → major outage")
      try await terminal.waitForTimeline("breaker anthropic/haiku half-open → closed")
      try await terminal.waitForTimeline("route bedrock → anthropic")
      try await terminal.waitForTimeline("page: major outage → operational")
      try await terminal.waitForTimeline("INC-1 resolved")
      let calm = try await terminal.wait(for: "a calm first line") { screen in
        screen.rows[0].contains("all 28 series ok") && !screen.rows[0].contains("INC-1")
      }
      #expect(calm.rows[0].contains("via anthropic"))
      terminal.send("q")
      #expect(try await terminal.waitForExit() == 0)
      #expect(terminal.snapshot.contains("the demo is over"))
      try await home.waitUntilEmpty()
    }

    @Test func `a second demo joins the first, and ends without it`() async throws {
      let home = try Home()
      let first = try home.demo(.still)
      try await first.waitForCalm()
      let second = try home.demo(.still)
      try await second.waitForCalm()
      #expect(home.processes(running: "serve").count == 1)
      second.send("q")
      #expect(try await second.waitForExit() == 0)
      #expect(second.snapshot.contains("detached; the demo ends with the dashboard"))
      try await first.waitForCalm()
      let third = try home.open("watch", "--read-only")
      let screen = try await third.waitForCalm()
      #expect(screen.rows[0].hasSuffix("READ-ONLY"))
      third.send("t")
      try await third.wait(for: "read-only: started with --read-only")
      first.send("q")
      #expect(try await first.waitForExit() == 0)
      try await third.waitForExit()
      #expect(!third.snapshot.isAlternateScreen)
      try await home.waitUntilEmpty()
    }
  }
}
