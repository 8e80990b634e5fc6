import SitrepCore
import Testing

@Suite struct TriageTests {
  @Test func `an outage on one platform is the vendor's, with the others as counter-evidence`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40), failing: anthropicDown)
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R17")
    #expect(verdict.short == "ANTHROPIC FAILING 529")
    #expect(verdict.against.contains("bedrock, vertex fine"))
  }

  @Test func `a key that worked minutes ago and fails now points to the vendor`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40)) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8a")
  }

  @Test func `a key that never worked is ours`() {
    var story = Story()
    story.probe(for: .seconds(40)) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8")
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `a key still refused after fifteen minutes is ours unless the page tells of trouble`() {
    var story = Story()
    story.probe(for: .seconds(20))
    func refuse(for span: TimeSpan) {
      story.probe(for: span) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    }
    refuse(for: .minutes(14))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8a")
    refuse(for: .minutes(2))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8")
    story.read(.majorOutage)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8a")
  }

  @Test func `half of all calls failing is no health, though nothing fails long enough to be confirmed`() {
    var story = Story()
    story.probe(for: .seconds(30))
    story.read(.majorOutage)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R6")
    story.probeHalf(for: .seconds(40), failing: "claude-opus-4-8")
    #expect(story.state.series.allSatisfy { $0.suspicion?.isConfirmed != true })
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R15")
    #expect(verdict.short == "ANTHROPIC DEGRADED 529")
  }

  @Test func `nothing probed is never healthy`() {
    var settings = Story.settings
    for index in settings.probes.indices { settings.probes[index].idle = "no credentials" }
    let story = Story(settings)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R4")
  }

  @Test func `traffic that failed while probes failed is not held against us afterwards`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(20), failing: anthropicDown)
    carry(&story, ok: 1, failed: 9)
    story.probe(for: .seconds(14))
    #expect(Triage.verdict(story.state, at: story.now).side != .us)
    story.probe(for: .seconds(60))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R7")
    carry(&story, ok: 1, failed: 9)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R5b", "no probe has been asked since")
    for _ in 0..<15 {
      story.probe(for: .seconds(2))
      carry(&story, ok: 1, failed: 9)
    }
    #expect(Triage.verdict(story.state, at: story.now).rule == "R5", "this is after the probes' recovery")
  }

  @Test func `the rate of traffic is over the time that was measured, not over the whole window`() {
    var story = Story()
    for _ in 0..<5 {
      story.wait(.seconds(1))
      carry(&story, ok: 4, failed: 0)
    }
    #expect(TrafficSummary(story.state, at: story.now)?.perSecond == 4)
  }

  @Test func `one 429 of a probe is no verdict, several are`() {
    var story = Story()
    story.probe(for: .seconds(20))
    // Something slow in the same minutes makes the platform degraded; the lone 429 must not name the cause.
    story.observe(story.state.settings.probes[1], .slow)
    story.observe(story.state.settings.probes[0], .failed(.quota), status: 429)
    #expect(Triage.verdict(for: .anthropic, story.state, at: story.now).rule == "R17")
    story.probe(for: .seconds(6)) { $0.model.rawValue.contains("haiku") ? (.failed(.quota), 429) : nil }
    let verdict = Triage.verdict(for: .anthropic, story.state, at: story.now)
    #expect(verdict.rule == "R9")
    #expect(verdict.branch == .limits)
  }

  @Test func `a model that is not probed forbids healthy, unless real calls to it succeed`() {
    var settings = Story.settings
    settings.probes[1].idle = "no credentials"
    var story = Story(settings)
    story.probe(for: .seconds(20)) { _ in nil }
    story.state.series[1].last = nil
    story.state.series[1].samples = SampleRing()
    #expect(Triage.verdict(for: .bedrock, story.state, at: story.now).rule == "R7")
    let verdict = Triage.verdict(for: .anthropic, story.state, at: story.now)
    #expect(verdict.rule == "R4b")
    #expect(verdict.isQuiet)
    #expect(verdict.evidence == ["opus messages: not probed: no credentials"])
    story.read(.majorOutage)
    #expect(Triage.verdict(for: .anthropic, story.state, at: story.now).rule == "R4b")
    carry(&story, ok: 3, failed: 0, to: 1)
    #expect(Triage.verdict(for: .anthropic, story.state, at: story.now).rule == "R6")
  }

  @Test func `the steps are what can be done as things stand`() throws {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(8), failing: anthropicDown)
    let early = Triage.verdict(story.state, at: story.now)
    #expect(early.mitigations.first?.command == "sitrep act pin bedrock")
    #expect(early.explanation?.row == "overload.capacity")
    #expect(early.branch == .overload)
    story.probe(for: .seconds(30), failing: anthropicDown)
    let late = Triage.verdict(story.state, at: story.now)
    #expect(late.suggestions.first == "traffic is on bedrock already: leave it there")
    #expect(!late.changeOfMind.isEmpty)
  }

  @Test func `every host refusing is neither our network nor a vendor, and a drill says what it is`() {
    var settings = Story.settings
    settings.mode = .drill("quick")
    settings.controls = [ControlPlan(name: "neutral", kind: .neutralHost)]
    var story = Story(settings)
    story.happen(
      .controlObserved(
        ControlObservation(
          name: "neutral", kind: .neutralHost, health: .degraded, detail: "refuses", took: nil)))
    story.probe(for: .seconds(10))
    story.refuse(for: .seconds(6))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R14a", "a refusal need not be confirmed")
    story.refuse(for: .seconds(40))
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R14a")
    #expect(verdict.short == "SIMULATED VENDORS GONE")
  }

  @Test func `a time-out after the connection stood is the vendor's, one before it the network's`() {
    for (connect, rule) in [(TimeSpan.milliseconds(20), "R13"), (nil, "R14")] as [(TimeSpan?, String)] {
      var story = Story()
      story.probe(for: .seconds(10))
      for _ in 0..<20 {
        for plan in story.state.settings.probes {
          story.happen(
            .observed(
              Observation(
                series: plan.series, purpose: .scheduled, startedAt: story.now,
                phases: Phases(connect: connect, total: .seconds(30)), outcome: .failed(.timeout))))
        }
        story.wait(.seconds(2))
      }
      #expect(Triage.verdict(story.state, at: story.now).rule == rule)
    }
  }

  private func carry(_ story: inout Story, ok: Int, failed: Int, to series: Int = 0) {
    let flow = TrafficReport.Flow(
      target: story.state.settings.probes[series].series.target, ok: ok, failed: [.overload: failed],
      refused: 0,
      medianFirstByte: nil)
    story.happen(
      .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: [flow])))
  }
}
