package import SitrepCore

extension PageFormat {
  /// Where the page at `url` lists its past incidents; nil when it has no such list.
  ///
  /// Statuspage and incident.io serve the newest fifty beside the summary (facts/status-pages.md 1 and 4).
  package func historyURL(of url: String) -> String? {
    let summary = "/summary.json"
    guard self == .statuspage, url.hasSuffix(summary) else { return nil }
    return url.dropLast(summary.count) + "/incidents.json"
  }

  /// The past incidents of lately, newest first.
  ///
  /// - Parameters:
  ///   - bytes: the document at `historyURL(of:)`.
  ///   - now: what is older than a day is left out.
  /// - Returns: what is over, at most ten.
  /// - Throws: why this is no such list.
  package static func history(_ bytes: [UInt8], at now: Instant) throws(PageParseError) -> [PageIncident] {
    let document = try PageParser.document(bytes, limit: historyLimit)
    guard let items = document["incidents"], items.isArray else { throw .notAPage("no incidents") }
    return PageHistory.lately(items.items.prefix(100).compactMap(PageParser.statuspageIncident), at: now)
  }

  /// Most bytes of such a list; fifty real incidents have 90 kB.
  package static let historyLimit = 2 << 20
}

/// When a page's list of past incidents is due, and what was read of it before.
package struct HistoryMemory: Sendable {
  package private(set) var etag: String?
  package private(set) var lastModified: String?
  private var readAt: Instant?
  private var notBefore: Instant?
  private var failures = 0
  private var posts: Set<String>?

  package init() {}

  /// How often it is read while the page says the same.
  package static let cadence = TimeSpan.minutes(5)
  /// How soon after a look the next one may be, when the page has changed.
  private static let soonest = TimeSpan.seconds(30)

  package func isDue(at now: Instant, pageChanged: Bool) -> Bool {
    if let notBefore, now < notBefore { return false }
    guard let readAt else { return true }
    return now - readAt >= (pageChanged ? HistoryMemory.soonest : HistoryMemory.cadence * 0.9)
  }

  /// Takes what was read, nil when the page says that it is the same as before.
  package mutating func take(
    _ incidents: [PageIncident]?, etag: String? = nil, lastModified: String? = nil, at now: Instant
  ) -> PageHistory {
    (readAt, notBefore, failures) = (now, nil, 0)
    guard let incidents else { return PageHistory(incidents: nil) }
    (self.etag, self.lastModified) = (etag, lastModified)
    let before = posts ?? []
    let read = Set(incidents.flatMap { incident in incident.updates.map { "\(incident.id)\n\($0.id)" } })
    let isFirst = posts == nil
    posts = read
    // What only grew too old to be told of is nothing new.
    return PageHistory(incidents: isFirst || !read.isSubset(of: before) ? incidents : nil)
  }

  /// Notes that it could not be read; the page itself has not failed by that.
  package mutating func fail(at now: Instant, retryAfter: TimeSpan?) {
    failures += 1
    (etag, lastModified) = (nil, nil)
    notBefore =
      now + FeedBackoff.delay(cadence: HistoryMemory.cadence, failures: failures, retryAfter: retryAfter)
  }
}
