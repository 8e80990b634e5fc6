import SitrepCore
import Testing

/// Pairs of burn windows as cause for severity: what comes and goes too briefly for every other rule.
@Suite struct BurnWatchTests {
  /// Messages each 30 s; of the probes of `models` those whose number `fails` says answer 500.
  private func watch(
    hours: Double, from start: Int = 0, models: [String] = ["claude-haiku-4-5", "claude-opus-4-8"],
    _ fails: (Int) -> Bool
  ) -> Story {
    var settings = Story.settings
    for index in settings.probes.indices { settings.probes[index].cadence = .seconds(30) }
    var story = Story(settings)
    for round in 0..<Int(hours * 120) {
      for plan in settings.probes {
        let index = models.firstIndex(of: plan.series.model.rawValue)
        let isBad = index.map { round >= start && fails(round + $0 * 5) } ?? false
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

  @Test func `half as many are under five percent: P3, degraded, and no incident`() {
    let story = watch(hours: 3, models: ["claude-haiku-4-5"]) { $0 % 15 == 7 }
    #expect(story.state.burn?.burning.first?.isPage == false)
    #expect(story.lines.contains { $0.hasPrefix("severity P3") })
    #expect(!story.lines.contains { $0.hasPrefix("severity P2") })
    #expect(story.state.incidents.isEmpty)
    #expect(Triage.verdict(story.state, at: story.now).sentence.contains("is degraded"))
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
