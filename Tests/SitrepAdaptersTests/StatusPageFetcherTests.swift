import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite("Fetching status pages", .timeLimit(.minutes(5)))
struct StatusPageFetcherTests {
  private let plan = FeedPlan(
    vendor: Vendor("claude"), platform: .anthropic, cadence: .minutes(1), link: "https://status.claude.com")

  private func fetcher(_ client: HTTPClient, _ urls: [String], _ clock: StandingClock) -> StatusPageFetcher {
    StatusPageFetcher(
      client: client, sources: [PageSource(vendor: Vendor("claude"), urls: urls, format: .statuspage)],
      now: clock.now)
  }

  private func state(_ report: FeedReport) -> PageState? {
    guard case .changed(let page) = report.result else { return nil }
    return page.state
  }

  private func reason(_ report: FeedReport) -> String? {
    guard case .failed(let reason) = report.result else { return nil }
    return reason.text
  }

  @Test("A page is changed once, unchanged while it says the same, and changed again when it does not")
  func changes() async throws {
    let calm = try Payload.bytes("statuspage-summary-operational.json")
    let minor = try Payload.bytes("statuspage-summary-minor-incident.json")
    let heard = Heard()
    let clock = StandingClock()
    try await withLoopback({ [.answer(200, heard.note($0) < 2 ? calm : minor)] }) { client, base in
      let fetcher = fetcher(client, [base], clock)
      let first = await fetcher.read(plan)
      #expect(state(first) == .operational)
      #expect(first.fetchedAt == clock.now())
      #expect(await fetcher.read(plan).result == .unchanged)
      #expect(state(await fetcher.read(plan)) == .degraded)
      #expect(heard.all[0].lowercased().contains("user-agent: sitrep"))
      #expect(heard.all[0].lowercased().contains("accept: application/json"))
    }
  }

  @Test("A tag is sent back, and 304 means unchanged")
  func conditional() async throws {
    let body = try Payload.bytes("statuspage-summary-operational.json")
    let heard = Heard()
    try await withLoopback({
      heard.note($0) == 0
        ? [.answer(200, body, ["etag": "\"v1\"", "last-modified": "Fri, 20 Nov 2026 18:45:02 GMT"])]
        : [.send(RawStep.head(304, [:]))]
    }) { client, base in
      let fetcher = fetcher(client, [base], StandingClock())
      #expect(state(await fetcher.read(plan)) == .operational)
      #expect(await fetcher.read(plan).result == .unchanged)
      let second = heard.all[1].lowercased()
      #expect(second.contains("if-none-match: \"v1\""))
      #expect(second.contains("if-modified-since: fri, 20 nov 2026"))
    }
  }

  @Test(
    "A refusal at the first address is answered by the second",
    arguments: [403, 405, 429, 500, 503, 200])
  func fallsBack(status: Int) async throws {
    let page = try Payload.bytes("statuspage-summary-monitoring.json")
    let challenge = try Payload.bytes("statuspage-waf-challenge.html")
    try await withLoopback({
      $0.contains("/first")
        ? [.answer(status, challenge, ["content-type": "text/html"])] : [.answer(200, page)]
    }) { client, base in
      let report = await fetcher(client, ["\(base)/first", "\(base)/second"], StandingClock()).read(plan)
      #expect(state(report) == .operational)
    }
  }

  @Test("A failed handshake at the first address is answered by the second")
  func fallsBackFromTLS() async throws {
    let page = try Payload.bytes("statuspage-summary-operational.json")
    try await withLoopback({ $0.hasPrefix("GET") ? [.answer(200, page)] : [.text("no TLS here\r\n")] }) {
      client, base in
      let secure = base.replacing("http:", with: "https:")
      // The listener waits for a whole head, so the handshake is ended by the time limit or by its answer.
      let fetcher = StatusPageFetcher(
        client: client,
        sources: [PageSource(vendor: Vendor("claude"), urls: [secure, base], format: .statuspage)],
        timeouts: HTTPTimeouts(connect: .milliseconds(300), firstByte: .seconds(5), total: .seconds(5)),
        now: StandingClock().now)
      #expect(state(await fetcher.read(plan)) == .operational)
    }
  }

  @Test("A page that cannot be read is failed with every reason, and never up or down")
  func fails() async throws {
    let cut = try Payload.bytes("statuspage-truncated-body.txt")
    try await withLoopback({
      $0.contains("/first")
        ? [.answer(405, [], ["x-amzn-waf-action": "captcha"])] : [.answer(200, cut)]
    }) { client, base in
      let report = await fetcher(client, ["\(base)/first", "\(base)/second"], StandingClock()).read(plan)
      let text = try #require(reason(report))
      #expect(text.contains("HTTP 405: a bot check, not the page"))
      #expect(text.contains("not JSON"))
    }
  }

  @Test("After failures the address is left alone for longer and longer, and retry-after is honoured")
  func backsOff() async throws {
    let heard = Heard()
    let clock = StandingClock()
    let page = try Payload.bytes("statuspage-summary-operational.json")
    try await withLoopback({
      switch heard.note($0) {
      case 0, 1: [.answer(503, [])]
      case 2: [.answer(429, [], ["retry-after": "1200"])]
      default: [.answer(200, page)]
      }
    }) { client, base in
      let fetcher = fetcher(client, [base], clock)
      func asked(after span: TimeSpan) async -> Int {
        clock.advance(by: span)
        _ = await fetcher.read(plan)
        return heard.all.count
      }
      #expect(await asked(after: .zero) == 1)
      #expect(await asked(after: .seconds(10)) == 1)
      #expect(await asked(after: .seconds(50)) == 2)
      #expect(await asked(after: .seconds(60)) == 2)
      #expect(await asked(after: .seconds(60)) == 3)
      #expect(await asked(after: .minutes(15)) == 3)
      #expect(await asked(after: .minutes(5)) == 4)
      #expect(await fetcher.read(plan).result == .unchanged)
    }
  }

  @Test("Redirects are followed three times and no more")
  func redirects() async throws {
    let page = try Payload.bytes("statuspage-summary-operational.json")
    for (hops, isRead) in [(3, true), (4, false)] {
      let heard = Heard()
      try await withLoopback({
        let count = heard.note($0)
        return count < hops ? [.answer(302, [], ["location": "/hop\(count)"])] : [.answer(200, page)]
      }) { client, base in
        let report = await fetcher(client, [base], StandingClock()).read(plan)
        #expect((state(report) == .operational) == isRead)
        #expect((reason(report) != nil) != isRead)
      }
    }
  }

  @Test("A page without an address says so")
  func unknown() async throws {
    try await withLoopback({ _ in [] }) { client, _ in
      let fetcher = StatusPageFetcher(client: client, sources: [], now: StandingClock().now)
      #expect(reason(await fetcher.read(plan)) == "no address of this page is configured")
    }
  }

  @Test("The wait doubles from the cadence to fifteen minutes")
  func delays() {
    func delay(_ failures: Int, _ retryAfter: TimeSpan? = nil) -> TimeSpan {
      FeedBackoff.delay(cadence: .minutes(1), failures: failures, retryAfter: retryAfter)
    }
    #expect([1, 2, 3, 4, 5, 99].map { delay($0) } == [1, 2, 4, 8, 15, 15].map { TimeSpan.minutes($0) })
    #expect(delay(1, .minutes(20)) == .minutes(20))
    #expect(delay(3, .seconds(1)) == .minutes(4))
    #expect(FeedBackoff.delay(cadence: .hours(1), failures: 5, retryAfter: nil) == .hours(1))
    let unanswered = FeedBackoff.delay(
      cadence: .seconds(30), failures: 99, retryAfter: nil, wasAnswered: false)
    #expect(unanswered == .minutes(1), "an own network that was down must not hide the page for long")
  }
}
