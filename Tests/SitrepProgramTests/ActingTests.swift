import Glibc
import SitrepTestKit
import Testing

extension ProgramTests {
  /// Acts on a calm day: nothing but the person changes the world.
  @Suite struct Acting {
    @Test func `the first frame has live panels`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      try await terminal.wait(for: "DRILL")
      let screen = try await terminal.waitForCalm()
      #expect(screen.rows[0].hasPrefix("OK ● all 28 series ok"))
      for title in [
        "1 Status pages", "2 Probes", "3 Breakers", "4 Rate limits", "5 Objectives", "6 Triage", "7 Timeline",
      ] {
        #expect(screen.contains("┌ \(title) ─"), "\(title)")
      }
      for series in ["anthropic haiku", "anthropic opus", "bedrock   haiku", "vertex    haiku"] {
        #expect(screen.contains("● \(series)"), "\(series)")
      }
      for text in [
        "● Claude", "● anthropic closed", "anthropic haiku", "all 4 limits: 100% left",
        "? bedrock   unknown: no headers",
        "probes every 500ms", "gateway obeys generation",
      ] {
        #expect(screen.contains(text), "\(text)")
      }
      #expect(screen.cell(of: "OK")?.foreground != .standard)
      try await terminal.wait(for: "route anthropic, confirmed by 1 of 1")
    }

    @Test func `a breaker is tripped, and the trip undone, by whoever is armed`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      try await terminal.waitForCalm()
      terminal.send("t")
      try await terminal.arm(as: "ab")
      try await terminal.wait(for: "▸ trip anthropic  closed")
      terminal.send("\r")
      try await terminal.wait(for: "End with \"for 15m\"")
      terminal.send("error budget for 15m\r")
      let preview = try await terminal.wait(for: "confirms,")
      for line in [
        "anthropic: closed → FORCED OPEN", "to bedrock", "headroom on bedrock unknown",
        "prompt caches on bedrock start cold", "reason: error budget", "for 15m",
      ] {
        #expect(preview.contains(line), "\(line)")
      }
      terminal.send("\r")
      try await terminal.waitForTimeline("▸ ab breaker anthropic forced open: error budget")
      try await terminal.wait(for: "anthropic FORCED OPEN by ab")
      try await terminal.wait(for: "route bedrock, confirmed by 1 of 1")

      terminal.send("u")
      try await terminal.wait(for: "▸ ab: breaker anthropic forced open")
      terminal.send("\r")
      let undo = try await terminal.wait(for: "confirms,")
      #expect(undo.contains("anthropic: FORCED OPEN → decided by evidence"))
      terminal.send("\r")
      try await terminal.waitForTimeline("breaker anthropic back to evidence")
      try await terminal.wait(for: "● anthropic closed")

      terminal.send("n")
      try await terminal.wait(for: "note: ")
      terminal.send("pager of the desk is mute\r")
      try await terminal.waitForTimeline("▸ ab pager of the desk is mute")
      terminal.send("u")
      try await terminal.wait(for: "undo: nothing to undo")
    }

    @Test func `Esc leaves an act at every step with nothing done`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      try await terminal.waitForCalm()
      for step in 0..<4 {
        terminal.send("t")
        if step == 0 { try await terminal.wait(for: "initials or name") }
        if step == 1 { try await terminal.arm(as: "ab") }
        if step >= 1 { try await terminal.wait(for: "▸ trip anthropic") }
        if step >= 2 {
          terminal.send("\r")
          try await terminal.wait(for: "Enter alone leaves it out")
        }
        if step >= 3 {
          terminal.send("\r")
          try await terminal.wait(for: "confirms,")
        }
        terminal.send("\u{1B}")
        try await terminal.wait(for: "no overlay") { !$0.contains("┏") }
      }
      let status = try await home.status(of: Home.demoState)
      #expect(status.platforms.allSatisfy { $0.breaker == "closed" })
    }

    @Test func `a confirmation is void when the state changed under it`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still)
      try await terminal.waitForCalm()
      terminal.send("t")
      try await terminal.arm(as: "ab")
      try await terminal.wait(for: "▸ trip anthropic")
      terminal.send("\r")
      try await terminal.wait(for: "Enter alone leaves it out")
      terminal.send("\r")
      try await terminal.wait(for: "confirms,")
      try await home.act("trip", "bedrock", in: Home.demoState)
      try await terminal.wait(for: "changed under you: read it again")
      terminal.send("\r")
      try await terminal.wait(for: "confirms,")
      var status = try await home.status(of: Home.demoState)
      #expect(status.breaker("bedrock") == "forcedOpen")
      #expect(status.breaker("anthropic") == "closed")

      // What was confirmed on an old picture is refused also when the new one comes too late to be seen.
      terminal.signal(SIGSTOP)
      terminal.send("\r")
      try await home.act("reset", "bedrock", in: Home.demoState)
      terminal.signal(SIGCONT)
      try await terminal.wait(for: "a refusal") { screen in
        screen.contains("changed under you") || screen.contains("the state changed since you looked")
      }
      status = try await home.status(of: Home.demoState)
      #expect(status.breaker("bedrock") == "closed")
      #expect(status.breaker("anthropic") == "closed")
    }
  }
}
