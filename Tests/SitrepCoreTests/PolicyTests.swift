import SitrepCore
import Testing

@Suite struct PolicyTests {
  @Test func `five failed calls open the breaker and traffic moves to bedrock`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(12), failing: anthropicDown)
    #expect(story.state.position(of: .anthropic) == .open)
    #expect(story.state.control.active == .bedrock)
    #expect(story.lines.contains { $0.contains("closed → open (5 of the last 5 failed: 529 ×5)") })
    #expect(story.lines.contains { $0.hasPrefix("route anthropic → bedrock: anthropic breaker open") })
  }

  @Test func `one failing model opens its breaker but leaves the platform usable`() {
    var story = Story()
    story.probe(for: .seconds(12)) { $0.model.rawValue.contains("opus") ? (.failed(.server), 500) : nil }
    #expect(story.state.breakers.filter { $0.breaker.position == .open }.count == 1)
    #expect(story.state.control.active == .anthropic)
  }

  @Test func `a confirmed total failure is P1 and opens one incident`() {
    var story = Story()
    story.probe(for: .seconds(60))
    story.probe(for: .seconds(30), failing: anthropicDown)
    #expect(story.state.severity.current.severity == .p1)
    #expect(story.state.incidents.count == 1)
    #expect(story.state.openIncident?.severity == .p1)
    #expect(story.state.openIncident?.series.count == 2)
    #expect(story.state.openIncident?.responseDue != nil)
  }

  @Test func `nothing is concluded before the failure is confirmed`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(16), failing: anthropicDown)
    #expect(story.state.severity.current.severity == nil)
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `half of a model's calls failing is P2 and one incident, which ends when they answer`() {
    var story = Story()
    story.probe(for: .seconds(60))
    story.probeHalf(for: .seconds(60), failing: "claude-opus-4-8")
    #expect(story.state.severity.current.rule == "P2 error rate")
    #expect(story.state.openIncident?.severity == .p2)
    #expect(story.state.openIncident?.title.text.hasPrefix("anthropic failing: 529 ×") == true)
    #expect(story.state.openIncident?.series.count == 1)
    story.probe(for: .minutes(3))
    #expect(story.state.openIncident?.phase == .monitoring)
    story.probe(for: .minutes(20))
    #expect(story.state.openIncident == nil)
    #expect(story.state.incidents.count == 1)
    #expect(story.state.incidents[0].reopenings == 0)
    #expect(!story.lines.contains { $0.contains("relapsed") })
  }

  @Test func `a key that worked and is refused opens the breaker, one that never worked does not`() {
    func refused(_ story: inout Story) {
      story.probe(for: .seconds(30)) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    }
    var story = Story()
    story.probe(for: .seconds(20))
    refused(&story)
    #expect(story.state.position(of: .anthropic) == .open)
    #expect(story.state.control.active == .bedrock)
    var other = Story()
    refused(&other)
    #expect(other.state.position(of: .anthropic) == .closed)
  }

  @Test func `a single failure among successes raises nothing`() {
    var story = Story()
    for round in 0..<300 {
      for (index, plan) in story.state.settings.probes.enumerated() {
        let fails = round % 97 == 50 && index == 0
        story.observe(plan, fails ? .failed(.server) : .ok, status: fails ? 500 : 200)
      }
      story.wait(.seconds(2))
    }
    #expect(story.state.incidents.isEmpty)
    #expect(story.state.severity.current.severity == nil)
  }

  @Test func `recovery is held, ramped and completed`() {
    var story = Story()
    story.probe(for: .seconds(10))
    story.probe(for: .seconds(40), failing: anthropicDown)
    story.probe(for: .seconds(90))
    #expect(story.state.position(of: .anthropic) == .closed)
    #expect(
      story.state.control.failback
        == Failback(to: .anthropic, percent: 0, since: story.state.control.failback?.since ?? story.now))
    story.probe(for: .seconds(300))
    #expect(story.state.control.active == .anthropic)
    #expect(story.state.control.failback == nil)
    #expect(story.lines.contains("failback: 25 % to anthropic"))
    #expect(story.lines.contains { $0.hasSuffix("failback to anthropic complete") })
  }

  @Test func `new failures abort the failback`() {
    var story = Story()
    story.probe(for: .seconds(40), failing: anthropicDown)
    story.probe(for: .seconds(100))
    #expect(story.state.control.failback != nil)
    story.probe(for: .seconds(6), failing: anthropicDown)
    #expect(story.lines.contains { $0.hasPrefix("failback aborted: 2 new failures on anthropic") })
    #expect(story.state.control.active == .bedrock)
  }

  @Test func `a pin never fails over by itself`() throws {
    var story = Story()
    try story.act(ActionRequest(action: .pin, target: "anthropic", actor: Operator("ab"), key: "1"))
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(story.state.position(of: .anthropic) == .open)
    #expect(story.state.control.active == .anthropic)
  }

  @Test func `an override ends when its time is up`() throws {
    var story = Story()
    try story.act(
      ActionRequest(
        action: .trip, target: "anthropic", duration: .minutes(15), actor: Operator("ab"), key: "1"))
    #expect(story.state.control.active == .bedrock)
    story.wait(.minutes(14))
    #expect(story.state.position(of: .anthropic) == .forcedOpen)
    story.wait(.minutes(2))
    #expect(story.state.position(of: .anthropic) == .closed)
  }

  @Test func `mitigated, monitoring and resolved follow from what is measured`() {
    var settings = Story.settings
    settings.incident.quietHold = .seconds(120)
    var story = Story(settings)
    story.probe(for: .seconds(120), failing: anthropicDown)
    #expect(story.state.openIncident?.phase == .mitigated)
    story.probe(for: .seconds(100))
    #expect(story.state.openIncident?.phase == .monitoring)
    story.probe(for: .seconds(140))
    #expect(story.state.openIncident == nil)
    #expect(story.state.incidents.last?.phase == .resolved)
    #expect(story.state.severity.current.severity == nil)
  }

  @Test func `an acknowledged incident does not resolve by itself`() throws {
    var story = Story()
    story.probe(for: .seconds(40), failing: anthropicDown)
    try story.act(ActionRequest(action: .acknowledge, actor: Operator("ab"), key: "1"))
    story.probe(for: .minutes(20))
    #expect(story.state.openIncident?.phase == .monitoring)
  }

  @Test func `the same cause soon after reopens the incident instead of a new one`() {
    var settings = Story.settings
    settings.incident.quietHold = .seconds(30)
    var story = Story(settings)
    story.probe(for: .seconds(40), failing: anthropicDown)
    story.probe(for: .seconds(200))
    #expect(story.state.openIncident == nil)
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(story.state.incidents.count == 1)
    #expect(story.state.openIncident?.reopenings == 1)
  }

  @Test func `our own network failing opens no incident`() {
    var settings = Story.settings
    settings.controls = [ControlPlan(name: "neutral", kind: .neutralHost)]
    var story = Story(settings)
    story.happen(
      .controlObserved(
        ControlObservation(
          name: "neutral", kind: .neutralHost, health: .failing, detail: "refused", took: nil)))
    story.probe(for: .seconds(60)) { _ in (.failed(.network), nil) }
    #expect(story.state.incidents.isEmpty)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R2")
  }

  @Test func `the severity falls only after the hold`() {
    var story = Story()
    story.probe(for: .seconds(60), failing: anthropicDown)
    #expect(story.state.severity.current.severity == .p1)
    story.probe(for: .seconds(30))
    #expect(story.state.severity.current.severity == .p1)
    story.probe(for: .seconds(150))
    #expect(story.state.severity.current.severity == nil)
  }
}
