import SitrepCore
import Testing

/// Time that we lost ourselves is not the vendor's.
@Suite struct StandstillTests {
  private func slip(_ span: TimeSpan) -> EventBody {
    .clockStepped(ClockStepped(by: span, suspended: false, slipped: true))
  }

  private func observe(_ story: inout Story, startedAt: Instant, _ outcome: Outcome) {
    story.happen(
      .observed(
        Observation(
          series: story.state.settings.probes[0].series, purpose: .scheduled, startedAt: startedAt,
          phases: Phases(total: story.now - startedAt), outcome: outcome)))
  }

  @Test func `an answer measured across a standstill counts neither way`() {
    var story = Story()
    story.probe(for: .seconds(20))
    let before = story.state.series[0]
    let started = story.now
    story.now = story.now + .seconds(12)
    story.happen(slip(.seconds(11)), from: .engine)
    observe(&story, startedAt: started, .slow)
    observe(&story, startedAt: started, .failed(.timeout))
    #expect(story.state.series[0] == before)
    #expect(story.state.breakers.allSatisfy { $0.breaker.position == .closed })
    #expect(story.lines.contains { $0.hasSuffix("an answer is not counted, we stood still meanwhile") })
    #expect(story.lines.contains("engine stood still for 11 s"))
  }

  @Test func `an answer that began after it counts`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.now = story.now + .seconds(12)
    story.happen(slip(.seconds(11)), from: .engine)
    let count = story.state.series[0].samples.samples.count
    observe(&story, startedAt: story.now, .ok)
    #expect(story.state.series[0].samples.samples.count == count + 1)
  }

  @Test func `right after it nothing is concluded, and soon after everything again`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.happen(slip(.seconds(5)), from: .engine)
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R1")
    #expect(verdict.short == "WE STOOD STILL")
    story.probe(for: .seconds(12))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R7")
  }

  @Test func `traffic and checks across a standstill count neither way`() {
    var settings = Story.settings
    settings.controls = [ControlPlan(name: "neutral", kind: .neutralHost)]
    var story = Story(settings)
    story.now = story.now + .seconds(12)
    story.happen(slip(.seconds(11)), from: .engine)
    let flow = TrafficReport.Flow(
      target: Story.settings.probes[0].series.target, ok: 0, failed: [.stalled: 9], refused: 0,
      medianFirstByte: nil)
    story.happen(
      .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(12), generation: 0, flows: [flow])))
    story.happen(
      .controlObserved(
        ControlObservation(
          name: "neutral", kind: .neutralHost, health: .failing, detail: "timeout", took: .seconds(12))))
    #expect(TrafficSummary(story.state, at: story.now) == nil)
    #expect(story.state.ownSide[0].last == nil)
  }

  @Test func `only the newest standstills are kept`() {
    var story = Story()
    for _ in 0..<100 {
      story.now = story.now + .seconds(10)
      story.happen(slip(.seconds(3)), from: .engine)
    }
    #expect(story.state.standstills?.count == 16)
  }
}
