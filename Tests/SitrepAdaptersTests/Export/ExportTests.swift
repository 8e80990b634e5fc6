import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepTestKit
import Testing

@Suite struct ExportTests {
  private let directory = TemporaryDirectory()

  private func clean(_ text: String, isJSON: Bool = false, keeping: Set<String> = []) -> (
    String, [String: Int]
  ) {
    var redaction = ExportRedaction(keeping: keeping, home: "/home/kim")
    let bytes = redaction.clean(Array(text.utf8), isJSON: isJSON)
    return (String(decoding: bytes, as: UTF8.self), redaction.counts)
  }

  @Test(arguments: [
    ("key sk-ant-api03-AbCd1234EfGh5678 leaked", "key [redacted:key] leaked"),
    ("AKIAIOSFODNN7EXAMPLE and ya29.a0AfB_byC1234567", "[redacted:key] and [redacted:key]"),
    ("Authorization: Bearer abcdefgh12", "Authorization: [redacted:secret] [redacted:token]"),
    ("bearer abcdefgh12", "bearer [redacted:token]"),
    ("password=hunter22 token: s3cr3tt", "password=[redacted:secret] token: [redacted:secret]"),
    ("mail kim.b@example.co.uk, or @kim", "mail [redacted:email], or @kim"),
    ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "[redacted:key-like]"),
    ("/home/kim/.local/state", "~/.local/state"),
    ("sk-ant-…3fQA stays a fingerprint", "sk-ant-…3fQA stays a fingerprint"),
    ("req_011CSHoEeqs5C35K2UUqR7FyAbCdEf99", "req_011CSHoEeqs5C35K2UUqR7FyAbCdEf99"),
    (
      "us.anthropic.claude-haiku-4-5-20251001-v1:0 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
      "us.anthropic.claude-haiku-4-5-20251001-v1:0 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    ),
  ])
  func `what looks secret goes and what is wanted stays`(text: String, kept: String) {
    #expect(clean(text).0 == kept)
  }

  @Test func `an id that looks like a key is kept when it is asked for`() {
    let id = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f"
    #expect(clean("id \(id)").0 == "id [redacted:key-like]")
    #expect(clean("id \(id)", keeping: [id]).0 == "id \(id)")
  }

  @Test func `JSON stays JSON`() throws {
    let text =
      #"{"a":"line\nkim@example.com \u00e9kim@example.com","password":"hunter22","b":[1,"sk-1234567890abcdef"]}"#
    let (found, counts) = clean(text, isJSON: true)
    #expect(
      found
        == #"{"a":"line\n[redacted:email] \u00e9[redacted:email]","password":"[redacted:secret]","b":[1,"[redacted:key]"]}"#
    )
    #expect(counts == ["email": 2, "secret": 1, "key": 1])
  }

  @Test func `patterns of one's own are applied and counted`() throws {
    var redaction = ExportRedaction(patterns: [try RedactionPattern("proj(ect)?-[a-z]+", number: 1)])
    let text = redaction.clean(Array("see project-apollo and proj-x".utf8), isJSON: false)
    #expect(String(decoding: text, as: UTF8.self) == "see [redacted:pattern-1] and [redacted:pattern-1]")
    let json = redaction.clean(Array(#"{"proj-a":"proj-b","c":"x \" proj-d"}"#.utf8), isJSON: true)
    #expect(String(decoding: json, as: UTF8.self) == #"{"proj-a":"[redacted:pattern-1]","c":"[redacted]"}"#)
    #expect(redaction.counts == ["pattern-1": 4])
    #expect(throws: (any Error).self) { try RedactionPattern("(", number: 2) }
  }

  // MARK: The archive

  private static let start = Instant(seconds: 1_795_226_400)

  private static func series() -> SeriesID {
    SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5"))
  }

  /// A journal with one incident, and the state at its end.
  private func journal(_ mode: Mode = .live) async throws -> (JournalReader, Incident, State) {
    let file = directory.file("journal-\(mode.isDrill).db")
    let journal = try SQLiteJournal(file: file)
    let plan = ProbePlan(series: Self.series())
    var events: [Event] = []
    func add(_ seconds: Int64, _ source: Event.Source, _ body: EventBody, by actor: String? = nil) {
      events.append(
        Event(
          sequence: Int64(events.count + 1), at: Self.start + .seconds(seconds), source: source,
          actor: actor.map { Operator($0) }, body: body))
    }
    add(0, .engine, .settingsAdopted(Settings(mode: mode, probes: [plan], feeds: [], route: [.anthropic])))
    for second in stride(from: Int64(10), to: 100, by: 10) {
      add(
        second, .probe,
        .observed(
          Observation(
            series: plan.series, purpose: .scheduled, startedAt: Self.start + .seconds(second),
            phases: Phases(total: .milliseconds(700)), outcome: second < 40 ? .ok : .failed(.overload),
            status: second < 40 ? 200 : 529, requestID: CleanText("req_\(second)AbCdEf"))))
    }
    add(
      100, .policy,
      .incidentOpened(
        Incident(
          number: 1, title: "anthropic failing", severity: .p1, severityReason: "6 of 6",
          platforms: [.anthropic], series: [plan.series], impactAfter: Self.start + .seconds(30),
          impactBefore: Self.start + .seconds(40), openedAt: Self.start, openedBySequence: 0)))
    add(
      110, .person, .noteAdded(Note(text: "key sk-ant-api03-AbCd1234EfGh5678", about: nil, incident: 1)),
      by: "kim")
    add(200, .policy, .incidentChanged(IncidentChange(number: 1, change: .resolved, reason: "quiet")))
    add(3000, .engine, .engineStopped(EngineStopped(reason: "later")))
    add(
      3600, .person, .noteAdded(Note(text: "told late", about: Self.start + .seconds(50), incident: 1)),
      by: "kim")
    try await journal.append(events, durable: true)
    var state = State()
    for event in events { state.fold(event) }
    return (try JournalReader(file: file), try #require(state.incidents.first), state)
  }

  private func bundle(_ mode: Mode = .live) async throws -> IncidentBundle {
    let (reader, incident, state) = try await journal(mode)
    let events = try await reader.storedStory(of: incident)
    return IncidentBundle(
      incident: incident, state: state, events: events,
      document: PostmortemDocument.render(
        incident: incident, events: events.map(\.event), state: state, now: state.at),
      chain: try await reader.verify(), version: "0")
  }

  /// Unpacks with the system's own tar.
  private func unpack(_ bytes: [UInt8], _ name: String) async throws -> String {
    let place = directory.file(name)
    try SafeFile.makeDirectory(place)
    try SafeFile.write(bytes, to: "\(place).tar.gz")
    let outcome = try await Command.run("/bin/tar", ["-xzf", "\(place).tar.gz", "-C", place])
    #expect(outcome.code == 0, "\(outcome.output)")
    return place
  }

  private func read(_ path: String) throws -> String {
    String(decoding: try SafeFile.read(path, limit: 1 << 20), as: UTF8.self)
  }

  @Test func `a bundle holds document, events, ids, numbers and their proof`() async throws {
    let bundle = try await bundle()
    let place = try await unpack(try bundle.archive(home: "", patterns: []), "out") + "/INC-1"
    let events = try read("\(place)/events.jsonl").split(separator: "\n")
    #expect(events.count == bundle.events.count)
    #expect(!events.contains { $0.contains("engine-stopped") }, "what came after it is not about it")
    #expect(events.last?.contains("told late") == true)
    #expect(try read("\(place)/INC-1.md").contains("# INC-1: anthropic failing"))
    let ids = try read("\(place)/request-ids.txt").split(separator: "\n")
    #expect(ids.count == 6)
    #expect(ids[0] == "2026-11-21T02:00:40Z\treq_40AbCdEf\tanthropic claude-haiku-4-5 messages 529\tE5")
    let summary = try JSONDecoder().decode(
      IncidentSummary.self, from: Data(try read("\(place)/summary.json").utf8))
    #expect(summary.failed == 6 && summary.attempts == 6 && summary.drill == nil)
    for file in ["INC-1.md", "events.jsonl", "summary.json"] {
      #expect(try !read("\(place)/\(file)").contains("sk-ant-api03"), "\(file)")
    }
    let manifest = try read("\(place)/manifest.json")
    #expect(manifest.contains("\"key\" : 2"))
    #expect(manifest.contains(bundle.chain.tip))
  }

  @Test func `each unredacted event can be checked against its hash`() async throws {
    let bundle = try await bundle()
    let place = try await unpack(try bundle.archive(home: "", patterns: []), "proof") + "/INC-1"
    let events = try read("\(place)/events.jsonl").split(separator: "\n").map(String.init)
    struct Link: Decodable {
      var previous: String
      var hash: String
      var redacted: Bool
    }
    let links = try read("\(place)/chain.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Link.self, from: Data($0.utf8))
    }
    #expect(links.count == events.count)
    #expect(links.count(where: \.redacted) == 1)
    #expect(
      zip(links, links.dropFirst()).count { $0.hash != $1.previous } == 1, "one gap before the late note")
    for (link, stored) in zip(links, bundle.events) where !link.redacted {
      #expect(link.hash == stored.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
      #expect(events.contains(String(decoding: stored.body, as: UTF8.self)))
    }
  }

  @Test func `the same incident gives the same bytes, and a drill is marked throughout`() async throws {
    let (once, twice) = (try await bundle(), try await bundle(.drill("storm")))
    #expect(try once.archive(home: "", patterns: []) == once.archive(home: "", patterns: []))
    #expect(twice.name == "DRILL-INC-1")
    let place = try await unpack(try twice.archive(home: "", patterns: []), "drill") + "/DRILL-INC-1"
    for file in ["INC-1.md", "README.md", "manifest.json", "summary.json", "request-ids.txt"] {
      let text = try read("\(place)/\(file)")
      #expect(text.contains("DRILL") || text.contains("\"drill\""), "\(file)")
    }
  }

  @Test func `the story of an incident leaves out what is not about it`() async throws {
    let (reader, incident, _) = try await journal()
    let story = try await reader.story(of: incident)
    #expect(story.first?.sequence == 1)
    #expect(story.suffix(2).map(\.body.kind) == ["incident-changed", "note-added"])
  }
}
