import SitrepCore
import Testing

/// What is not measured holds what was known; no data is no recovery.
@Suite struct SightTests {
  /// The same configuration after a start without anthropic's key.
  private var keyless: Settings {
    var settings = Story.settings
    settings.probes =
      [
        ProbePlan(
          series: SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("small")),
          idle: "no credentials")
      ] + settings.probes.filter { $0.series.platform != .anthropic }
    return settings
  }

  private func outage() -> Story {
    var story = Story()
    story.probe(for: .seconds(60))
    story.probe(for: .seconds(40), failing: anthropicDown)
    return story
  }

  @Test func `a severity is held while the platform that failed is not probed, and says so`() {
    var story = outage()
    #expect(story.state.severity.current.severity == .p1)
    story.happen(.settingsAdopted(keyless), from: .engine)
    story.probe(for: .minutes(30))
    let current = story.state.severity.current
    #expect(current.severity == .p1)
    #expect(current.evidence == "not measured, held at P1: anthropic is not probed (no credentials)")
    #expect(story.state.openIncident?.phase != .resolved)
    #expect(story.state.openIncident?.phase != .monitoring)
    #expect(story.lines.filter { $0.contains("not measured, held at P1") }.count == 1)
  }

  @Test func `what the same series said before, and a breaker's few trials, measure nothing`() {
    var story = outage()
    var idle = Story.settings
    for index in idle.probes.indices where idle.probes[index].series.platform == .anthropic {
      idle.probes[index].idle = "no credentials"
    }
    story.happen(.settingsAdopted(idle), from: .engine)
    for _ in 0..<60 {
      story.wait(.seconds(1))
      let flow = TrafficReport.Flow(
        target: Story.settings.probes[0].series.target, ok: 0, failed: [.overload: 1], refused: 0,
        medianFirstByte: nil)
      story.happen(
        .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: [flow])))
      #expect(story.state.severity.current.severity == .p1)
    }
    #expect(story.state.severity.current.isUnmeasured)
  }

  @Test func `once it is measured again, the severity falls after the hold`() {
    var story = outage()
    story.happen(.settingsAdopted(keyless), from: .engine)
    story.wait(.minutes(30))
    story.happen(.settingsAdopted(Story.settings), from: .engine)
    story.probe(for: .seconds(30))
    #expect(story.state.severity.current.severity == .p1)
    #expect(story.state.severity.current.rule == "hold")
    story.probe(for: .minutes(2))
    #expect(story.state.severity.current.severity == nil)
    story.probe(for: .minutes(2))
    #expect(story.state.openIncident?.phase == .monitoring)
  }

  @Test func `it rises at once when what is measured again still fails`() {
    var story = outage()
    story.happen(.settingsAdopted(keyless), from: .engine)
    story.wait(.minutes(30))
    story.happen(.settingsAdopted(Story.settings), from: .engine)
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(story.state.severity.current.rule == "P1 total failure")
  }

  @Test func `real calls are sight, too`() {
    var story = outage()
    story.happen(.settingsAdopted(keyless), from: .engine)
    for _ in 0..<90 {
      story.probe(for: .seconds(2))
      let flow = TrafficReport.Flow(
        target: Story.settings.probes[0].series.target, ok: 5, failed: [:], refused: 0, medianFirstByte: nil)
      story.happen(
        .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: [flow])))
    }
    #expect(story.state.severity.current.severity == nil)
  }

  @Test func `without an incident nothing is held`() {
    var story = Story()
    story.probe(for: .seconds(60))
    story.happen(.settingsAdopted(keyless), from: .engine)
    story.probe(for: .minutes(5))
    #expect(story.state.severity.current.severity == nil)
    #expect(!story.lines.contains { $0.contains("not measured") })
  }
}
