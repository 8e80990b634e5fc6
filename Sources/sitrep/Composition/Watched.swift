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

/// The series that are probed, and why others are not.
enum Probes {
  static func plans(_ configuration: Configuration, _ doors: Doors, mode: Mode) -> [ProbePlan] {
    let wanted = configuration.probes ?? standard(doors)
    let all = wanted.flatMap { entries(of: $0, doors) } + silent(wanted, configuration, doors)
    let costed = all.map { priced($0, isFree: isFree($0, configuration, doors, mode)) }
    let daily = ActionTable.microdollarsPerDay(.empty(probing: costed))
    guard daily > 0, daily > configuration.consent?.microdollarsPerDay ?? 0 else { return costed }
    return costed.map { plan in
      var waiting = plan
      if plan.idle == nil, plan.microdollars != 0 { waiting.idle = Settings.waitsForConsent }
      return waiting
    }
  }

  private static func entries(of entry: ProbeEntry, _ doors: Doors) -> [ProbePlan] {
    let door = doors.open.first { $0.platform == entry.platform }
    return entry.capabilities.map { capability in
      ProbePlan(
        series: SeriesID(
          platform: entry.platform, region: entry.region ?? door?.region ?? "", capability: capability,
          model: entry.model),
        cadence: entry.cadence, timeout: entry.timeout,
        idle: doors.shut[entry.platform] ?? (door == nil ? "no credentials" : nil))
    }
  }

  /// Without a configuration: one small model on each platform that opens.
  private static func standard(_ doors: Doors) -> [ProbeEntry] {
    doors.open.compactMap { door in
      small[door.platform].map {
        ProbeEntry(
          platform: door.platform, model: Model($0), region: nil, capabilities: [.messages],
          cadence: .minutes(1), timeout: .seconds(30))
      }
    }
  }

  /// What the three that serve Claude would be probed with, shown as not probed and why.
  private static func silent(
    _ wanted: [ProbeEntry], _ configuration: Configuration, _ doors: Doors
  ) -> [ProbePlan] {
    guard configuration.probes == nil else { return [] }
    return [Platform.anthropic, .bedrock, .vertex].compactMap { platform in
      guard !wanted.contains(where: { $0.platform == platform }), let model = small[platform] else {
        return nil
      }
      return ProbePlan(
        series: SeriesID(platform: platform, region: "", capability: .messages, model: Model(model)),
        idle: doors.shut[platform] ?? "no credentials")
    }
  }

  /// The cheapest current model of each platform; a setting, replaced by `probes` in the configuration
  /// (facts/anthropic-api.md 10).
  private static let small: [Platform: String] = [
    .anthropic: "claude-haiku-4-5", .bedrock: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    .vertex: "claude-haiku-4-5@20251001", .openai: "gpt-4.1-nano", .gemini: "gemini-2.5-flash-lite",
    .mistral: "mistral-small-latest",
  ]

  /// Free is a drill, and an address of this machine that the configuration names itself.
  ///
  /// One from the environment is most often a proxy of applications, which pays for what it passes on.
  private static func isFree(
    _ plan: ProbePlan, _ configuration: Configuration, _ doors: Doors, _ mode: Mode
  ) -> Bool {
    guard !mode.isDrill else { return true }
    guard configuration.platform(plan.series.platform)?.baseURL != nil else { return false }
    return doors.open.first { $0.platform == plan.series.platform }?.isOnThisMachine ?? false
  }

  /// About twenty tokens in and eight out at 1 and 5 dollars a million, the small models' price class.
  private static let estimatedMicrodollars = 60

  private static func priced(_ plan: ProbePlan, isFree: Bool) -> ProbePlan {
    var priced = plan
    // A consent that is given while credentials are looked for is to cover what they will open.
    let isSilent = plan.idle != nil && plan.idle != Doors.looking
    priced.microdollars = isFree || isSilent ? 0 : estimatedMicrodollars
    return priced
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
