package import SitrepCore

extension PageParser {
  /// How long an item of a feed counts that nobody says is over; feeds end most events in silence
  /// (facts/status-pages.md 6.2).
  static let feedItemLife = TimeSpan.hours(24)

  /// Reads AWS's service RSS: items of these services in these regions.
  ///
  /// Items of one event are joined by service, region and the title behind its prefix; the newest says how
  /// the event stands.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - services: stems of service names, "bedrock".
  ///   - regions: region codes, each of which becomes a component; empty for any, as items name them.
  ///   - now: an open event without news for a day is taken as over.
  ///   - limit: most bytes that are read.
  /// - Returns: what the feed says, and how new its newest word is.
  /// - Throws: what stood there instead of a feed.
  package static func awsSyndication(
    _ bytes: [UInt8], services: [String], regions: [String], at now: Instant, limit: Int = standardLimit
  ) throws(PageParseError) -> PageReading {
    let feed = try syndication(bytes, limit: limit)
    let posts = feed.items.compactMap { AWSPost($0, services: services, regions: regions) }
    var events: [String: [AWSPost]] = [:]
    for post in posts { events[post.event, default: []].append(post) }
    let incidents = newestOpen(events.values.compactMap { incident(of: $0, at: now) })
    let named =
      regions.isEmpty
      ? Set(posts.map(\.key)).sorted()
      : services.flatMap { service in
        regions.map { "\(service)-\($0)" }
      }
    let components = named.map { key in
      let own = incidents.filter { $0.components.contains(key) }
      return PageComponent(
        id: key, name: CleanText(key, limit: 80), state: own.map(\.impact).max() ?? .operational)
    }
    return PageReading(
      page: PageSnapshot(
        name: "AWS", summary: incidents.first?.name ?? "no open events",
        state: components.map(\.state).max() ?? .operational, components: components, incidents: incidents),
      toldAt: feed.toldAt)
  }

  /// Reads any RSS or Atom feed: every item that is not over and not old is an open incident.
  ///
  /// How it stands is the status word that comes first in its text, as in Statuspage's `history.rss`. How bad
  /// it is, such a feed does not say: an outage by its title is partial, anything else degraded.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - words: only items with one of these in title or text count; empty for all.
  ///   - now: items older than a day do not count.
  ///   - limit: most bytes that are read.
  /// - Returns: what the feed says, and how new its newest word is.
  /// - Throws: what stood there instead of a feed.
  package static func anySyndication(
    _ bytes: [UInt8], words: [String] = [], at now: Instant, limit: Int = standardLimit
  ) throws(PageParseError) -> PageReading {
    let feed = try syndication(bytes, limit: limit)
    let fitting = feed.items.filter { item in
      let text = (item.title + "\n" + item.text).lowercased()
      return words.isEmpty || words.contains { text.contains($0.lowercased()) }
    }
    let incidents = newestOpen(fitting.compactMap { incident(of: $0, at: now) })
    return PageReading(
      page: PageSnapshot(
        name: feed.title.isEmpty ? "feed" : CleanText(feed.title, limit: 120),
        summary: incidents.first?.name ?? "nothing open within a day",
        state: incidents.map(\.impact).max() ?? .operational, components: [], incidents: incidents),
      toldAt: feed.toldAt)
  }

  private static func syndication(_ bytes: [UInt8], limit: Int) throws(PageParseError) -> Syndication {
    guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
    return try Syndication(try XMLReader.parse(bytes))
  }

  private static func incident(of item: Syndication.Item, at now: Instant) -> PageIncident? {
    guard let posted = item.postedAt, now - posted < feedItemLife else { return nil }
    let phase = StatusWord.first(in: item.title + " " + item.text)
    let title = CleanText(item.title, limit: 200)
    return PageIncident(
      id: item.id, name: title, phase: phase, impact: StatusWord.impact(of: item.title), startedAt: posted,
      resolvedAt: nil,
      updates: [
        PageUpdate(
          id: "\(item.id)@\(posted.wholeSeconds)", phase: phase, body: CleanText(item.text, limit: 1000),
          postedAt: posted)
      ], components: [])
  }

  private static func incident(of posts: [AWSPost], at now: Instant) -> PageIncident? {
    guard let newest = posts.max(by: { $0.postedAt < $1.postedAt }), now - newest.postedAt < feedItemLife
    else { return nil }
    let sorted = posts.sorted { $0.postedAt > $1.postedAt }
    return PageIncident(
      id: CleanText(newest.event, limit: 200).text, name: CleanText(newest.title, limit: 200),
      phase: newest.phase, impact: newest.state, startedAt: sorted.last?.postedAt, resolvedAt: nil,
      updates: sorted.prefix(mostUpdates).map { post in
        PageUpdate(
          id: post.id, phase: post.phase, body: CleanText(post.text, limit: 1000), postedAt: post.postedAt)
      }, components: [newest.key])
  }
}

/// One item of AWS's RSS that concerns the services and regions asked for.
private struct AWSPost {
  var id: String
  /// Service and region, "bedrock-us-east-1".
  var key: String
  /// The title behind its prefix.
  var title: String
  var text: String
  var state: PageState
  var phase: PageIncidentPhase
  var postedAt: Instant

  var event: String { "\(key) \(title.lowercased())" }

  /// The beginning of a title says how bad it is (facts/status-pages.md 6.2).
  private static let prefixes: [(String, PageState)] = [
    ("Service is operating normally:", .operational), ("Informational message:", .operational),
    ("Service impact:", .degraded), ("Service degradation:", .degraded),
    ("Service disruption:", .majorOutage),
  ]

  init?(_ item: Syndication.Item, services: [String], regions: [String]) {
    guard let postedAt = item.postedAt, let mark = item.id.lastIndex(of: "#") else { return nil }
    let name = item.id[item.id.index(after: mark)...]
    guard let end = name.lastIndex(of: "_") else { return nil }
    let key = CleanText(String(name[..<end]), limit: 80).text
    let service = services.first { key.hasPrefix("\($0)-") }
    guard let service, regions.isEmpty || regions.contains(String(key.dropFirst(service.count + 1))) else {
      return nil
    }
    var rest = Substring(item.title).drop(while: \.isWhitespace)
    let prefix = Self.prefixes.first { rest.hasPrefix($0.0) }
    rest = rest.dropFirst(prefix?.0.count ?? 0).drop(while: \.isWhitespace)
    let isResolved = rest.hasPrefix("[RESOLVED]") || prefix?.0 == Self.prefixes[0].0
    if rest.hasPrefix("[RESOLVED]") { rest = rest.dropFirst(10).drop(while: \.isWhitespace) }
    self.key = key
    id = item.id
    title = String(rest)
    text = item.text
    state = isResolved ? .operational : prefix?.1 ?? .unknown
    phase = isResolved ? .resolved : .investigating
    self.postedAt = postedAt
  }
}

/// Words by which prose says how an incident stands.
enum StatusWord {
  private static let phases: [(String, PageIncidentPhase)] = [
    ("resolved", .resolved), ("completed", .resolved), ("operating normally", .resolved),
    ("recovered", .resolved), ("monitoring", .monitoring), ("identified", .identified),
    ("investigating", .investigating), ("scheduled", .scheduled), ("in progress", .inProgress),
  ]

  /// The phase whose word comes first; `unknown` when none does.
  static func first(in text: String) -> PageIncidentPhase {
    let text = text.prefix(4000).lowercased()
    let found = phases.compactMap { word, phase in text.firstRange(of: word).map { ($0.lowerBound, phase) } }
    return found.min { $0.0 < $1.0 }?.1 ?? .unknown
  }

  private static let outages = ["outage", "disruption", "down", "unavailable"]

  static func impact(of title: String) -> PageState {
    let words = Set(title.lowercased().split { !$0.isLetter }.map(String.init))
    if words.contains("maintenance") { return .maintenance }
    return outages.contains(where: words.contains) ? .partialOutage : .degraded
  }

  /// Any vendor's word for a state, as third parties spell it; nil becomes `unknown`.
  static func state(_ word: String) -> PageState {
    switch word.lowercased() {
    case "operational", "ok", "up", "none", "healthy", "good", "green", "normal", "available": .operational
    case "degraded", "degraded_performance", "minor", "slow", "warning", "yellow", "partial_degradation":
      .degraded
    case "partial_outage", "partial", "major", "orange": .partialOutage
    case "major_outage", "full_outage", "critical", "down", "outage", "red", "unavailable": .majorOutage
    case "maintenance", "under_maintenance": .maintenance
    default: .unknown
    }
  }
}
