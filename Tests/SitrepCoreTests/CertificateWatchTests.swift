import SitrepCore
import Testing

@Suite struct `Certificates that end` {
  private static let start = Instant(seconds: 1_795_200_000)
  private static let reach = SeriesID(
    platform: .bedrock, region: "us-east-1", capability: .reach, model: Model(""))

  @Test(
    arguments: [
      (22.0, nil), (21.1, nil), (20.9, CertificateWatch.Level.warning), (3.1, .warning), (2.9, .pressing),
      (0.1, .pressing), (0.0, .ended), (-5.0, .ended),
    ] as [(Double, CertificateWatch.Level?)])
  func `the level follows the days that are left`(days: Double, level: CertificateWatch.Level?) {
    let ends = Self.start + TimeSpan.hours(24) * days
    #expect(CertificateWatch(Self.reach, ends: ends, at: Self.start)?.level == level)
  }

  @Test func `each level is told once, and no incident opens`() {
    var state = State()
    let settings = Settings(
      mode: .live, probes: [ProbePlan(series: Self.reach, cadence: .hours(1))], feeds: [], route: [.bedrock])
    func fold(_ body: EventBody, _ now: Instant) {
      state.fold(Event(sequence: state.sequence + 1, at: now, source: .engine, body: body))
      for decision in Policy.decide(state, at: now) {
        state.fold(Event(sequence: state.sequence + 1, at: now, source: .policy, body: decision.body))
      }
    }
    fold(.settingsAdopted(settings), Self.start)
    let ends = Self.start + .hours(24 * 25)
    for hour in stride(from: Int64(0), through: 24 * 26, by: 6) {
      let now = Self.start + .hours(hour)
      var seen = Observation(
        series: Self.reach, purpose: .scheduled, startedAt: now, phases: Phases(total: .milliseconds(5)),
        outcome: .ok, status: 403)
      seen.certificateEnds = ends
      fold(.observed(seen), now)
    }
    let lines = state.timeline.filter { $0.text.hasPrefix("certificate") }
    #expect(
      lines.map(\.text) == [
        "certificate of bedrock us-east-1 ends in 20 days, on 2026-12-15",
        "certificate of bedrock us-east-1 ends in 66 h, on 2026-12-15".replacing("66 h", with: "2 days"),
        "certificate of bedrock us-east-1 ended 2026-12-15",
      ])
    #expect(lines.map(\.tone) == [.warning, .bad, .bad])
    #expect(state.incidents.isEmpty)
    #expect(
      CertificateWatch.notices(state, at: ends - .hours(5)).map(\.sentence) == [
        "certificate of bedrock us-east-1 ends in 5 h, on 2026-12-15"
      ])
  }
}
