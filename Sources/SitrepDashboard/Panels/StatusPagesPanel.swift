import SitrepCore
import SitrepTerminal

/// Vendors' pages: one witness each, with the age of what they say and how late they said it.
enum StatusPagesPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    guard !scene.state.feeds.isEmpty else { return [PanelRow("no page is watched", .dim)] }
    return scene.state.feeds.flatMap { feed in
      if feed.plan.role == .link { return [link(feed, scene)] }
      return [head(feed, scene, width)] + failure(feed) + components(feed, scene) + posts(feed, scene)
    }
  }

  private static func name(_ feed: FeedState) -> String {
    feed.snapshot?.name.text ?? feed.plan.vendor.rawValue
  }

  private static func nameWidth(_ scene: Scene) -> Int {
    min(14, scene.state.feeds.map { TextWidth.columns(name($0)) }.max() ?? 0)
  }

  private static func head(_ feed: FeedState, _ scene: Scene, _ width: Int) -> PanelRow {
    let name = name(feed).padded(nameWidth(scene))
    guard let snapshot = feed.snapshot, let goodAt = feed.goodAt else {
      let word = feed.failure == nil ? "not read yet" : "never read"
      return PanelRow([scene.mark(.unknown, .unknown), Span(" \(name) "), Span(word, .unknown)])
    }
    let age = scene.now - goodAt
    if feed.isStale(at: scene.now) {
      return PanelRow(
        [scene.mark(.stale, .stale), Span(" \(name) "), Span("was \(snapshot.state.word)", .dim)],
        right: [Span("stale \(TimeWords.clock(age))", .stale)])
    }
    let role = snapshot.state.role
    let left = [scene.mark(snapshot.state.glyph, role), Span(" \(name) "), Span(snapshot.state.word, role)]
    let fetched = Span("fetched \(TimeWords.age(age))", .dim)
    let fits = left.columns + fetched.columns < width
    return PanelRow(left, right: [fits ? fetched : Span(TimeWords.age(age), .dim)])
  }

  private static func link(_ feed: FeedState, _ scene: Scene) -> PanelRow {
    let name = feed.plan.vendor.rawValue.padded(nameWidth(scene))
    return PanelRow([Span("  \(name) ", .dim), Span("see \(feed.plan.link)", .dim)])
  }

  private static func failure(_ feed: FeedState) -> [PanelRow] {
    feed.failure.map { [PanelRow([Span("  failed: \($0.text)", .warning)])] } ?? []
  }

  /// Worst first; those that work are one line.
  private static func components(_ feed: FeedState, _ scene: Scene) -> [PanelRow] {
    guard let snapshot = feed.snapshot else { return [] }
    let troubled = snapshot.components.filter { $0.state != .operational }
      .sorted { ($0.state, $1.name.text) > ($1.state, $0.name.text) }
    let fine = snapshot.components.count - troubled.count
    var rows = troubled.map { component in
      PanelRow(
        [
          Span("  "), scene.mark(component.state.glyph, component.state.role),
          Span(" \(component.name.text)"),
        ], right: [Span(component.state.word, component.state.role)])
    }
    if fine > 0, feed.isStale(at: scene.now) == false {
      let more = troubled.isEmpty ? "" : "other "
      rows.append(
        PanelRow([
          Span("  "), scene.mark(.ok, .ok),
          Span(" \(fine) \(more)component\(fine == 1 ? "" : "s") operational", .dim),
        ]))
    }
    return rows
  }

  private static func posts(_ feed: FeedState, _ scene: Scene) -> [PanelRow] {
    var rows: [PanelRow] = []
    if let incident = feed.snapshot?.incidents.first {
      let newest = incident.updates.first
      let time = (newest?.postedAt).map { "\(TimeWords.minute($0)) " } ?? ""
      rows.append(
        PanelRow([
          Span("  \(time)", .dim), Span("\(incident.phase.rawValue): ", .accent), Span(incident.name.text),
        ]))
    }
    return rows + past(feed, scene) + lag(feed, scene)
  }

  /// The newest incident that is over, of a page that lists none as open: nobody may know that it was.
  private static func past(_ feed: FeedState, _ scene: Scene) -> [PanelRow] {
    guard feed.snapshot?.incidents.isEmpty == true, let incident = feed.history?.incidents.first,
      let at = incident.publishedAt, scene.now - at <= PageHistory.span
    else { return [] }
    let word = incident.isBornResolved ? "posted already resolved: " : "over: "
    return [PanelRow([Span("  \(TimeWords.minute(at)) \(word)\(incident.name.text)", .dim)])]
  }

  /// How late the page is against our own detection, signed; silence is counted too.
  private static func lag(_ feed: FeedState, _ scene: Scene) -> [PanelRow] {
    guard let open = scene.state.openIncident, let platform = feed.plan.platform,
      open.platforms.contains(platform)
    else { return [] }
    guard let posted = open.vendorPostedAt ?? firstPost(feed) else {
      let silence = scene.now - open.impactBefore
      return [PanelRow("  silent \(TimeWords.age(silence)) after we saw it", .warning)]
    }
    let lag = posted - open.impactBefore
    let side = lag.nanoseconds < 0 ? "before" : "after"
    return [PanelRow("  posted \(TimeWords.elapsed(lag.magnitude)) \(side) we saw it", .dim)]
  }

  /// The oldest post about the newest incident, in the vendor's time.
  private static func firstPost(_ feed: FeedState) -> Instant? {
    feed.snapshot?.incidents.first?.updates.map(\.publishedAt).min()
  }
}
