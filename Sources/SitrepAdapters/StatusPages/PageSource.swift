package import SitrepCore

/// Which kind of document a page serves.
package enum PageFormat: Hashable, Sendable {
  /// Statuspage v2, and incident.io's subset of it.
  case statuspage
  /// AWS Health's public events; at an address that ends in `.rss`, AWS's service RSS.
  case aws(services: [String], regions: [String])
  case google(titles: [String], locations: [String])
  /// Checkly's three documents, of which the address names `unresolved-incidents`.
  case checkly
  /// RSS or Atom of anybody; only items with one of these words, all when there is none.
  case rss(words: [String])
  /// JSON of anybody.
  case json(JSONPlaces, words: [String])

  /// Most bytes that are read of it.
  package var limit: Int {
    switch self {
    case .statuspage, .checkly, .rss, .json: 1 << 20
    case .aws: 4 << 20
    case .google: 16 << 20
    }
  }

  /// What is asked for at `url`.
  func accept(at url: String) -> String {
    switch self {
    case .rss: PageFormat.feedTypes
    case .aws where PageFormat.isRSS(url): PageFormat.feedTypes
    default: "application/json"
    }
  }

  private static let feedTypes = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"

  /// Whether the same document means something else a day later: items of feeds grow old.
  func ages(at url: String) -> Bool {
    switch self {
    case .rss, .json: true
    case .aws: PageFormat.isRSS(url)
    default: false
    }
  }

  /// Other documents of the same page, read after the one at `url`; none of them must be there.
  func companions(of url: String) -> [String] {
    guard self == .checkly, let slash = url.lastIndex(of: "/") else { return [] }
    return ["uptime", "maintenance-windows"].map { "\(url[...slash])\($0)" }
  }

  fileprivate static func isRSS(_ url: String) -> Bool {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    return path.hasSuffix(".rss") || path.hasSuffix(".xml")
  }

  /// Reads the document as this format.
  ///
  /// - Parameters:
  ///   - bytes: the document at `url`.
  ///   - url: where it was read, as the kind of a document may depend on it.
  ///   - companions: what `companions(of:)` named, in that order, nil for what could not be read.
  ///   - now: the age of items in feeds is counted from it.
  /// - Returns: the page, not older than a year.
  /// - Throws: why this is no page that can be believed.
  package func read(
    _ bytes: [UInt8], from url: String = "", companions: [[UInt8]?] = [], at now: Instant
  ) throws(PageParseError) -> PageReading {
    let reading: PageReading
    switch self {
    case .statuspage: reading = try PageParser.statuspageReading(bytes, limit: limit)
    case .aws(let services, let regions) where PageFormat.isRSS(url):
      reading = try PageParser.awsSyndication(
        bytes, services: services, regions: regions, at: now, limit: limit)
    case .aws(let services, let regions):
      reading = PageReading(
        page: try PageParser.awsEvents(bytes, services: services, regions: regions, limit: limit))
    case .google(let titles, let locations):
      reading = try PageParser.googleReading(bytes, titles: titles, locations: locations, limit: limit)
    case .checkly:
      reading = try PageParser.checkly(
        unresolved: bytes, uptime: companions.first ?? nil, maintenance: companions.dropFirst().first ?? nil,
        limit: limit)
    case .rss(let words): reading = try PageParser.anySyndication(bytes, words: words, at: now, limit: limit)
    case .json(let places, let words):
      reading = try PageParser.anyJSON(bytes, places: places, words: words, at: now, limit: limit)
    }
    return try reading.fresh(at: now)
  }
}

/// Where a vendor's page is read: its addresses in the order in which they are tried.
package struct PageSource: Hashable, Sendable {
  package var vendor: Vendor
  package var urls: [String]
  package var format: PageFormat

  package init(vendor: Vendor, urls: [String], format: PageFormat) {
    self.vendor = vendor
    self.urls = urls
    self.format = format
  }

  /// The two addresses of Claude's page: the second is the same page at its host's own name.
  package static let claude = PageSource(
    vendor: Vendor("claude"),
    urls: [
      "https://status.claude.com/api/v2/summary.json", "https://anthropic.statuspage.io/api/v2/summary.json",
    ], format: .statuspage)

  package static let openai = PageSource(
    vendor: Vendor("openai"), urls: ["https://status.openai.com/api/v2/summary.json"], format: .statuspage)

  package static let mistral = PageSource(
    vendor: Vendor("mistral"),
    urls: ["https://status.mistral.ai/api/status-page/mistral-ai/unresolved-incidents"], format: .checkly)

  /// The public events, and the RSS of the service where those cannot be read.
  package static func aws(services: [String] = ["bedrock"], regions: [String]) -> PageSource {
    let rss = "https://status.aws.amazon.com/rss/"
    let isOne = services.count == 1 && regions.count == 1
    return PageSource(
      vendor: Vendor("aws"),
      urls: [
        "https://health.aws.amazon.com/public/currentevents",
        rss + (isOne ? "\(services[0])-\(regions[0]).rss" : "all.rss"),
      ],
      format: .aws(services: services, regions: regions))
  }

  /// `locations` empty means any.
  package static func google(
    titles: [String] = ["Vertex", "Gemini"], locations: [String]
  ) -> PageSource {
    PageSource(
      vendor: Vendor("google"), urls: ["https://status.cloud.google.com/incidents.json"],
      format: .google(titles: titles, locations: locations))
  }
}
