import SitrepCore
import Testing

/// Pairs of burn windows as cause for severity: what comes and goes too briefly for every other rule.
@Suite struct BurnWatchTests {
  /// Two platforms' messages each 30 s; of anthropic's probes those whose number `fails` says answer 500.
  private func watch(hours: Double, from start: Int = 0, _ fails: (Int) -> Bool) -> Story {
    var settings = Story.settings
    for index in settings.probes.indices { settings.probes[index].cadence = .seconds(30) }
    var story = Story(settings)
    for round in 0..<Int(hours * 120) {
      for plan in settings.probes {
        let isBad = plan.series.model.rawValue == "claude-haiku-4-5" && round >= start && fails(round)
        story.observe(plan, isBad ? .failed(.server) : .ok, status: isBad ? 500 : 200)
      }
      story.now = story.now + .seconds(30)
      story.settle()
    }
    return story
  }

  @Test func `one in fifteen for hours is P2 and an incident, though nothing is ever confirmed`() {
    let story = watch(hours: 3) { $0 % 15 == 7 }
    #expect(story.state.series.allSatisfy { $0.suspicion?.isConfirmed != true })
    let burning = story.state.burn?.burning.first
    #expect(burning?.platform == .anthropic && burning?.isPage == true)
    let incident = story.state.openIncident
    #expect(incident?.cause == .budget)
    #expect(incident?.severity == .p2)
    #expect(
      incident?.title.text.hasPrefix("anthropic budget burns ") == true, "\(incident?.title.text ?? "")")
    #expect(story.state.incidents.count == 1)
  }

  @Test func `what is within the objective burns nothing`() {
    let story = watch(hours: 8) { $0 % 240 == 17 }
    #expect(story.state.burn?.burning.isEmpty == true)
    #expect(story.state.incidents.isEmpty)
    #expect(!story.lines.contains { $0.hasPrefix("severity P2") || $0.hasPrefix("severity P1") })
  }

  @Test func `an outage that is over is one run, and burns on for nobody`() {
    let story = watch(hours: 3, from: 120) { $0 < 160 }
    #expect(story.state.burn?.burning.isEmpty == true)
    #expect(story.state.severity.current.severity == nil)
    #expect(story.state.incidents.count == 1)
    #expect(story.state.incidents.first?.cause == .unavailable)
  }

  @Test func `it ends when the failures do`() {
    let story = watch(hours: 4) { $0 < 360 && $0 % 15 == 7 }
    #expect(story.state.burn?.burning.isEmpty == true)
    #expect(story.state.severity.current.severity == nil)
    #expect(story.state.openIncident == nil)
    #expect(story.state.incidents.count == 1)
  }
}
