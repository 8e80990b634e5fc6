import SitrepCore
import Testing

/// 429s that callers get through the gateway while probes get none.
@Suite struct LimitedTrafficTests {
  /// A report each second with this many answered 429 of ten calls, probes fine all the while.
  private func carry(_ story: inout Story, for seconds: Int, limited: Int, failed: Int = 0) {
    for second in 0..<seconds {
      if second % 2 == 0 { story.probe(for: .seconds(1)) } else { story.wait(.seconds(1)) }
      let flow = TrafficReport.Flow(
        target: story.state.settings.probes[0].series.target, ok: 10 - limited - failed,
        failed: [.quota: limited, .overload: failed].filter { $0.value > 0 }, refused: 0,
        medianFirstByte: nil)
      story.happen(
        .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: [flow])),
        from: .gateway)
    }
  }

  @Test(arguments: [
    (0, 0, "our traffic ok via anthropic"), (2, 0, "our traffic 20 % limited via anthropic"),
    (0, 3, "our traffic failing 30 % via anthropic"),
    (1, 3, "our traffic failing 30 %, 10 % limited via anthropic"),
  ])
  func `what users feel tells limits from failures`(_ limited: Int, _ failed: Int, _ words: String) {
    var story = Story()
    carry(&story, for: 6, limited: limited, failed: failed)
    #expect(Impact.sentence(story.state, at: story.now) == words)
  }

  @Test func `429s that persist are P2 and an incident of limits, though no probe met one`() {
    var story = Story()
    carry(&story, for: 10, limited: 0)
    carry(&story, for: 40, limited: 2)
    #expect(story.state.severity.current.rule == "P2 rate limited")
    #expect(story.state.severity.current.severity == .p2)
    #expect(story.state.severity.current.evidence.contains(" calls to anthropic answered 429"))
    #expect(story.state.openIncident?.cause == .limits)
    #expect(story.state.openIncident?.title.text.hasPrefix("anthropic limited: ") == true)
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R9a")
    #expect(verdict.short == "ANTHROPIC RATE LIMITED")
    #expect(verdict.branch == .limits)
  }

  @Test func `one burst, or fewer than one in twenty, is neither`() {
    var story = Story()
    carry(&story, for: 10, limited: 0)
    carry(&story, for: 3, limited: 8)
    carry(&story, for: 30, limited: 0)
    #expect(story.state.severity.current.severity == nil)
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `it ends when callers are served again`() {
    var story = Story()
    carry(&story, for: 50, limited: 2)
    carry(&story, for: 180, limited: 0)
    #expect(story.state.severity.current.severity == nil)
    #expect(story.state.openIncident?.phase ?? .resolved != .open)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R7")
  }
}
