import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// Reads the drill's pages as `StatusPageFetcher` does: same parsers, same words, same backing off.
struct DrillPages: Sendable {
  private struct Memory {
    var published: PageSnapshot?
    var failures = 0
    var notBefore: Instant?
    var reason: CleanText = "not read yet"
    var history = HistoryMemory()
  }

  let sources: [PageSource]
  private var memories: [Vendor: Memory] = [:]
  /// How long a page may take until its answer begins.
  private let patience = TimeSpan.seconds(10)

  init(sources: [PageSource]) {
    self.sources = sources
  }

  /// What one reading came to, and when it was over.
  mutating func read(
    _ plan: FeedPlan, at now: Instant, _ vendors: inout DrillVendors
  ) -> (report: FeedReport, endedAt: Instant) {
    var memory = memories[plan.vendor] ?? Memory()
    defer { memories[plan.vendor] = memory }
    func report(_ result: FeedResult, _ end: Instant) -> (FeedReport, Instant) {
      (FeedReport(vendor: plan.vendor, fetchedAt: end, result: result), end)
    }
    guard let source = sources.first(where: { $0.vendor == plan.vendor }), let url = source.urls.first else {
      return report(.failed("no address of this page is configured"), now)
    }
    if let notBefore = memory.notBefore, now < notBefore { return report(.failed(memory.reason), now) }
    let (page, took) = ask(url, source.format, at: now, &vendors)
    switch page {
    case .success(let page):
      let isSame = memory.published == page
      (memory.published, memory.failures, memory.notBefore) = (page, 0, nil)
      var (told, end) = report(isSame ? .unchanged : .changed(page), now + took)
      if let list = source.format.historyURL(of: url), memory.history.isDue(at: now, pageChanged: !isSame) {
        told.history = history(at: list, &memory.history, end, &vendors)
      }
      return (told, end)
    case .failure(let refusal):
      memory.failures += 1
      memory.reason = refusal.reason
      let delay = FeedBackoff.delay(cadence: plan.cadence, failures: memory.failures, retryAfter: nil)
      memory.notBefore = now + took + delay * 0.9
      return report(.failed(refusal.reason), now + took)
    }
  }

  private func history(
    at url: String, _ memory: inout HistoryMemory, _ now: Instant, _ vendors: inout DrillVendors
  ) -> PageHistory? {
    guard case .answered(.reply(let reply)) = vendors.send(HTTPRequest(url: url), at: now),
      reply.status == 200, let incidents = try? PageFormat.history(reply.body.bytes, at: now)
    else {
      memory.fail(at: now, retryAfter: nil)
      return nil
    }
    return memory.take(incidents, at: now)
  }

  private struct Unread: Error {
    var reason: CleanText

    init(_ what: String) { reason = CleanText("simulated page: \(what)") }
  }

  private func ask(
    _ url: String, _ format: PageFormat, at now: Instant, _ vendors: inout DrillVendors
  ) -> (Result<PageSnapshot, Unread>, TimeSpan) {
    guard case .answered(let answer) = vendors.send(HTTPRequest(url: url), at: now) else {
      return (.failure(Unread("no such name")), .milliseconds(20))
    }
    switch answer {
    case .hang: return (.failure(Unread("no answer within \(patience.wholeSeconds) s")), patience)
    case .reset(let after): return (.failure(Unread("the connection was cut")), after)
    case .reply(let reply):
      guard reply.status == 200 else { return (.failure(Unread("HTTP \(reply.status)")), reply.delay) }
      do throws(PageParseError) {
        return (.success(try format.read(reply.body.bytes, from: url, at: now).page), reply.delay)
      } catch {
        return (.failure(Unread(error.description)), reply.delay)
      }
    }
  }
}
