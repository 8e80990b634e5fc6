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

  mutating func take(_ report: FeedReport, _ sequence: Int64) {
    if case .failed = report.result { return }
    lastRead[report.vendor] = (report.fetchedAt, sequence)
    guard case .changed(let snapshot) = report.result else { return }
    for incident in snapshot.incidents {
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
