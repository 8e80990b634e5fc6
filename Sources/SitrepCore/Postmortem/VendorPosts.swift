/// What vendors' pages published, each post once, with the event in which we first read it.
struct VendorPosts {
  struct Post {
    var vendor: Vendor
    /// The vendor's id and name of the incident that it is about.
    var incidentID: String
    var incident: CleanText
    var update: PageUpdate
    /// When and in which event we first saw it.
    var readAt: Instant
    var event: Int64
  }

  private(set) var posts: [Post] = []
  /// The newest good read of each page.
  private(set) var lastRead: [Vendor: (at: Instant, event: Int64)] = [:]
  private var seen: Set<String> = []
  private var historyReadAt: [Vendor: Instant] = [:]

  mutating func take(_ report: FeedReport, _ sequence: Int64) {
    if case .failed = report.result { return }
    lastRead[report.vendor] = (report.fetchedAt, sequence)
    if case .changed(let snapshot) = report.result { take(snapshot.incidents, report, sequence) }
    guard let history = report.history else { return }
    take(past(history.incidents ?? [], of: report.vendor), report, sequence)
    historyReadAt[report.vendor] = report.fetchedAt
  }

  /// Past incidents with those posts marked that our last look at them should have had.
  private func past(_ incidents: [PageIncident], of vendor: Vendor) -> [PageIncident] {
    var feed = FeedState(plan: FeedPlan(vendor: vendor, platform: nil, link: ""))
    feed.history = historyReadAt[vendor].map { FeedHistory(readAt: $0, incidents: []) }
    return feed.marked(incidents)
  }

  private mutating func take(_ incidents: [PageIncident], _ report: FeedReport, _ sequence: Int64) {
    for incident in incidents {
      for update in incident.updates.reversed()
      where seen.insert("\(report.vendor.rawValue)\n\(incident.id)\n\(update.id)").inserted {
        posts.append(
          Post(
            vendor: report.vendor, incidentID: incident.id, incident: incident.name, update: update,
            readAt: report.fetchedAt,
            event: sequence))
      }
    }
  }
}
