import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Lists of past incidents` {
  private let plan = FeedPlan(vendor: Vendor("claude"), platform: .anthropic, cadence: .minutes(1), link: "x")

  private func moment(_ text: String) throws -> Instant { try #require(Timestamp.parseRFC3339(text)) }

  @Test func `the real list has the one that was born resolved, with both of its times`() throws {
    let bytes = try Payload.bytes("real-claude-incidents-2026-07-08.json")
    let past = try PageFormat.history(bytes, at: try moment("2026-07-26T12:00:00Z"))
    let born = try #require(past.first { $0.id == "1019wwb67615" })
    #expect(born.isBornResolved)
    #expect(born.updates.map(\.postedAt) == [try moment("2026-07-25T18:13:01Z")])
    #expect(past.filter(\.isBornResolved).count == 1)
    #expect(past.allSatisfy { $0.phase.isOver })
  }

  @Test(arguments: [
    ("real-openai-incidentio-incidents.json", "2026-08-21T23:30:00Z", ["01M0JXWD740S0Y50DWJZS7SH75"]),
    ("statuspage-incidents-resolved-and-postmortem.json", "2026-08-03T16:30:00Z", ["q2kg8n613kr3"]),
    ("statuspage-incidents-unresolved-critical.json", "2026-07-29T20:00:00Z", []),
  ]) func `what is over and of the last day is read, of incident.io's pages as well`(
    file: String, at: String, ids: [String]
  ) throws {
    let past = try PageFormat.history(try Payload.bytes(file), at: try moment(at))
    #expect(past.map(\.id) == ids)
  }

  @Test func `what is no such list is refused`() throws {
    for file in ["statuspage-status-operational.json", "statuspage-truncated-body.txt"] {
      let bytes = try Payload.bytes(file)
      #expect(throws: PageParseError.self) { try PageFormat.history(bytes, at: Instant(seconds: 0)) }
    }
  }

  @Test func `only a summary has a list beside it`() {
    let summary = "https://status.claude.com/api/v2/summary.json"
    #expect(
      PageFormat.statuspage.historyURL(of: summary) == "https://status.claude.com/api/v2/incidents.json")
    #expect(PageFormat.statuspage.historyURL(of: "https://example.com/status.json") == nil)
    #expect(PageFormat.checkly.historyURL(of: summary) == nil)
  }

  @Test func `it is read at the start, every five minutes, and after a change of the page`() async throws {
    let pages = [
      "a": try Payload.bytes("statuspage-summary-operational.json"),
      "b": try Payload.bytes("statuspage-summary-minor-incident.json"),
    ]
    let list = try Payload.bytes("real-claude-incidents-2026-07-08.json")
    let heard = Heard()
    let clock = StandingClock(try moment("2026-07-26T12:00:00Z"))
    try await withLoopback({ request in
      let isList = request.contains("/incidents.json")
      _ = heard.note(isList ? "list \(request.lowercased().contains("if-none-match"))" : "page")
      guard !isList else {
        return request.lowercased().contains("if-none-match: \"v1\"")
          ? [.send(RawStep.head(304, [:]))] : [.answer(200, list, ["etag": "\"v1\""])]
      }
      return [.answer(200, pages[heard.all.count > 9 ? "b" : "a"] ?? [])]
    }) { client, base in
      let fetcher = StatusPageFetcher(
        client: client,
        sources: [PageSource(vendor: plan.vendor, urls: ["\(base)/summary.json"], format: .statuspage)],
        now: clock.now)
      let first = await fetcher.read(plan)
      #expect(first.history?.incidents?.contains { $0.isBornResolved } == true)
      for _ in 0..<4 {
        clock.advance(by: .minutes(1))
        #expect(await fetcher.read(plan).history == nil)
      }
      clock.advance(by: .minutes(1))
      #expect(await fetcher.read(plan).history == PageHistory(incidents: nil))
      clock.advance(by: .minutes(1))
      _ = await fetcher.read(plan)
      clock.advance(by: .minutes(1))
      let changed = await fetcher.read(plan)
      #expect(changed.result != .unchanged)
      #expect(changed.history == PageHistory(incidents: nil))
      let lists = heard.all.filter { $0.hasPrefix("list") }
      #expect(lists == ["list false", "list true", "list true"])
    }
  }

  @Test func `a list that cannot be read is no failure of the page, and is left alone for a while`()
    async throws
  {
    let page = try Payload.bytes("statuspage-summary-operational.json")
    let heard = Heard()
    let clock = StandingClock()
    try await withLoopback({ request in
      guard request.contains("/incidents.json") else { return [.answer(200, page)] }
      _ = heard.note(request)
      return [.answer(503, [])]
    }) { client, base in
      let fetcher = StatusPageFetcher(
        client: client,
        sources: [PageSource(vendor: plan.vendor, urls: ["\(base)/summary.json"], format: .statuspage)],
        now: clock.now)
      for _ in 0..<10 {
        let report = await fetcher.read(plan)
        if case .failed(let reason) = report.result { Issue.record("\(reason)") }
        clock.advance(by: .minutes(1))
      }
      #expect(heard.all.count == 2)
    }
  }
}
