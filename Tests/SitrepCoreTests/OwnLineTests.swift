import SitrepCore
import Testing

/// What our own line blocked counts neither way.
@Suite struct OwnLineTests {
  private func story() -> Story {
    var settings = Story.settings
    settings.controls = [ControlPlan(name: "resolver", kind: .resolver)]
    return Story(settings)
  }

  private func check(_ story: inout Story, _ health: Health) {
    story.happen(
      .controlObserved(
        ControlObservation(name: "resolver", kind: .resolver, health: health, detail: "told", took: nil)))
  }

  private let unreachable: (SeriesID) -> (Outcome, Int?)? = { _ in (.failed(.network), nil) }

  @Test func `while our checks fail, unreachable platforms open no breaker`() {
    var story = story()
    check(&story, .failing)
    story.probe(for: .minutes(3), failing: unreachable)
    #expect(story.state.breakers.allSatisfy { $0.breaker.position == .closed })
    #expect(story.state.breakers.allSatisfy { $0.breaker.failures.isEmpty })
  }

  @Test func `what was counted before our checks noticed is forgotten`() {
    var story = story()
    story.probe(for: .seconds(8)) { $0.platform == .anthropic ? (.failed(.network), nil) : nil }
    #expect(story.state.breakers.contains { $0.breaker.failures.count == 4 })
    check(&story, .failing)
    #expect(story.state.breakers.allSatisfy { $0.breaker.failures.isEmpty })
  }

  @Test func `that no platform at all can be reached is our line, even before the checks say so`() {
    var story = story()
    check(&story, .ok)
    story.probe(for: .minutes(3), failing: unreachable)
    #expect(story.state.breakers.allSatisfy { $0.breaker.position == .closed })
  }

  @Test func `one platform that cannot be reached is that platform`() {
    var story = story()
    check(&story, .ok)
    story.probe(for: .seconds(30)) { $0.platform == .anthropic ? (.failed(.network), nil) : nil }
    #expect(story.state.position(of: .anthropic) == .open)
  }

  @Test func `an overload is an answer, and counts whatever our checks say`() {
    var story = story()
    check(&story, .failing)
    story.probe(for: .seconds(30), failing: anthropicDown)
    #expect(story.state.position(of: .anthropic) == .open)
  }
}
