import SitrepCore
import Testing

@Suite struct `Past incidents of a page` {
  private static let base = Instant(seconds: 1_795_200_000)
  private let plan = FeedPlan(vendor: Vendor("claude"), platform: .anthropic, link: "x")
  private let calm = PageSnapshot(
    name: "Claude", summary: "", state: .operational, components: [], incidents: [])

  /// Posts as (id, phase, seconds that the page shows, seconds at which it was written), oldest first.
  private func incident(
    named id: String = "i", _ posts: [(String, PageIncidentPhase, Int64, Int64)]
  ) -> PageIncident {
    PageIncident(
      id: id, name: CleanText("Errors \(id)"), phase: posts.last?.1 ?? .unknown, impact: .degraded,
      startedAt: nil, resolvedAt: nil,
      updates: posts.reversed().map { post in
        let shown = Self.base + .seconds(post.2)
        let written = Self.base + .seconds(post.3)
        return PageUpdate(
          id: post.0, phase: post.1, body: "", postedAt: shown, enteredAt: written > shown ? written : nil)
      }, components: [])
  }

  private func page(_ incidents: [PageIncident] = []) -> PageSnapshot {
    PageSnapshot(name: "Claude", summary: "", state: .operational, components: [], incidents: incidents)
  }

  private func read(
    at seconds: Int64, _ result: FeedResult = .unchanged, past: [PageIncident]?
  ) -> FeedReport {
    FeedReport(
      vendor: plan.vendor, fetchedAt: Self.base + .seconds(seconds), result: result,
      history: PageHistory(incidents: past))
  }

  private func told(_ reports: [FeedReport]) -> (lines: [String], state: State) {
    var state = State()
    let settings = Settings(mode: .live, probes: [], feeds: [plan], route: [])
    for body in [EventBody.settingsAdopted(settings)] + reports.map(EventBody.feedRead) {
      state.fold(Event(sequence: state.sequence + 1, at: Self.base, source: .feed, body: body))
    }
    return (state.timeline.map(\.text), state)
  }

  @Test func `a post that is born resolved is told once, and changes nothing that holds now`() {
    let born = incident([("u", .resolved, 300, 300)])
    let (lines, state) = told([
      read(at: 0, .changed(calm), past: []), read(at: 310, past: [born]), read(at: 320, past: [born]),
      read(at: 330, past: nil),
    ])
    #expect(lines == ["claude: posted already resolved: Errors i (posted 18:45:00Z)"])
    #expect(state.feeds[0].snapshot == calm)
    #expect(state.incidents.isEmpty)
    #expect(state.openIncident == nil)
    #expect(state.feeds[0].history?.incidents.map(\.isBornResolved) == [true])
    #expect(state.feeds[0].history?.readAt == Self.base + .seconds(330))
  }

  @Test func `it is back-dated when its record says so, or when our last look should have had it`() {
    let written = incident(named: "a", [("u", .resolved, 0, 600)])
    let missing = incident(named: "b", [("v", .resolved, 100, 100)])
    let (lines, state) = told([
      read(at: 500, .changed(calm), past: []), read(at: 700, past: [missing, written]),
    ])
    #expect(
      Set(lines) == [
        "claude: posted already resolved: Errors a (back-dated to 18:40:00Z: not there yet at 18:48:20Z)",
        "claude: posted already resolved: Errors b (back-dated to 18:41:40Z: not there yet at 18:48:20Z)",
      ])
    #expect(state.feeds[0].history?.incidents.flatMap(\.updates).allSatisfy { $0.isBackDated } == true)
    let first = told([read(at: 700, .changed(calm), past: [written])]).lines
    #expect(
      first == ["claude: posted already resolved: Errors a (back-dated to 18:40:00Z: written 18:50:00Z)"])
  }

  @Test func `an incident that was seen open ends with the page's own last word, once`() {
    let open = incident([("u", .investigating, 0, 0)])
    let over = incident([("u", .investigating, 0, 0), ("v", .resolved, 500, 500)])
    let (lines, _) = told([
      read(at: 0, .changed(page([open])), past: []), read(at: 510, .changed(page()), past: [over]),
      read(at: 600, past: [over]),
    ])
    #expect(
      lines == [
        "claude: investigating: Errors i (posted 18:40:00Z)", "claude: resolved: Errors i (posted 18:48:20Z)",
      ])
  }

  @Test func `what opened and ended between two looks is told whole`() {
    let brief = incident([("u", .investigating, 400, 400), ("v", .resolved, 450, 450)])
    let lines = told([read(at: 390, .changed(calm), past: []), read(at: 500, past: [brief])]).lines
    #expect(
      lines == [
        "claude: investigating: Errors i (posted 18:46:40Z)", "claude: resolved: Errors i (posted 18:47:30Z)",
      ])
  }

  @Test func `the first look tells the last word of each, and keeps ten of the last day`() {
    let day = (0..<14).map {
      incident(named: "\($0)", [("u", .investigating, $0, $0), ("v", .resolved, $0 * 10, $0 * 10)])
    }
    let stale = incident(named: "old", [("u", .resolved, -90_000, -90_000)])
    let (lines, state) = told([
      read(at: 200, .changed(calm), past: PageHistory.lately(day + [stale], at: Self.base + .seconds(200)))
    ])
    #expect(lines.count == PageHistory.mostIncidents)
    #expect(state.feeds[0].history?.incidents.map(\.id) == (4..<14).reversed().map(String.init))
  }

  @Test func `an unchanged page with news of the past is kept in the journal`() {
    #expect(Retention.isRaw(.feedRead(read(at: 0, past: nil))))
    #expect(!Retention.isRaw(.feedRead(read(at: 0, past: [incident([("u", .resolved, 0, 0)])]))))
  }
}
