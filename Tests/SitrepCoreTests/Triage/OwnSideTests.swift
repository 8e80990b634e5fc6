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

  @Test func `what failed in silence while the line was lost is held against nobody afterwards`() {
    var story = story([("a", .neutralHost, .ok), ("b", .neutralHost, .ok)])
    func check(_ health: Health) {
      for name in ["a", "b"] {
        story.happen(
          .controlObserved(
            ControlObservation(name: name, kind: .neutralHost, health: health, detail: "told", took: nil)))
      }
    }
    story.probe(for: .seconds(10)) { _ in nil }
    check(.failing)
    story.probe(for: .seconds(90)) { _ in (.failed(.timeout), nil) }
    #expect(story.state.incidents.isEmpty)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R2")
    check(.ok)
    #expect(story.state.series.allSatisfy { $0.suspicion == nil })
    story.probe(for: .seconds(180)) { _ in nil }
    #expect(story.state.incidents.isEmpty)
    #expect(story.state.severity.current.severity == nil)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R7")
    // A vendor that is silent later is another matter.
    story.probe(for: .seconds(60)) { $0.platform == .anthropic ? (.failed(.timeout), nil) : nil }
    #expect(story.state.openIncident != nil)
  }

  @Test func `a broken resolver explains unreachable platforms`() {
    var story = story([("a", .neutralHost, .ok), ("resolver", .resolver, .failing)])
    story.probe(for: .seconds(40)) { _ in (.failed(.network), nil) }
    #expect(story.state.incidents.isEmpty)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R3")
  }
}
