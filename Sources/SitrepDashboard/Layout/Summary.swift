import SitrepCore
import SitrepTerminal

/// One column of lines for screens with no room for panels: platforms, pages, then the newest happenings.
enum Summary {
  static func rows(_ scene: Scene, size: Size) -> [PanelRow] {
    let platforms = scene.state.platforms.map { (platform: $0, worst: worst($0, scene)) }
      .sorted { ($0.worst?.standing.rank ?? 9) < ($1.worst?.standing.rank ?? 9) }
    var rows = platforms.map { row($0.platform, $0.worst, scene, size.width) }
    rows += scene.state.feeds.filter { isNews($0, scene) }.map {
      page($0, scene)
    }
    rows = Array(rows.prefix(max(1, size.height - min(3, size.height / 3))))
    let room = size.height - rows.count
    guard room > 0, !scene.state.timeline.isEmpty else { return rows }
    return rows + TimelinePanel.rows(scene, width: size.width, wraps: false).suffix(room)
  }

  /// A page is worth a line unless it says that all is well, and said so lately.
  private static func isNews(_ feed: FeedState, _ scene: Scene) -> Bool {
    feed.snapshot?.state != .operational || feed.isStale(at: scene.now)
  }

  private typealias Worst = (series: SeriesState, standing: Standing)

  private static func worst(_ platform: Platform, _ scene: Scene) -> Worst? {
    scene.standings.filter { $0.series.id.platform == platform }
      .min { $0.standing.rank < $1.standing.rank }
  }

  private static func row(_ platform: Platform, _ worst: Worst?, _ scene: Scene, _ width: Int) -> PanelRow {
    let standing = worst?.standing ?? .notProbed("no probe")
    let position = scene.state.position(of: platform)
    let isShut = position == .open || position == .forcedOpen
    let serving =
      scene.state.control.active == platform && !isShut
      ? [Span(width < 50 ? " via" : "  serving", .accent)] : []
    let isKnown = scene.state.leadingBreaker(of: platform) != nil || position != .closed
    let word = isKnown ? position.word : "no breaker"
    let breaker = Span(word.padded(11), isShut ? .failing : position == .closed ? .text : .degraded)
    return PanelRow(
      [scene.mark(standing.glyph, standing.role), Span(" \(platform.rawValue.padded(9)) "), breaker]
        + serving,
      right: [Span(lastWord(standing, worst?.series), standing.role)])
  }

  private static func lastWord(_ standing: Standing, _ series: SeriesState?) -> String {
    switch standing {
    case .notProbed: "not probed"
    case .waiting: "no answer"
    case .stale(let age): "stale \(TimeWords.clock(age))"
    case .failing(_, let word): word
    case .ok: series?.last?.latency.map(TimeWords.latency) ?? "ok"
    case .slow: "slow \(series?.last?.latency.map(TimeWords.latency) ?? "")"
    }
  }

  private static func page(_ feed: FeedState, _ scene: Scene) -> PanelRow {
    let name = feed.snapshot?.name.text ?? feed.plan.vendor.rawValue
    guard let snapshot = feed.snapshot, let goodAt = feed.goodAt, !feed.isStale(at: scene.now) else {
      return PanelRow([scene.mark(.stale, .stale), Span(" page \(name) "), Span("stale or unread", .stale)])
    }
    return PanelRow(
      [
        scene.mark(snapshot.state.glyph, snapshot.state.role), Span(" page \(name) "),
        Span(snapshot.state.word, snapshot.state.role),
      ], right: [Span(TimeWords.age(scene.now - goodAt), .dim)])
  }
}
