package import SitrepCore
package import SitrepHTTP

/// Reads vendors' pages politely: one request at a time per page, conditional, backing off when refused.
///
/// A page that cannot be read is a failed report with its reason: never "down", and never "operational".
package actor StatusPageFetcher: FeedPort {
  /// What is remembered of one address between reads.
  private struct Address {
    var url: String
    var etag: String?
    var lastModified: String?
    /// What the last good answer of this address said.
    var snapshot: PageSnapshot?
    /// That answer itself, where what it means depends on the time.
    var document: HTTPResponse?
    var failures = 0
    var notBefore: Instant?
    var reason: CleanText = "not read yet"
  }

  /// What one address came to.
  private enum Answer {
    case page(PageSnapshot)
    case failed(CleanText, retryAfter: TimeSpan?)
    /// Nothing came back: no answer of the page's, so no wish of its owner's either.
    case unanswered(CleanText)
  }

  /// The page itself waits for it.
  private static let historyTimeouts = HTTPTimeouts(
    connect: .seconds(3), firstByte: .seconds(4), total: .seconds(8))

  private let client: HTTPClient
  private var sources: [Vendor: PageSource]
  private let userAgent: String
  private let timeouts: HTTPTimeouts
  private let now: @Sendable () -> Instant
  private var addresses: [Vendor: [Address]] = [:]
  private var published: [Vendor: PageSnapshot] = [:]
  private var histories: [Vendor: HistoryMemory] = [:]

  package init(
    client: HTTPClient, sources: [PageSource], userAgent: String = "sitrep (status page reader)",
    timeouts: HTTPTimeouts = HTTPTimeouts(connect: .seconds(5), firstByte: .seconds(10), total: .seconds(15)),
    now: @escaping @Sendable () -> Instant
  ) {
    self.client = client
    self.sources = Dictionary(sources.map { ($0.vendor, $0) }) { first, _ in first }
    self.userAgent = userAgent
    self.timeouts = timeouts
    self.now = now
  }

  /// Goes on with other pages; what is remembered of those that stay is kept.
  package func replace(_ sources: [PageSource]) {
    let old = self.sources
    self.sources = Dictionary(sources.map { ($0.vendor, $0) }) { first, _ in first }
    for (vendor, source) in old where self.sources[vendor] != source {
      (addresses[vendor], published[vendor], histories[vendor]) = (nil, nil, nil)
    }
  }

  /// Reads a vendor's page from the first of its addresses that answers with a page.
  package func read(_ plan: FeedPlan) async -> FeedReport {
    guard let source = sources[plan.vendor], !source.urls.isEmpty else {
      return FeedReport(
        vendor: plan.vendor, fetchedAt: now(), result: .failed("no address of this page is configured"))
    }
    var addresses = self.addresses[plan.vendor] ?? source.urls.map { Address(url: $0) }
    var page: PageSnapshot?
    var readAt: String?
    for index in addresses.indices where page == nil {
      if let notBefore = addresses[index].notBefore, now() < notBefore { continue }
      page = await read(&addresses[index], source.format, plan.cadence)
      readAt = addresses[index].url
      if Task.isCancelled { break }
    }
    self.addresses[plan.vendor] = addresses
    var history: PageHistory?
    if let page, let url = readAt.flatMap({ source.format.historyURL(of: $0) }) {
      history = await self.history(of: plan.vendor, at: url, pageChanged: published[plan.vendor] != page)
    }
    // Whoever was to hear of it is gone: the next reader is told all of it.
    guard !Task.isCancelled else {
      forget(plan.vendor)
      return FeedReport(vendor: plan.vendor, fetchedAt: now(), result: .failed("no longer asked for"))
    }
    var report = report(plan.vendor, page, addresses)
    report.history = history
    return report
  }

  package func forget(_ vendor: Vendor) { (published[vendor], histories[vendor]) = (nil, nil) }

  private func report(_ vendor: Vendor, _ page: PageSnapshot?, _ addresses: [Address]) -> FeedReport {
    guard let page else {
      let reasons = addresses.map(\.reason.text).joined(separator: "; ")
      return FeedReport(vendor: vendor, fetchedAt: now(), result: .failed(CleanText(reasons)))
    }
    let isSame = published[vendor] == page
    published[vendor] = page
    return FeedReport(vendor: vendor, fetchedAt: now(), result: isSame ? .unchanged : .changed(page))
  }

  /// What the page's list of past incidents says, when it is due; nil also when it cannot be read.
  private func history(of vendor: Vendor, at url: String, pageChanged: Bool) async -> PageHistory? {
    var memory = histories[vendor] ?? HistoryMemory()
    guard memory.isDue(at: now(), pageChanged: pageChanged) else { return nil }
    defer { histories[vendor] = memory }
    var request = HTTPRequest(
      url: url, headers: ["accept": "application/json", "user-agent": userAgent],
      timeouts: StatusPageFetcher.historyTimeouts, limits: HTTPLimits(maxBody: PageFormat.historyLimit),
      followRedirects: 3, decompress: true)
    request.headers["if-none-match"] = memory.etag
    request.headers["if-modified-since"] = memory.lastModified
    guard let response = try? await client.send(request) else {
      memory.fail(at: now(), retryAfter: nil)
      return nil
    }
    if response.status == 304 { return memory.take(nil, at: now()) }
    guard response.status == 200, let incidents = try? PageFormat.history(response.body, at: now()) else {
      memory.fail(at: now(), retryAfter: RetryAfter.parse(lookup: { response.headers[$0] }, now: now()))
      return nil
    }
    return memory.take(
      incidents, etag: response.headers["etag"], lastModified: response.headers["last-modified"], at: now())
  }

  /// Asks one address, and remembers what it said or when it may be asked again.
  private func read(_ address: inout Address, _ format: PageFormat, _ cadence: TimeSpan) async
    -> PageSnapshot?
  {
    switch await ask(&address, format) {
    case .page(let page):
      address.snapshot = page
      (address.failures, address.notBefore) = (0, nil)
      return page
    case .failed(let reason, let retryAfter):
      fail(&address, reason) {
        FeedBackoff.delay(cadence: cadence, failures: $0, retryAfter: retryAfter)
      }
    case .unanswered(let reason):
      fail(&address, reason) {
        FeedBackoff.delay(cadence: cadence, failures: $0, retryAfter: nil, wasAnswered: false)
      }
    }
    return nil
  }

  private func fail(_ address: inout Address, _ reason: CleanText, delay: (Int) -> TimeSpan) {
    address.failures += 1
    address.reason = reason
    (address.etag, address.lastModified) = (nil, nil)
    // A little less than a whole cadence, so that the next regular read is not the one that is skipped.
    address.notBefore = now() + delay(address.failures) * 0.9
  }

  private func ask(_ address: inout Address, _ format: PageFormat) async -> Answer {
    let host = RequestLocation(address.url)?.host ?? address.url
    do throws(HTTPError) {
      let response = try await client.send(request(address, format))
      if response.status == 304, let page = address.snapshot {
        return address.document.map { parse($0, [], address.url, format, host) } ?? .page(page)
      }
      guard response.status == 200 else {
        return .failed(
          StatusPageFetcher.refusal(host, response),
          retryAfter: RetryAfter.parse(lookup: { response.headers[$0] }, now: now()))
      }
      let companions = await companions(address, format)
      // A 304 would say nothing of the other documents, so such a page is always read whole.
      if companions.isEmpty {
        address.etag = response.headers["etag"]
        address.lastModified = response.headers["last-modified"]
      }
      address.document = format.ages(at: address.url) ? response : nil
      return parse(response, companions, address.url, format, host)
    } catch {
      return .unanswered(CleanText("\(host): \(error.reason)"))
    }
  }

  /// The other documents of the page, nil for each that cannot be read.
  private func companions(_ address: Address, _ format: PageFormat) async -> [[UInt8]?] {
    var bodies: [[UInt8]?] = []
    for url in format.companions(of: address.url) {
      let response = try? await client.send(request(Address(url: url), format))
      bodies.append(response.flatMap { $0.status == 200 ? $0.body : nil })
    }
    return bodies
  }

  private func parse(
    _ response: HTTPResponse, _ companions: [[UInt8]?], _ url: String, _ format: PageFormat, _ host: String
  ) -> Answer {
    do throws(PageParseError) {
      return .page(try format.read(response.body, from: url, companions: companions, at: now()).page)
    } catch {
      let type = response.headers["content-type"]?.prefix { $0 != ";" } ?? ""
      let kind = type == "text/html" ? "a web page (text/html), " : ""
      return .failed(CleanText("\(host): \(kind)\(error.description)"), retryAfter: nil)
    }
  }

  private func request(_ address: Address, _ format: PageFormat) -> HTTPRequest {
    var request = HTTPRequest(
      url: address.url, headers: ["accept": format.accept(at: address.url), "user-agent": userAgent],
      timeouts: timeouts, limits: HTTPLimits(maxBody: format.limit), followRedirects: 3, decompress: true)
    guard address.snapshot != nil else { return request }
    request.headers["if-none-match"] = address.etag
    request.headers["if-modified-since"] = address.lastModified
    return request
  }

  private static func refusal(_ host: String, _ response: HTTPResponse) -> CleanText {
    let isChallenge = response.headers["x-amzn-waf-action"] != nil || response.status == 405
    let hint = isChallenge ? ": a bot check, not the page" : ""
    return CleanText("\(host): HTTP \(response.status)\(hint)")
  }
}
