import FoundationEssentials
import Glibc
import SitrepTestKit
import Testing

extension CommandTests {
  /// The commands that ask an engine, or its journal when none runs.
  @Suite struct Engine {
    @Test func `an incident is followed from the shell, with an engine and without`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.outage)
      let engine = try await home.serve(vendors)
      try await Eventually.holds("INC-1") {
        try await home.status().incident?.id == "INC-1"
      }
      try await actFromTheShell(home)
      let running = try await readTheIncident(home)
      #expect(try await home.run("status").code == 2)
      #expect(try await home.answer("stop").hasPrefix("stopped the engine of "))
      #expect(try await engine.waitForExit() == 0)

      let stopped = try await readTheIncident(home)
      #expect(stopped.starts(with: running))
      #expect(try await home.answer("verify").contains("chain unbroken"))
      let tuned = try await home.answer("tune")
      #expect(tuned.contains("too little for a rate"), "\(tuned)")
      #expect(tuned.contains("severity.error_rate") && tuned.contains("in force"), "\(tuned)")
      #expect(try await home.answer("tune", "--json").contains("\"rule\" : \"latencyStep\""))
      let levels = try await home.answer("objectives")
      #expect(levels.hasPrefix("anthropic ") && levels.contains("minutes: "), "\(levels)")
      for command in ["status", "stop"] {
        let refused = try await home.run(command)
        #expect(refused.code == 70 && refused.output.isEmpty)
        #expect(refused.errors.contains("no engine serves"))
      }
      vendors.terminal.signal(SIGTERM)
      #expect(try await vendors.terminal.waitForExit() == 0)
    }

    private func actFromTheShell(_ home: Home) async throws {
      let preview = try await home.answer("act", "pin", "vertex", "--preview")
      #expect(preview.contains("→ vertex, pinned"))
      #expect(try await home.status().route.pinned == nil)
      let note = try await home.answer("act", "note", "--reason", "told by the shell", "--as", "sh")
      #expect(note.hasPrefix("E") && note.hasSuffix(" told by the shell\n"))
      _ = try await home.answer("act", "acknowledge", "--as", "sh")
      _ = try await home.answer("act", "pin", "vertex", "--for", "10m", "--as", "sh")
      #expect(try await home.status().route.pinned == "vertex")
      _ = try await home.answer("act", "undo", "--as", "sh")
      #expect(try await home.status().route.pinned == nil)
      let late = try await home.run("act", "acknowledge")
      #expect(late.code == 70)
      #expect(late.errors == "sitrep: refused: INC-1 was acknowledged by sh\n")
    }

    /// Gives the timeline's lines.
    private func readTheIncident(_ home: Home) async throws -> [Substring] {
      let list = try await home.answer("incidents")
      #expect(list.hasPrefix("INC-1  P1  "))
      let incidents = try JSONDecoder().decode(
        [StatusAnswer.IncidentAnswer].self, from: Data(try await home.answer("incidents", "--json").utf8))
      #expect(incidents.map(\.id) == ["INC-1"])
      #expect(incidents[0].acknowledgedBy == "sh")
      let table = try await home.answer("timeline", "INC-1", "--md")
      #expect(table.hasPrefix("| time | source | event | id |\n| --- | --- | --- | --- |\n"))
      #expect(table.contains("| sh | told by the shell | E"))
      let document = try await home.answer("postmortem", "-o", "-")
      #expect(document.hasPrefix("# INC-1: anthropic failing"))
      #expect(document.contains("told by the shell"))
      let path = try await home.answer("postmortem")
      #expect(path == home.directory.file("\(Home.state)/postmortems/INC-1.md") + "\n")
      return try await home.answer("timeline").split(separator: "\n")
    }

    @Test func `a second engine for one journal is refused by the first one's pid`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let engine = try await home.serve(vendors)
      let second = try await home.run("serve", "--config", vendors.configuration, with: home.key)
      #expect(second.code == 70)
      #expect(second.errors.contains("an engine serves "))
      #expect(second.errors.contains("pid \(engine.processID)"))
      engine.signal(SIGTERM)
      #expect(try await engine.waitForExit() == 0)
      try await Eventually.holds("no socket") { !home.directory.has("\(Home.state)/attach.sock") }
    }
  }
}
