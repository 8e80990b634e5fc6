import SitrepCore
import Testing

@Suite struct OwnSideTests {
  private func story(_ checks: [(String, ControlKind, Health)]) -> Story {
    var settings = Story.settings
    settings.controls = checks.map { ControlPlan(name: $0.0, kind: $0.1) }
    var story = Story(settings)
    for (name, kind, health) in checks {
      story.happen(
        .controlObserved(
          ControlObservation(name: name, kind: kind, health: health, detail: "told", took: nil)))
    }
    return story
  }

  @Test func `one neutral host of two being down says nothing about us`() {
    var story = story([("a", .neutralHost, .failing), ("b", .neutralHost, .ok)])
    story.probe(for: .seconds(40)) { $0.platform == .anthropic ? (.failed(.network), nil) : nil }
    #expect(story.state.openIncident != nil)
    #expect(Triage.verdict(story.state, at: story.now).side == .vendor)
  }

  @Test func `an answer from the vendor proves the line that the checks doubt`() {
    var story = story([("a", .neutralHost, .failing), ("resolver", .resolver, .failing)])
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(story.state.openIncident?.severity == .p1)
    #expect(Triage.verdict(story.state, at: story.now).rule != "R2")
  }

  @Test func `a broken resolver explains unreachable platforms`() {
    var story = story([("a", .neutralHost, .ok), ("resolver", .resolver, .failing)])
    story.probe(for: .seconds(40)) { _ in (.failed(.network), nil) }
    #expect(story.state.incidents.isEmpty)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R3")
  }
}
