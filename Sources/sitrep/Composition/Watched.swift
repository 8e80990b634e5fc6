import SitrepAdapters
import SitrepCore

/// The vendors' pages: as configured, else the well-known ones.
///
/// They are always watched.
enum Pages {
  static func sources(_ configuration: Configuration, access: [PlatformAccess]) -> [PageSource] {
    guard let feeds = configuration.feeds else { return known(access).map(\.source) }
    return feeds.compactMap { entry in
      format(entry, access).map { PageSource(vendor: entry.vendor, urls: entry.urls, format: $0) }
    }
  }

  static func plans(_ configuration: Configuration, access: [PlatformAccess]) -> [FeedPlan] {
    guard let feeds = configuration.feeds else {
      return known(access).map { entry in
        FeedPlan(vendor: entry.source.vendor, platform: entry.platform, link: CleanText(entry.source.urls[0]))
      }
    }
    return feeds.map {
      FeedPlan(
        vendor: $0.vendor, platform: $0.platform, cadence: $0.cadence, link: CleanText($0.link),
        role: $0.kind == .link ? .link : $0.isWitness ? .witness : nil)
    }
  }

  /// Nil for a link, which nobody reads.
  private static func format(_ entry: FeedEntry, _ access: [PlatformAccess]) -> PageFormat? {
    let products = entry.products.isEmpty ? nil : entry.products
    func places(_ platform: Platform) -> [String] {
      entry.regions.isEmpty ? regions(platform, access) : entry.regions
    }
    switch entry.kind {
    case .statuspage: return .statuspage
    case .aws: return .aws(services: products ?? ["bedrock"], regions: places(.bedrock))
    case .gcp: return .google(titles: products ?? ["Vertex", "Gemini"], locations: places(.vertex))
    case .checkly: return .checkly
    case .rss: return .rss(words: entry.products)
    case .json: return .json(entry.places, words: entry.products)
    case .link: return nil
    }
  }

  private static func regions(_ platform: Platform, _ access: [PlatformAccess]) -> [String] {
    access.filter { $0.platform == platform }.map(\.region).filter { !$0.isEmpty && $0 != "global" }
  }

  private static func known(_ access: [PlatformAccess]) -> [(source: PageSource, platform: Platform)] {
    var pages: [(PageSource, Platform)] = [
      (.claude, .anthropic), (.aws(regions: regions(.bedrock, access)), .bedrock),
      (.google(locations: regions(.vertex, access)), .vertex),
    ]
    if access.contains(where: { $0.platform == .openai }) { pages.append((.openai, .openai)) }
    if access.contains(where: { $0.platform == .mistral }) { pages.append((.mistral, .mistral)) }
    return pages
  }
}

/// Checks of our own side: two unrelated hosts and the resolver.
enum Controls {
  static func plans(_ configuration: Configuration, access: [PlatformAccess]) -> [ControlPlan] {
    if let entries = configuration.controls {
      return entries.map { ControlPlan(name: $0.name, kind: $0.kind, target: $0.target, cadence: $0.cadence) }
    }
    // Platforms on this machine are reached without the network that these hosts would vouch for.
    guard access.isEmpty || !access.allSatisfy(\.isOnThisMachine) else { return [] }
    return [
      ControlPlan(name: "resolver", kind: .resolver, target: "www.example.com"),
      ControlPlan(name: "direct dns", kind: .directResolver, target: "www.example.com@1.1.1.1"),
      ControlPlan(name: "clock", kind: .clock, target: "https://www.example.com/", cadence: .minutes(5)),
      ControlPlan(name: "scheduler", kind: .scheduler),
      ControlPlan(name: "neutral 1", kind: .neutralHost, target: "https://www.example.com/"),
      ControlPlan(name: "neutral 2", kind: .neutralHost, target: "https://one.one.one.one/"),
    ]
  }
}

extension Settings {
  static func empty(probing plans: [ProbePlan]) -> Settings {
    var settings = Settings.empty
    settings.probes = plans
    return settings
  }
}

extension PlatformAccess {
  /// Whether its address is loopback: nothing there costs anything, and no network lies between.
  var isOnThisMachine: Bool {
    ["://127.", "://localhost", "://[::1]"].contains { baseURL.contains($0) }
  }
}
