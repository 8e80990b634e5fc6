import SitrepTestKit
import Testing

extension ProgramTests {
  /// One incident from its first failed probe to its postmortem.
  @Suite struct Outage {
    @Test func `an incident is seen, acknowledged, told and written down`() async throws {
      let home = try Home()
      let editor = try home.directory.write("#!/bin/sh\necho 'A human wrote this.' >>\"$1\"\n", to: "editor")
      _ = try await Command.run("/bin/chmod", ["+x", editor])
      let terminal = try home.demo(.outage, with: ["EDITOR": editor])
      try await seeTheOutage(terminal)
      try await answerForIt(terminal)
      try await useTheIncidentMenu(terminal)
      try await writeThePostmortem(terminal, home)
      terminal.send("q")
      #expect(try await terminal.waitForExit() == 0)
    }

    private func seeTheOutage(_ terminal: PseudoTerminal) async throws {
      let first = try await terminal.waitForOutage()
      #expect(first.rows[0].hasPrefix("P1 ✖ ANTHROPIC FAILING"))
      #expect(first.rows[0].contains("ack in 00:"))
      #expect(first.cell(of: "✖")?.foreground != .standard)
      try await terminal.wait(for: "✖ anthropic OPEN")
      try await terminal.wait(for: "route bedrock, confirmed by 1 of 1")
      try await terminal.waitForTimeline("INC-1 opened, P1: anthropic failing")
      try await terminal.waitForTimeline("route anthropic → bedrock: anthropic breaker open: 5 of the last")
      try await terminal.wait(for: "✖ anthropic haiku")
      try await terminal.wait(for: "✖ Claude API")
      try await terminal.wait(for: "posted")
    }

    private func answerForIt(_ terminal: PseudoTerminal) async throws {
      terminal.send("a")
      try await terminal.arm(as: "ab")
      try await terminal.waitForTimeline("▸ ab INC-1 acknowledged")
      try await terminal.wait(for: "no clock for the answer") { !$0.rows[0].contains("ack in") }
      terminal.send("a")
      try await terminal.wait(for: "INC-1 was acknowledged by ab")
    }

    private func useTheIncidentMenu(_ terminal: PseudoTerminal) async throws {
      terminal.send("i")
      let menu = try await terminal.wait(for: "▸ s  change severity")
      #expect(menu.contains("P1 INC-1 "))
      #expect(menu.contains("lead –  ops –  comms –  scribe –"))
      #expect(menu.contains("only INC-1 is open"))
      #expect(menu.contains("no incident is resolved"))
      terminal.send("\u{1B}[B")
      try await terminal.wait(for: "▸ l  take the lead")
      terminal.send("\r")
      try await terminal.waitForTimeline("▸ ab INC-1 lead: nobody → ab")
      terminal.send("i")
      try await terminal.wait(for: "▸ s  change severity")
      terminal.send("s")
      try await terminal.wait(for: "▸ P1")
      terminal.send("\u{1B}[B\r")
      try await terminal.wait(for: "reason: ")
      terminal.send("bedrock carries it\r")
      try await terminal.waitForTimeline("▸ ab INC-1 is P2: bedrock carries it")
    }

    private func writeThePostmortem(_ terminal: PseudoTerminal, _ home: Home) async throws {
      let path = home.directory.file("\(Home.demoState)/postmortems/INC-1.md")
      terminal.send("p")
      let pane = try await terminal.wait(for: "# DRILL · INC-1: anthropic failing")
      #expect(pane.contains(path))
      expectNineParts(home.directory.read("\(Home.demoState)/postmortems/INC-1.md"))

      terminal.send("e")
      try await Eventually.holds("the editor's line") { read(home).contains("A human wrote this.") }
      terminal.send("\u{1B}[F")
      let after = try await terminal.wait(for: "A human wrote this.")
      #expect(after.isAlternateScreen)
      terminal.send("q")
      try await terminal.wait(for: "no overlay") { !$0.contains("┏") }

      terminal.send("n")
      try await terminal.wait(for: "note: ")
      terminal.send("a second draft tells of this\r")
      try await terminal.waitForTimeline("▸ ab a second draft tells of this")
      terminal.send("p")
      try await terminal.wait(for: "# DRILL · INC-1: anthropic failing")
      let second = read(home)
      #expect(second.contains("a second draft tells of this"))
      #expect(second.hasSuffix("A human wrote this.\n"))
      expectNineParts(second)
      terminal.send("q")
      try await terminal.wait(for: "no overlay") { !$0.contains("┏") }
    }

    private func read(_ home: Home) -> String {
      home.directory.read("\(Home.demoState)/postmortems/INC-1.md")
    }

    /// The runbook's order; the first is the title.
    private func expectNineParts(_ document: String) {
      let headings = document.split(separator: "\n").filter { $0.hasPrefix("# ") || $0.hasPrefix("## ") }
      #expect(headings.first?.hasPrefix("# DRILL · INC-1: anthropic failing") == true)
      let parts = [
        "Duration", "Severity", "Impact", "Root cause", "Detection", "Mitigation", "Request ids",
        "Action items", "Timeline",
      ]
      #expect(headings.dropFirst().prefix(9).map { String($0.dropFirst(3)) } == parts)
      #expect(document.contains("- [ ] "))
      #expect(document.contains("| INC-1 acknowledged") || document.contains("INC-1 acknowledged |"))
      #expect(document.contains("req_"))
      #expect(document.contains("TODO"))
    }
  }
}
