import SitrepCore
import SitrepEngine
import Testing

@Suite struct `The rhythm of pages` {
  private func reads(_ outcome: Outcome) async throws -> [Int64] {
    let rig = try await Rig()
    var settings = Rig.settings
    settings.feeds = [
      FeedPlan(vendor: Vendor("claude"), platform: .anthropic, cadence: .minutes(5), link: "x"),
      FeedPlan(vendor: Vendor("watcher"), platform: nil, link: "y", role: .link),
    ]
    rig.probes.answer(outcome, outcome.isFailure ? 529 : 200)
    let start = rig.clock.now()
    try await rig.running(settings) { await rig.clock.advance(by: .minutes(6)) }
    return rig.journal.events.compactMap { event in
      guard case .feedRead(let report) = event.body, report.vendor == Vendor("claude") else {
        if case .feedRead(let report) = event.body { Issue.record("\(report.vendor) was read") }
        return nil
      }
      return (report.fetchedAt - start).wholeSeconds
    }
  }

  @Test func `a page is read at its cadence while all is well`() async throws {
    #expect(try await reads(.ok) == [0, 300])
  }

  @Test func `in trouble it is read every minute, and trouble is noticed within ten seconds`() async throws {
    #expect(try await reads(.failed(.overload)) == [0, 60, 120, 180, 240, 300, 360])
  }

  @Test func `a cadence that is shorter than a minute stays so`() {
    #expect(FeedRhythm.pause(.seconds(5), isUrgent: true, by: 1 << 63) == .seconds(5))
    #expect(FeedRhythm.pause(.minutes(3), isUrgent: false, by: 1 << 63) == .minutes(3))
    #expect(FeedRhythm.pause(.minutes(3), isUrgent: true, by: 0) == .seconds(48))
  }
}
