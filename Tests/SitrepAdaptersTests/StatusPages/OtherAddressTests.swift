import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Addresses of other kinds` {
  private let plan = FeedPlan(vendor: Vendor("aws"), platform: .bedrock, cadence: .minutes(1), link: "x")

  private func read(
    _ format: PageFormat, _ urls: [String], _ client: HTTPClient, _ clock: StandingClock
  ) async -> FeedReport {
    await StatusPageFetcher(
      client: client, sources: [PageSource(vendor: plan.vendor, urls: urls, format: format)], now: clock.now
    ).read(plan)
  }

  private func page(_ report: FeedReport) -> PageSnapshot? {
    if case .changed(let page) = report.result { page } else { nil }
  }

  @Test func `AWS's RSS is read where its events cannot be`() async throws {
    let rss = try Payload.bytes("aws-bedrock-rss-degraded.xml")
    let clock = StandingClock()
    try await withLoopback({
      $0.hasPrefix("GET /bedrock.rss")
        ? [.answer(200, rss, ["content-type": "application/rss+xml"])]
        : [.answer(403, [])]
    }) { client, base in
      let format = PageFormat.aws(services: ["bedrock"], regions: ["us-east-1"])
      let report = await read(format, ["\(base)/currentevents", "\(base)/bedrock.rss"], client, clock)
      #expect(page(report)?.state == .degraded)
    }
  }

  @Test func `a Checkly page is read from its three documents`() async throws {
    let heard = Heard()
    let names = [
      "/p/unresolved-incidents": "mistral-checkly-unresolved-incidents.json",
      "/p/uptime": "real-mistral-checkly-uptime-trimmed.json",
    ]
    let bodies = try names.mapValues { try Payload.bytes($0) }
    try await withLoopback({ request in
      _ = heard.note(request)
      let path = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      return bodies[path].map { [.answer(200, $0)] } ?? [.answer(404, [])]
    }) { client, base in
      let report = await read(.checkly, ["\(base)/p/unresolved-incidents"], client, StandingClock())
      #expect(page(report)?.components.count == 3)
      #expect(page(report)?.state == .degraded)
      #expect(heard.all.count == 3)
    }
  }

  @Test func `an item of an unchanged feed grows old all the same`() async throws {
    let rss = try Payload.bytes("aws-bedrock-rss-degraded.xml")
    let heard = Heard()
    let clock = StandingClock()
    try await withLoopback({
      heard.note($0) == 0
        ? [.answer(200, rss, ["etag": "\"1\"", "content-type": "text/xml"])] : [.send(RawStep.head(304, [:]))]
    }) { client, base in
      let fetcher = StatusPageFetcher(
        client: client,
        sources: [PageSource(vendor: plan.vendor, urls: [base], format: .rss(words: []))], now: clock.now)
      #expect(page(await fetcher.read(plan))?.incidents.count == 2)
      clock.advance(by: .hours(25))
      #expect(page(await fetcher.read(plan))?.incidents.isEmpty == true)
      #expect(heard.all[1].lowercased().contains("if-none-match"))
      #expect(heard.all[0].contains("application/rss+xml"))
    }
  }

  @Test func `a web page where JSON should be is named`() async throws {
    let body = try Payload.bytes("statuspage-waf-challenge.html")
    try await withLoopback({ _ in [.answer(200, body, ["content-type": "text/html; charset=utf-8"])] }) {
      client, base in
      let report = await read(.statuspage, [base], client, StandingClock())
      guard case .failed(let reason) = report.result else { throw PageParseError.notAPage("was read") }
      #expect(reason.text.contains("a web page (text/html), not JSON"), "\(reason)")
    }
  }
}
