import Glibc
import SitrepTestKit
import Testing

extension CommandTests {
  /// The journal of an engine that is killed again and again while people write to it.
  @Suite struct KilledEngine {
    private static let rounds = 50

    @Test func `nothing acknowledged is lost in fifty kills at random moments`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      var luck = Luck()
      print("kills at random moments: \(luck)")
      try await declare(home, vendors)
      var told: [String] = []
      for round in 1...Self.rounds {
        let acknowledged = try await writeUntilKilled(home, vendors, round, &luck)
        let report = try await home.run("verify")
        #expect(report.code == 0 && report.output.contains("chain unbroken"), "round \(round), \(luck)")
        let lines = try await timeline(home)
        #expect(lines.starts(with: told), "round \(round), \(luck): the fold before is not part of this one")
        expectAll(acknowledged, in: lines, "round \(round), \(luck)")
        told = lines
      }
      #expect(told.count { $0.contains("after it ended without a word") } == Self.rounds - 1)
      #expect(try await home.answer("incidents").split(separator: "\n").count == 1)
      vendors.terminal.signal(SIGTERM)
    }

    /// An incident that never ends, so that there is a timeline to read.
    private func declare(_ home: Home, _ vendors: Home.Vendors) async throws {
      let engine = try await home.serve(vendors)
      _ = try await home.answer("act", "declare", "P3", "--reason", "a long night", "--as", "ab")
      engine.signal(SIGTERM)
      #expect(try await engine.waitForExit() == 0)
    }

    /// The notes that the engine confirmed before it was killed, each with its event.
    private func writeUntilKilled(
      _ home: Home, _ vendors: Home.Vendors, _ round: Int, _ luck: inout Luck
    ) async throws -> [Substring] {
      let engine = try home.open("serve", "--config", vendors.configuration, with: home.key)
      let answers = "answers-\(round)"
      let writer = try home.openShell(
        """
        until "$SITREP" act note --reason 'first of round \(round)' >>"$ANSWERS" 2>"$ERRORS"; do :; done
        while "$SITREP" act note --reason "note $((i = i + 1)) of round \(round)" >>"$ANSWERS" 2>"$ERRORS"
        do :; done
        """, with: ["ANSWERS": home.directory.file(answers), "ERRORS": home.directory.file("refusals")])
      let count = Int.random(in: 1...3, using: &luck)
      try await Eventually.holds("\(count) confirmed notes") {
        home.directory.read(answers).count { $0 == "\n" } >= count
      }
      // Not a wait for something: the moment of the kill is the test's input.
      try await Task.sleep(for: .microseconds(Int.random(in: 0...40_000, using: &luck)))
      engine.signal(SIGKILL)
      try await engine.waitForExit()
      try await writer.waitForExit()
      return home.directory.read(answers).split(separator: "\n")
    }

    private func timeline(_ home: Home) async throws -> [String] {
      try await home.answer("timeline", "INC-1").split(separator: "\n").map(String.init)
    }

    /// "E41 note 2 of round 7" was answered; the timeline has that text with that event, once.
    private func expectAll(_ answers: [Substring], in lines: [String], _ comment: String) {
      #expect(!answers.isEmpty, "\(comment)")
      for answer in answers {
        let parts = answer.split(separator: " ", maxSplits: 1)
        let found = lines.filter { $0.hasSuffix("  \(parts[1])  \(parts[0])") }
        #expect(found.count == 1, "\(comment): \(answer)")
      }
    }
  }
}
