import SitrepCore
import Testing

@Suite struct `Changes of a page` {
  private static let base = Instant(seconds: 1_795_200_000)
  private let plan = FeedPlan(vendor: Vendor("claude"), platform: .anthropic, link: "x")

  private func page(_ api: PageState, _ incidents: [PageIncident] = [], chat: PageState? = .operational)
    -> PageSnapshot
  {
    let components =
      [
        PageComponent(id: "api", name: "API", state: api, changedAt: Self.base)
      ] + (chat.map { [PageComponent(id: "chat", name: "Chat", state: $0)] } ?? [])
    return PageSnapshot(
      name: "Claude", summary: "", state: components.map(\.state).max() ?? .unknown, components: components,
      incidents: incidents)
  }

  private func incident(_ posts: [(String, Int64)], phase: PageIncidentPhase = .investigating) -> PageIncident
  {
    PageIncident(
      id: "i", name: "Errors", phase: phase, impact: .majorOutage, startedAt: Self.base, resolvedAt: nil,
      updates: posts.map {
        PageUpdate(id: $0.0, phase: phase, body: "", postedAt: Self.base + .seconds($0.1))
      }, components: [])
  }

  private func read(_ page: PageSnapshot, at seconds: Int64) -> FeedReport {
    FeedReport(vendor: plan.vendor, fetchedAt: Self.base + .seconds(seconds), result: .changed(page))
  }

  /// The timeline's lines, and the state, after these readings.
  private func told(_ reports: [FeedReport]) -> (lines: [String], state: State) {
    var state = State()
    let settings = Settings(mode: .live, probes: [], feeds: [plan], route: [])
    let bodies = [EventBody.settingsAdopted(settings)] + reports.map(EventBody.feedRead)
    for body in bodies {
      state.fold(Event(sequence: state.sequence + 1, at: Self.base, source: .feed, body: body))
    }
    return (state.timeline.map(\.text), state)
  }

  @Test func `every change of every component is told once, with the vendor's time`() {
    let lines = told([
      read(page(.operational), at: 0), read(page(.majorOutage), at: 60),
      read(page(.degraded, chat: nil), at: 120), read(page(.operational, chat: .unknown), at: 180),
    ]).lines
    #expect(
      lines == [
        "claude page: operational → major outage: API (vendor's time 18:40:00Z)",
        "claude: Chat is no longer on the page",
        "claude page: major outage → degraded: API (vendor's time 18:40:00Z)",
        "claude: API degraded → operational (vendor's time 18:40:00Z)", "claude: Chat is new: unknown",
        "claude page: degraded → unknown",
      ])
  }

  @Test func `a post that an earlier reading should have had is back-dated`() {
    let late = page(.majorOutage, [incident([("u", 60)])])
    let (lines, state) = told([read(page(.operational), at: 600), read(late, at: 700)])
    #expect(
      lines.contains("claude: investigating: Errors (back-dated to 18:41:00Z: not there yet at 18:50:00Z)"))
    let post = state.feeds[0].snapshot?.incidents[0].updates[0]
    #expect(post?.isBackDated == true)
    #expect(post?.publishedAt == Self.base + .seconds(600))
  }

  @Test func `a back-dated post stays so, and one in time is not`() {
    let first = incident([("u", 60)])
    let second = incident([("v", 650), ("u", 60)])
    let (_, state) = told([
      read(page(.operational), at: 600), read(page(.majorOutage, [first]), at: 700),
      read(page(.majorOutage, [second]), at: 760),
    ])
    #expect(state.feeds[0].snapshot?.incidents[0].updates.map(\.isBackDated) == [false, true])
  }

  @Test func `posts of the first reading and of a reopened incident are taken as they are`() {
    let old = incident([("u", -7200)])
    #expect(
      told([read(page(.majorOutage, [old]), at: 0)]).state.feeds[0].snapshot?.incidents[0].updates[0]
        .isBackDated == false)
    var reopened = incident([("w", 690), ("u", -7200)])
    reopened.updates.append(PageUpdate(id: "r", phase: .resolved, body: "", postedAt: Self.base - .hours(1)))
    let state = told([read(page(.operational), at: 600), read(page(.majorOutage, [reopened]), at: 700)]).state
    #expect(state.feeds[0].snapshot?.incidents[0].updates.contains(where: \.isBackDated) == false)
  }

  @Test func `what the vendor wrote later than it shows is back-dated by its own record`() {
    let update = PageUpdate(
      id: "u", phase: .resolved, body: "", postedAt: Self.base, enteredAt: Self.base + .minutes(20))
    #expect(update.isBackDated && update.publishedAt == Self.base + .minutes(20))
    #expect(
      PageChange.posted(update, about: "Errors").sentence
        == "resolved: Errors (back-dated to 18:40:00Z: written 19:00:00Z)")
  }

  @Test func `a witness is no word of the vendor's`() {
    var witness = plan
    witness.role = .witness
    var state = State()
    let settings = Settings(mode: .live, probes: [], feeds: [witness], route: [])
    state.fold(Event(sequence: 1, at: Self.base, source: .engine, body: .settingsAdopted(settings)))
    state.fold(
      Event(sequence: 2, at: Self.base, source: .feed, body: .feedRead(read(page(.majorOutage), at: 0))))
    #expect(SeverityRules.assess(state, at: Self.base).severity == nil)
  }
}
