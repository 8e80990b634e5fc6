package import SitrepCore

/// Which kind of document a page serves.
package enum PageFormat: Hashable, Sendable {
  /// Statuspage v2, and incident.io's subset of it.
  case statuspage
  case aws(regions: [String])
  case google(titles: [String], locations: [String])

  /// Most bytes that are read of it.
  package var limit: Int {
    switch self {
    case .statuspage: 1 << 20
    case .aws: 4 << 20
    case .google: 16 << 20
    }
  }

  /// Reads the document as this format.
  package func parse(_ bytes: [UInt8]) throws(PageParseError) -> PageSnapshot {
    switch self {
    case .statuspage: try PageParser.statuspage(bytes, limit: limit)
    case .aws(let regions): try PageParser.awsEvents(bytes, regions: regions, limit: limit)
    case .google(let titles, let locations):
      try PageParser.googleIncidents(bytes, titles: titles, locations: locations, limit: limit)
    }
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

  package static func aws(regions: [String]) -> PageSource {
    PageSource(
      vendor: Vendor("aws"), urls: ["https://health.aws.amazon.com/public/currentevents"],
      format: .aws(regions: regions))
  }

  /// `locations` empty means any.
  package static func google(locations: [String]) -> PageSource {
    PageSource(
      vendor: Vendor("google"), urls: ["https://status.cloud.google.com/incidents.json"],
      format: .google(titles: ["Vertex", "Gemini"], locations: locations))
  }
}
