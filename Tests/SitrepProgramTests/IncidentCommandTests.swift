import FoundationEssentials
import Glibc
import SitrepTestKit
import Testing

extension CommandTests {
  /// What a war room does to incidents, from the shell.
  @Suite struct Incidents {
    @Test func `incidents are declared, shared out, promised, merged and closed`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let engine = try await home.serve(vendors)
      _ = try await act(home, "declare", "P3", "--reason", "odd answers")
      _ = try await act(home, "declare", "P2", "--reason", "checkout fails")
      #expect(try await home.status().incident?.id == "INC-2")
      #expect(try await act(home, "role", "ops").contains("INC-2 ops: nobody → ab"))
      #expect(try await act(home, "handover", "ops", "--reason", "cd").contains("INC-2 ops: ab → cd"))
      #expect(try await act(home, "due", "--for", "20m", "--incident", "1").contains("INC-1 next update due"))
      let open = try #require(try await home.status().incident)
      #expect(open.roles == ["lead": "ab", "ops": "cd"])
      #expect(open.nextUpdateDue != nil)

      let preview = try await home.answer("act", "merge", "INC-1", "INC-2", "--preview")
      #expect(preview.contains("INC-1 closes and points to INC-2"))
      #expect(
        try await act(home, "merge", "INC-1", "INC-2", "--reason", "same").hasSuffix(
          "INC-1 merged into INC-2: same\n"))
      #expect(try await act(home, "resolve", "--reason", "fixed").hasSuffix("INC-2 resolved: fixed\n"))
      let late = try await home.run("act", "reopen", "INC-1", "--reason", "why")
      #expect(late.code == 70)
      #expect(late.errors.contains("INC-1 was merged into INC-2"))
      let list = try JSONDecoder().decode(
        [StatusAnswer.IncidentAnswer].self, from: Data(try await home.answer("incidents", "--json").utf8))
      #expect(list.map(\.mergedInto) == ["INC-2", nil])
      engine.signal(SIGTERM)
      #expect(try await engine.waitForExit() == 0)
    }

    private func act(_ home: Home, _ arguments: String...) async throws -> String {
      let outcome = try await home.run(["act"] + arguments + ["--as", "ab"])
      #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
      return outcome.output
    }
  }
}
