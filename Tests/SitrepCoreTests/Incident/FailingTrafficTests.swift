import SitrepCore
import Testing

/// Calls that fail are P2 as probes would be, and a single model's failure is no P1.
@Suite struct FailingTrafficTests {
  private func carry(_ story: inout Story, for seconds: Int, ok: Int, failed: Int) {
    for second in 0..<seconds {
      if second % 2 == 0 { story.probe(for: .seconds(1)) } else { story.wait(.seconds(1)) }
      let flow = TrafficReport.Flow(
        target: story.state.settings.probes[0].series.target, ok: ok,
        failed: failed > 0 ? [.server: failed] : [:], refused: 0, medianFirstByte: nil)
      story.happen(
        .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: [flow])),
        from: .gateway)
    }
  }

  @Test func `three in ten that fail for half a minute are P2 and an incident, though probes are lucky`() {
    var story = Story()
    carry(&story, for: 10, ok: 10, failed: 0)
    carry(&story, for: 30, ok: 7, failed: 3)
    #expect(story.state.severity.current.rule == "P2 calls fail")
    #expect(story.state.openIncident?.title.text.hasPrefix("anthropic failing: ") == true)
    #expect(story.state.openIncident?.title.text.hasSuffix(" calls to anthropic failed") == true)
    #expect(story.state.openIncident?.cause == .unavailable)
  }

  @Test func `a few of many, or too few calls to tell, are none`() {
    for (ok, failed, every) in [(50, 2, 1), (0, 1, 9)] {
      var story = Story()
      for turn in 0..<30 { carry(&story, for: 1, ok: ok, failed: turn % every == 0 ? failed : 0) }
      #expect(story.state.severity.current.severity == nil, "\(ok) \(failed)")
      #expect(story.state.incidents.isEmpty)
    }
  }

  @Test func `calls that failed before traffic moved away are held against nobody`() {
    var story = Story()
    carry(&story, for: 10, ok: 10, failed: 0)
    carry(&story, for: 15, ok: 5, failed: 5)
    story.probe(for: .seconds(40))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R7")
  }

  @Test func `one model that fails is no total failure while the other has not been asked since`() {
    var settings = Story.settings
    for index in settings.probes.indices { settings.probes[index].cadence = .seconds(30) }
    var story = Story(settings)
    let (haiku, opus) = (settings.probes[0], settings.probes[1])
    for _ in 0..<4 {
      for plan in settings.probes { story.observe(plan, .ok) }
      story.wait(.seconds(30))
    }
    story.observe(haiku, .ok)
    for after in [3, 5, 12, 3, 2] as [Int64] {
      story.observe(opus, .failed(.server), status: 500, purpose: .confirm)
      story.wait(.seconds(after))
    }
    #expect(!story.lines.contains { $0.hasPrefix("severity P1") })
    #expect(story.state.openIncident?.severity == .p2)
    story.observe(haiku, .failed(.server), status: 500)
    story.wait(.seconds(3))
    story.observe(haiku, .failed(.server), status: 500, purpose: .confirm)
    #expect(story.lines.contains { $0.hasPrefix("severity P1") }, "now both fail")
  }
}
