import SitrepCore
import Testing

@Suite struct IncidentGroupingTests {
  private typealias Answer = (Outcome, Int?)?

  private func of(_ platform: Platform, _ answer: (Outcome, Int?)) -> (SeriesID) -> (Outcome, Int?)? {
    { $0.platform == platform ? answer : nil }
  }

  private func open(_ story: Story) -> [String] {
    story.state.openIncidents.map { incident in
      let places = incident.platforms.map(\.rawValue).sorted().joined(separator: "+")
      return "\(incident.name) \(incident.cause?.rawValue ?? "-") \(places)"
    }.sorted()
  }

  @Test func `the same kind at several platforms at about the same time is one cause`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(60), failing: anthropicDown)
    story.probe(for: .seconds(60)) { $0.platform == .bedrock ? (.failed(.server), 500) : anthropicDown($0) }
    #expect(open(story) == ["INC-1 unavailable anthropic+bedrock"])
    #expect(story.lines.contains { $0.hasPrefix("INC-1 failing alike: bedrock") })
  }

  @Test func `another kind at another platform is an incident of its own`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(60), failing: anthropicDown)
    story.probe(for: .seconds(60)) { $0.platform == .vertex ? (.failed(.auth), 401) : anthropicDown($0) }
    #expect(open(story) == ["INC-1 unavailable anthropic", "INC-2 access vertex"])
  }

  @Test func `the same kind elsewhere long after is another cause`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .minutes(12), failing: anthropicDown)
    story.probe(for: .seconds(60)) { $0.platform == .vertex ? (.failed(.server), 500) : anthropicDown($0) }
    #expect(open(story) == ["INC-1 unavailable anthropic", "INC-2 unavailable vertex"])
  }

  @Test func `what fails under the traffic that fled there is part of it`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .minutes(12), failing: anthropicDown)
    #expect(story.state.control.active == .bedrock)
    story.probe(for: .seconds(60)) { $0.platform == .bedrock ? (.failed(.quota), 429) : anthropicDown($0) }
    #expect(open(story) == ["INC-1 unavailable anthropic+bedrock"])
    #expect(story.lines.contains { $0.hasPrefix("INC-1 failing under the moved traffic: bedrock") })
  }

  @Test func `an outage does not hide in an incident about wrong answers that somebody has long answered`()
    throws
  {
    var story = Story()
    story.probe(for: .seconds(20))
    let odd: (SeriesID) -> (Outcome, Int?)? = {
      $0.model.rawValue.contains("opus") ? (.failed(.content), 200) : nil
    }
    story.probe(for: .seconds(40), failing: odd)
    try story.act(ActionRequest(action: .acknowledge, actor: Operator("ab"), key: "1"))
    #expect(open(story) == ["INC-1 quality anthropic"])
    story.probe(for: .seconds(60)) {
      $0.model.rawValue.contains("haiku") ? anthropicDown($0) : odd($0)
    }
    #expect(open(story) == ["INC-1 quality anthropic", "INC-2 unavailable anthropic"])
    #expect(story.state.incident(2)?.acknowledgedAt == nil)
  }

  @Test func `trouble near a declared incident explains it`() throws {
    var story = Story()
    story.probe(for: .seconds(20))
    try story.act(
      ActionRequest(action: .declare, target: "P2", text: "checkout fails", actor: Operator("ab"), key: "1"))
    story.probe(for: .seconds(60), failing: anthropicDown)
    #expect(open(story) == ["INC-1 - anthropic"])
    #expect(story.state.openIncident?.severity == .p2, "what a person set stays")
  }

  @Test func `each incident has the severity of what it is about`() {
    var settings = Story.settings
    settings.probes.append(Story.plan(.vertex, "claude-opus-4-1"))
    var story = Story(settings)
    story.probe(for: .minutes(1))
    story.probe(for: .minutes(12)) { $0.model.rawValue == "claude-opus-4-1" ? (.failed(.server), 500) : nil }
    #expect(story.state.incident(1)?.severity == .p2)
    story.probe(for: .minutes(1)) {
      $0.model.rawValue == "claude-opus-4-1" ? (.failed(.server), 500) : anthropicDown($0)
    }
    #expect(story.state.incident(1)?.severity == .p2)
    #expect(story.state.incident(2)?.severity == .p1)
    #expect(story.state.openIncident?.number == 2, "the gravest comes first")
  }

  @Test func `a vendor's incident that is not seen here opens none`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.read(.majorOutage)
    story.probe(for: .minutes(1))
    #expect(story.state.severity.current.rule == "P4 vendor incident not seen here")
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `some wrong answers are P4, nothing but wrong answers a capability that is gone`() {
    var some = Story()
    some.probe(for: .seconds(60))
    for turn in 0..<30 {
      some.probe(for: .seconds(2)) {
        $0.model.rawValue.contains("opus") && turn % 3 == 0 ? (.failed(.content), 200) : nil
      }
    }
    #expect(some.state.severity.current.rule == "P4 quality degraded")
    var all = Story()
    all.probe(for: .seconds(60))
    all.probe(for: .seconds(40)) {
      $0.model.rawValue.contains("opus") ? (.failed(.content), 200) : nil
    }
    #expect(all.state.openIncident?.severity == .p2)
    #expect(all.state.openIncident?.cause == .quality)
  }

  @Test func `the same trouble after the time for reopening is a new incident`() {
    var settings = Story.settings
    settings.incident.quietHold = .seconds(30)
    settings.incident.reopenWithin = .minutes(3)
    for (pause, incidents) in [(TimeSpan.minutes(4), 1), (.minutes(9), 2)] {
      var story = Story(settings)
      story.probe(for: .seconds(40), failing: anthropicDown)
      story.probe(for: pause)
      #expect(story.state.openIncident == nil)
      story.probe(for: .seconds(40), failing: anthropicDown)
      #expect(story.state.incidents.count == incidents, "\(pause.wholeSeconds) s")
    }
  }
}
