import SitrepCore
import Testing

/// When an incident is over by itself: after a quiet that somebody watched.
@Suite struct QuietTests {
  /// Anthropic was down and answers again; quiet for half of the hold of two minutes.
  private func halfQuiet() throws -> Story {
    var settings = Story.settings
    settings.incident.quietHold = .minutes(2)
    settings.controls = [ControlPlan(name: "neutral", kind: .neutralHost)]
    var story = Story(settings)
    story.probe(for: .seconds(40), failing: anthropicDown)
    for _ in 0..<100 where story.state.openIncident?.phase != .monitoring { story.probe(for: .seconds(2)) }
    story.probe(for: .minutes(1))
    try #require(story.state.openIncident?.phase == .monitoring)
    return story
  }

  @Test func `it resolves when the hold is over, not before`() throws {
    var story = try halfQuiet()
    story.probe(for: .seconds(55))
    #expect(story.state.openIncident != nil)
    story.probe(for: .seconds(10))
    #expect(story.state.openIncident == nil)
  }

  @Test func `a quiet in which nothing was probed is none`() throws {
    var story = try halfQuiet()
    story.wait(.minutes(10))
    #expect(story.state.openIncident?.phase == .monitoring)
    story.probe(for: .seconds(4))
    #expect(story.state.openIncident == nil)
  }

  @Test func `a machine that slept begins the hold anew`() throws {
    var story = try halfQuiet()
    story.now = story.now + .hours(1)
    story.happen(.clockStepped(ClockStepped(by: .hours(1), suspended: true)), from: .engine)
    story.probe(for: .seconds(110))
    #expect(story.state.openIncident?.phase == .monitoring)
    story.probe(for: .seconds(20))
    #expect(story.state.openIncident == nil)
  }

  @Test func `nothing is over while our own side is in doubt`() throws {
    var story = try halfQuiet()
    func check(_ health: Health) -> EventBody {
      .controlObserved(
        ControlObservation(name: "neutral", kind: .neutralHost, health: health, detail: "", took: nil))
    }
    for _ in 0..<20 {
      story.happen(check(.failing), from: .control)
      story.probe(for: .seconds(10))
    }
    #expect(story.state.openIncident?.phase == .monitoring)
    story.happen(check(.ok), from: .control)
    // A line that was lost stays in doubt for a minute.
    story.probe(for: .seconds(40))
    #expect(story.state.openIncident?.phase == .monitoring)
    story.probe(for: .seconds(24))
    #expect(story.state.openIncident == nil)
  }

  @Test func `a single failed probe at the end of the hold keeps it open until that is cleared up`() throws {
    var story = try halfQuiet()
    story.probe(for: .seconds(54))
    story.probe(for: .seconds(2), failing: anthropicDown)
    story.probe(for: .seconds(2), failing: anthropicDown)
    story.wait(.seconds(6))
    #expect(story.state.openIncident?.phase == .monitoring)
    story.probe(for: .seconds(6))
    #expect(story.state.openIncident == nil)
  }
}
