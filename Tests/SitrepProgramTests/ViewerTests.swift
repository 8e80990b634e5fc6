import Glibc
import SitrepTestKit
import Testing

extension ProgramTests {
  /// One way to see, one way to act, for one person or two; and an engine that may die.
  @Suite struct Viewers {
    @Test func `a second terminal sees the demo, and what is done in one is seen in the other`() async throws
    {
      let home = try Home()
      let first = try home.demo(.still)
      try await first.waitForCalm()
      let second = try home.open("watch")
      let screen = try await second.waitForCalm()
      #expect(screen.rows[0].hasSuffix("DRILL"))

      second.send("n")
      try await second.arm(as: "cd")
      try await second.wait(for: "note: ")
      second.send("seen from the other side\r")
      try await first.waitForTimeline("▸ cd seen from the other side")
      first.send("n")
      try await first.arm(as: "ab")
      try await first.wait(for: "note: ")
      first.send("and back again\r")
      try await second.waitForTimeline("▸ ab and back again")

      second.send("q")
      #expect(try await second.waitForExit() == 0)
      try await first.waitForCalm()
      first.send("q")
      #expect(try await first.waitForExit() == 0)
      try await home.waitUntilEmpty()
    }

    @Test func `leaving both screens and coming back misses nothing`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.outage)
      let engine = try await home.serve(vendors)
      let screens = try (0..<2).map { _ in try watch(home, vendors) }
      for screen in screens { try await screen.wait(for: "1 Status pages") }
      for screen in screens {
        screen.send("q")
        #expect(try await screen.waitForExit() == 0)
        #expect(screen.snapshot.contains("detached; the engine goes on"))
      }
      try await Eventually.holds("an incident that nobody watched") {
        try await home.status().incident?.id == "INC-1"
      }
      let back = try watch(home, vendors)
      try await back.waitForOutage()
      try await back.waitForTimeline("INC-1 opened, P1: anthropic failing")
      #expect(try await home.answer("stop").hasPrefix("stopped the engine"))
      #expect(try await engine.waitForExit() == 0)
      try await back.waitForExit()
      #expect(!back.snapshot.isAlternateScreen)
    }

    @Test func `a demo outlives the death of its engine`() async throws {
      let home = try Home()
      let terminal = try home.demo(.outage)
      let second = try await watchingAlong(home, terminal)
      terminal.send("n")
      try await terminal.arm(as: "ab")
      try await terminal.wait(for: "note: ")
      terminal.send("before the crash\r")
      try await terminal.waitForTimeline("▸ ab before the crash")
      let before = try await home.status(of: Home.demoState).incident
      let old = try await home.process(running: "serve")
      old.signal(SIGKILL)
      for screen in [terminal, second] { try await screen.wait(for: "ENGINE GONE") }
      for screen in [terminal, second] {
        try await screen.waitForOutage()
        try await screen.waitForTimeline("started after it ended without a word")
      }
      let after = try await home.status(of: Home.demoState)
      #expect(after.incident?.id == "INC-1")
      #expect(after.incident?.openedAt == before?.openedAt)
      #expect(try await home.process(running: "serve") != old)
      let told = try await home.answer("timeline", "INC-1", "--state", home.directory.file(Home.demoState))
      #expect(told.contains("before the crash"))
      #expect(told.contains("INC-1 opened, P1"))
      terminal.send("q")
      #expect(try await terminal.waitForExit() == 0)
      second.send("q")
      try await home.waitUntilEmpty()
    }

    @Test func `an engine killed and served again has its incident, its pin and its clocks`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.outage)
      let engine = try await home.serve(vendors)
      let viewer = try watch(home, vendors, "--read-only")
      try await viewer.wait(for: "✖ anthropic OPEN")
      try await home.act("pin", "vertex", in: Home.state)
      try await home.act("acknowledge", "INC-1", in: Home.state)
      let before = try await home.status()
      engine.signal(SIGKILL)
      try await engine.waitForExit()
      try await viewer.wait(for: "ENGINE GONE")
      let again = try await home.serve(vendors)
      try await viewer.waitForOutage()
      let after = try await home.status()
      #expect(after.incident == before.incident)
      #expect(after.incident?.acknowledgedBy == "zz")
      #expect(after.route.pinned == "vertex")
      #expect(after.breaker("anthropic") != "closed")
      #expect(try await home.answer("verify").contains("chain unbroken"))
      viewer.send("q")
      again.signal(SIGTERM)
      #expect(try await again.waitForExit() == 0)
    }

    private func watch(_ home: Home, _ vendors: Home.Vendors, _ option: String...) throws -> PseudoTerminal {
      let arguments = ["watch", "--config", vendors.configuration] + option
      return try PseudoTerminal(
        BuiltProgram.sitrep, arguments, environment: home.environment.merging(home.key) { $1 })
    }

    private func watchingAlong(_ home: Home, _ terminal: PseudoTerminal) async throws -> PseudoTerminal {
      try await terminal.wait(for: "DRILL")
      let second = try home.open()
      for screen in [terminal, second] { try await screen.waitForOutage() }
      return second
    }
  }
}
