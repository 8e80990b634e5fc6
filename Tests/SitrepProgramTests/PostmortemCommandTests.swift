import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepTestKit
import Testing

extension CommandTests {
  /// Postmortem, review and export, on a journal that no engine serves.
  @Suite struct Postmortem {
    private static let start = Instant(seconds: 1_795_226_400)
    private static let series = SeriesID(
      platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5"))

    /// An incident of a minute, a late note and an action item.
    private static var events: [Event] {
      var events: [Event] = []
      func add(_ seconds: Int64, _ source: Event.Source, _ body: EventBody, by actor: String? = nil) {
        events.append(
          Event(
            sequence: Int64(events.count + 1), at: start + .seconds(seconds), source: source,
            actor: actor.map { Operator($0) }, body: body))
      }
      add(
        0, .engine,
        .settingsAdopted(
          Settings(mode: .live, probes: [ProbePlan(series: series)], feeds: [], route: [.anthropic])))
      for second in stride(from: Int64(10), to: 100, by: 10) {
        add(
          second, .probe,
          .observed(
            Observation(
              series: series, purpose: .scheduled, startedAt: start + .seconds(second),
              phases: Phases(total: .milliseconds(700)), outcome: second < 40 ? .ok : .failed(.overload),
              status: second < 40 ? 200 : 529, requestID: CleanText("req_\(second)"))))
      }
      add(
        100, .policy,
        .incidentOpened(
          Incident(
            number: 1, title: "anthropic failing", severity: .p1, severityReason: "6 of 6",
            platforms: [.anthropic], series: [series], impactAfter: start + .seconds(30),
            impactBefore: start + .seconds(40), openedAt: start, openedBySequence: 0)))
      add(200, .policy, .incidentChanged(IncidentChange(number: 1, change: .resolved, reason: "quiet")))
      add(
        40_000, .person,
        .noteAdded(Note(text: "the proxy was slow", about: start + .seconds(20), incident: 1)),
        by: "kim")
      add(
        40_010, .person,
        .itemPinned(
          ActionItem(incident: 1, text: "watch the proxy", owner: Operator("kim"), due: nil, about: 5)),
        by: "kim")
      return events
    }

    private func home() async throws -> Home {
      let home = try Home()
      try SafeFile.makeDirectory(home.directory.file(Home.state))
      let journal = try SQLiteJournal(file: home.directory.file("\(Home.state)/journal.db"))
      try await journal.append(Self.events, durable: true)
      return home
    }

    @Test func `a late note stands at its time, with the time it was entered`() async throws {
      let home = try await home()
      let document = try await home.answer("postmortem", "-o", "-")
      #expect(
        document.contains("| 02:00:20Z | person | kim | the proxy was slow (entered 13:06:40Z) | E13 |"))
      #expect(document.contains("- [ ] watch the proxy · owner: kim · due: TODO (E14, pinned from E5)"))
      let lines = try await home.answer("timeline").split(separator: "\n")
      let note = try #require(lines.firstIndex { $0.contains("the proxy was slow") })
      #expect(
        lines[note].hasPrefix("2026-11-21T02:00:20Z  kim  the proxy was slow (02:00:20Z, entered 13:06:40Z)"))
      #expect(lines[note + 1].contains("failed: 529"))
    }

    @Test func `a tick that a person set is kept, and what they wrote`() async throws {
      let home = try await home()
      let path = try await home.answer("postmortem").dropLast()
      let text = try String(contentsOfFile: String(path), encoding: .utf8)
      let edited = text.replacing("- [ ] watch", with: "- [x] watch").replacing(
        "TODO: what caused it", with: "Why:")
      _ = try home.directory.write(edited, to: "\(Home.state)/postmortems/INC-1.md")
      _ = try await home.answer("postmortem")
      #expect(home.directory.read("\(Home.state)/postmortems/INC-1.md") == edited)
    }

    @Test func `a document that is open in an editor is drafted and the person told`() async throws {
      let home = try await home()
      _ = try await home.answer("postmortem")
      _ = try home.directory.write("x", to: "\(Home.state)/postmortems/.INC-1.md.swp")
      let outcome = try await home.run("postmortem")
      #expect(outcome.code == 0)
      #expect(outcome.errors.contains("is open in an editor"))
    }

    @Test func `a review says line, column, rule and what to write, and ends with 1`() async throws {
      let home = try await home()
      let path = String(try await home.answer("postmortem").dropLast())
      #expect(try await home.run("postmortem", "--check", path).code == 0)
      #expect(try await home.run("postmortem", "--check", path, "--final").code == 1)
      let bad = try home.directory.write("# T\n\nThe deploy would have helped.\n", to: "bad.md")
      let outcome = try await home.run("postmortem", "--check", bad, "--json")
      #expect(outcome.code == 1)
      struct Answer: Decodable {
        struct Finding: Decodable {
          var line: Int
          var column: Int
          var rule: String
        }
        var final: Bool
        var findings: [Finding]
      }
      let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
      #expect(!answer.final)
      let found = try #require(answer.findings.first { $0.rule == "counterfactual" })
      #expect(found.line == 3 && found.column == 12)
      let text = try await home.run("postmortem", "--check", bad)
      #expect(text.output.contains("\(bad):3:12: warning: “would have” tells what did not happen"))
      #expect(try await home.run("postmortem", "--check", "/nonesuch").code == 70)
      #expect(try await home.run("postmortem", "--final").code == 64)
    }

    @Test func `a template of one's own is used and a wrong one is refused with its place`() async throws {
      let home = try await home()
      try SafeFile.makeDirectory(home.directory.file("config/sitrep"))
      _ = try home.directory.write("postmortem:\n  template: own.md\n", to: "config/sitrep/config.yaml")
      _ = try home.directory.write("# Ours: {{title}}\n\n{{timeline}}\n", to: "config/sitrep/own.md")
      #expect(try await home.answer("postmortem", "-o", "-").hasPrefix("# Ours: INC-1: anthropic failing\n"))
      _ = try home.directory.write("# Ours\n\n  {{tmeline}}\n", to: "config/sitrep/own.md")
      for command in [["postmortem", "-o", "-"], ["config", "check"]] {
        let outcome = try await home.run(command)
        #expect(outcome.code == 64)
        #expect(
          outcome.errors.contains("own.md:3:3: there is no slot {{tmeline}}; did you mean {{timeline}}?"))
      }
      #expect(try await home.answer("postmortem", "--slots").contains("  {{timeline}}"))
    }

    @Test func `an export is written once, redacted, and unpacks`() async throws {
      let home = try await home()
      let path = home.directory.file("out.tar.gz")
      let patterns = try home.directory.write("# ours\nprox.\n", to: "patterns")
      #expect(try await home.answer("export", "INC-1", "-o", path, "--redact", patterns) == "\(path)\n")
      let again = try await home.run("export", "-o", path)
      #expect(again.code == 70)
      #expect(again.errors.contains("is there already; --force replaces it"))
      let list = try await Command.run(
        "/bin/tar", ["--warning=no-timestamp", "-xzvf", path, "-C", home.directory.path])
      #expect(
        Set(list.output.split(separator: "\n")) == [
          "INC-1/README.md", "INC-1/INC-1.md", "INC-1/events.jsonl", "INC-1/chain.jsonl",
          "INC-1/request-ids.txt", "INC-1/summary.json", "INC-1/manifest.json",
        ])
      #expect(home.directory.read("INC-1/events.jsonl").contains("the [redacted:pattern-1] was slow"))
      #expect(!home.directory.read("INC-1/INC-1.md").contains("proxy"))
      #expect(try await home.run("export", "-o", path, "--force").code == 0)
      let wrong = try home.directory.write("ok\n(\n", to: "wrong")
      let refused = try await home.run("export", "-o", path, "--redact", wrong)
      #expect(refused.code == 64)
      #expect(refused.errors.contains("wrong:2:1: not a regular expression"))
    }

    @Test(arguments: [
      (["act", "ack", "--at", "02:07"], "there is no action “ack”"),
      (["act", "lead", "--at", "02:07"], "--at belongs to a note"),
      (["act", "note", "--at", "soon"], "--at soon: expected a time in UTC"),
      (["act", "note", "--owner", "kim"], "--owner and --due belong to an action item"),
      (["act", "item", "--owner", "two words"], "--owner two words: expected one word"),
      (["postmortem", "INC-1", "--check", "x"], "--check reviews a file; it takes no incident"),
    ])
    func `options that do not belong together are refused`(arguments: [String], sentence: String) async throws
    {
      let outcome = try await (try Home()).run(arguments)
      #expect(outcome.code == 64)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
  }
}
