/// When there was trouble, as far as anybody said so: incidents of this journal and vendors' own posts.
struct TuneTruth: Sendable {
  struct Trouble: Sendable {
    var platforms: [Platform]
    var start: Instant
    /// Nil while it lasts.
    var end: Instant?
    /// Whether a person acknowledged it or the vendor posted it; an incident that only sitrep saw proves
    /// nothing about the thresholds that opened it.
    var isVouched: Bool
    var incident: Int?
  }

  private(set) var troubles: [Trouble] = []
  /// Unresolved incidents of each page, by the vendor's id.
  private var posted: [String: Int] = [:]
  private var nextIncident = 1
  private let platforms: [Vendor: Platform]

  /// Most troubles kept; a journal from elsewhere may tell of any number.
  private static let most = 10_000

  init(_ settings: Settings) {
    platforms = Dictionary(
      settings.feeds.compactMap { feed in feed.platform.map { (feed.vendor, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// How long before a trouble began, and after it ended, an alarm is still one of it.
  static let slack = TimeSpan.minutes(10)

  /// The first trouble of a platform that an alarm at `moment` is about.
  func trouble(of platform: Platform, at moment: Instant) -> Int? {
    troubles.firstIndex { trouble in
      trouble.platforms.contains(platform) && moment >= trouble.start - TuneTruth.slack
        && trouble.end.map { moment <= $0 + TuneTruth.slack } ?? true
    }
  }

  mutating func open(_ incident: Incident) {
    guard troubles.count < TuneTruth.most else { return }
    troubles.append(
      Trouble(
        platforms: incident.platforms, start: incident.impactBefore, end: nil, isVouched: false,
        incident: nextIncident))
    nextIncident += 1
  }

  mutating func take(_ change: IncidentChange, at moment: Instant) {
    guard let index = troubles.lastIndex(where: { $0.incident == change.number }) else { return }
    switch change.change {
    case .resolved: troubles[index].end = moment
    case .reopened: troubles[index].end = nil
    case .attached(let series):
      for id in series where !troubles[index].platforms.contains(id.platform) {
        troubles[index].platforms.append(id.platform)
      }
    case .acknowledged, .leadTaken, .vendorPosted: troubles[index].isVouched = true
    default: break
    }
  }

  mutating func take(_ report: FeedReport) {
    guard case .changed(let page) = report.result, let platform = platforms[report.vendor] else { return }
    let prefix = "\(report.vendor.rawValue)\u{0}"
    var present: Set<String> = []
    for incident in page.incidents where !incident.phase.isOver && incident.impact != .operational {
      let key = prefix + incident.id
      present.insert(key)
      guard posted[key] == nil, troubles.count < TuneTruth.most else { continue }
      let told = incident.startedAt ?? incident.updates.map(\.postedAt).min() ?? report.fetchedAt
      posted[key] = troubles.count
      troubles.append(
        Trouble(
          platforms: [platform], start: min(told, report.fetchedAt), end: nil, isVouched: true,
          incident: nil))
    }
    for (key, index) in posted where key.hasPrefix(prefix) && !present.contains(key) {
      troubles[index].end = report.fetchedAt
      posted[key] = nil
    }
  }
}
