import SitrepCore
import Testing

/// What only answers late is said to be slow, never to fail.
@Suite struct SlownessTests {
  /// Two minutes at 800 ms each, then anthropic's haiku at `latency` for a while.
  private func story(then latency: TimeSpan, for rounds: Int) -> Story {
    var story = Story()
    story.read(.operational)
    for round in 0..<(80 + rounds) {
      for plan in story.state.settings.probes {
        let isLate = round >= 80 && plan.series.model.rawValue == "claude-haiku-4-5"
        let wobble = TimeSpan.milliseconds(Int64(round * 37 % 90))
        answer(&story, plan, (isLate ? latency : .milliseconds(800)) + wobble)
      }
      story.wait(.seconds(2))
      if round % 10 == 9 { story.read(.operational) }
    }
    return story
  }

  private func answer(_ story: inout Story, _ plan: ProbePlan, _ latency: TimeSpan) {
    let isSlow = latency > story.state.settings.severity.slowAfter
    story.happen(
      .observed(
        Observation(
          series: plan.series, purpose: .scheduled, startedAt: story.now,
          phases: Phases(firstByte: .milliseconds(400), total: latency), outcome: isSlow ? .slow : .ok,
          status: 200)))
  }

  private func verdict(_ story: Story) -> Verdict { Triage.verdict(story.state, at: story.now) }

  @Test func `a step up is slow, with its measure, and no reason to page`() {
    let story = story(then: .milliseconds(1500), for: 30)
    let found = verdict(story)
    #expect(found.rule == "R16")
    #expect(found.short.hasPrefix("ANTHROPIC SLOW 1.") && found.short.hasSuffix("×"), "\(found.short)")
    #expect(found.sentence.hasPrefix("vendor platform is slow: p50 1."), "\(found.sentence)")
    #expect(found.sentence.hasSuffix("× usual; not yet on its page"))
    #expect(found.branch == .timeouts)
    #expect(found.mitigations.first?.action == nil)
    #expect(story.state.severity.current.severity == nil)
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `a stray error beside it does not become its cause`() {
    var story = story(then: .milliseconds(1500), for: 30)
    story.observe(story.state.settings.probes[1], .failed(.request), status: 400)
    story.probe(for: .seconds(4)) { _ in nil }
    #expect(verdict(story).rule == "R16")
    #expect(verdict(story).short.hasPrefix("ANTHROPIC SLOW"))
  }

  @Test func `over the limit it is P2, and the incident is called slow`() {
    let story = story(then: .seconds(12), for: 4)
    #expect(verdict(story).sentence.contains("is slow: "))
    #expect(story.state.severity.current.rule == "P2 slow")
    #expect(story.state.openIncident?.title.text.hasPrefix("anthropic slow: ") == true)
    #expect(story.state.openIncident?.severity == .p2)
    #expect(!story.lines.contains { $0.contains("fail") })
  }

  @Test func `failures that are not confirmed degrade, confirmed ones fail`() {
    var story = Story()
    story.probe(for: .seconds(30))
    story.read(.operational)
    story.probeHalf(for: .seconds(40), failing: "claude-opus-4-8")
    #expect(verdict(story).sentence == "vendor platform is degraded, not yet on its page")
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(verdict(story).sentence == "vendor platform fails, not yet on its page")
  }
}
