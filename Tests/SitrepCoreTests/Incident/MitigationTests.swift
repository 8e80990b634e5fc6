import SitrepCore
import Testing

@Suite struct MitigationTests {
  /// Anthropic is down for `span`, bedrock serves and answers after `latency`.
  private func served(for span: TimeSpan, latency: TimeSpan = .milliseconds(800)) -> Story {
    var story = Story()
    story.probe(for: .seconds(20))
    let end = story.now + span
    while story.now < end {
      for plan in story.state.settings.probes {
        let isDown = plan.series.platform == .anthropic
        let outcome: Outcome = isDown ? .failed(.overload) : .ok
        story.happen(
          .observed(
            Observation(
              series: plan.series, purpose: .scheduled, startedAt: story.now,
              phases: Phases(total: isDown ? .seconds(1) : latency), outcome: outcome,
              status: isDown ? 529 : 200)))
      }
      story.wait(.seconds(2))
    }
    return story
  }

  @Test func `it is the end of the first minute in which the active route met its objectives`() throws {
    let story = served(for: .minutes(3))
    let incident = try #require(story.state.openIncident)
    let moved = try #require(story.state.control.activeSince)
    #expect(incident.mitigatedAt == moved + .minutes(1))
    #expect(
      story.lines.contains { $0.hasPrefix("INC-1 mitigated:") && $0.hasSuffix("ok via bedrock in 60 s") })
  }

  @Test func `a route that answers too late does not meet them`() {
    #expect(served(for: .minutes(3), latency: .seconds(4)).state.openIncident?.mitigatedAt != nil)
    #expect(served(for: .minutes(3), latency: .seconds(6)).state.openIncident?.mitigatedAt == nil)
  }

  @Test func `nobody can say it`() throws {
    var story = served(for: .seconds(40))
    try story.act(ActionRequest(action: .acknowledge, actor: Operator("ab"), key: "1"))
    try story.act(ActionRequest(action: .note, text: "mitigated", actor: Operator("ab"), key: "2"))
    #expect(story.state.openIncident?.mitigatedAt == nil)
    #expect(!ActionID.allCases.contains { $0.rawValue.hasPrefix("mitigate") })
  }

  /// Calls per 5 s that bedrock carries for 70 s after it became active, and whether that is enough.
  @Test(
    arguments: [
      (20, 0, 0, true), (20, 1, 0, false), (20, 0, 1, false), (0, 0, 20, false), (400, 1, 0, true),
    ])
  func `where traffic is measured it decides, calls refused here included`(
    ok: Int, failed: Int, refused: Int, isMitigated: Bool
  ) {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40), failing: anthropicDown)
    for _ in 0..<14 {
      story.probe(for: .seconds(5), failing: anthropicDown)
      carry(&story, .bedrock, ok: ok, failed: failed, refused: refused)
    }
    #expect((story.state.openIncident?.mitigatedAt != nil) == isMitigated)
  }

  @Test func `it is lost when the route fails again`() {
    var story = served(for: .minutes(2))
    #expect(story.state.openIncident?.phase == .mitigated)
    story.probe(for: .seconds(40)) { $0.platform == .vertex ? nil : (.failed(.server), 500) }
    #expect(story.state.control.active == .vertex)
    #expect(story.state.openIncident?.phase == .open)
    #expect(story.lines.contains { $0.hasPrefix("INC-1 relapsed:") })
    story.probe(for: .seconds(90)) { $0.platform == .vertex ? nil : (.failed(.server), 500) }
    #expect(story.state.openIncident?.phase == .mitigated)
  }

  @Test func `a platform that has no other is well again when it answers for a minute`() {
    var settings = Story.settings
    settings.probes = [Story.plan(.anthropic, "claude-haiku-4-5")]
    settings.route = [.anthropic]
    var story = Story(settings)
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(story.state.openIncident?.mitigatedAt == nil)
    story.probe(for: .minutes(3))
    #expect(story.state.openIncident?.mitigatedAt != nil)
  }
}

/// What the gateway carried in the last 5 s.
func carry(_ story: inout Story, _ platform: Platform, ok: Int, failed: Int = 0, refused: Int = 0) {
  let target = BreakerTarget(platform: platform, region: "", model: Model("claude-haiku-4-5"))
  let flow = TrafficReport.Flow(
    target: target, ok: ok, failed: failed > 0 ? [.overload: failed] : [:], refused: refused,
    medianFirstByte: nil)
  story.happen(
    .trafficMeasured(
      TrafficReport(
        consumer: "gateway", over: .seconds(5), generation: story.state.control.generation, flows: [flow])))
}
