import SitrepCore
import Testing

@Suite struct FlappingTests {
  private func checks(_ marks: String) -> [Bool] { marks.map { $0 == "x" } }

  @Test(
    arguments: [
      ("....................", nil), (".....................", 0), ("xxxxxxxxxxxxxxxxxxxxx", 0),
      ("..........xxxxxxxxxxx", 5), ("....x................", 9), ("................x....", 11),
      ("x.x.x.x.x.x.x.x.x.x.x", 100), ("..xx..xx..xx..xx..xx.", 51), ("x....................", 4),
      ("....................x", 6),
    ] as [(String, Int?)])
  func `newer changes weigh more, and fewer checks than the rule wants say nothing`(
    marks: String, percent: Int?
  ) {
    #expect(Flapping.share(checks(marks)).map { Int(($0 * 100).rounded()) } == percent)
  }

  @Test func `an outage with one beginning and one end does not flap`() throws {
    let share = try #require(Flapping.share(checks(".......xxxxxxx.......")))
    #expect(share < Flapping.ends)
  }

  @Test func `what comes and goes is one incident that says so and stays open until it has settled`() {
    var settings = Story.settings
    settings.incident.quietHold = .seconds(30)
    var story = Story(settings)
    story.probe(for: .seconds(40))
    story.probeHalf(for: .minutes(3), failing: "claude-opus-4-8")
    #expect(story.state.incidents.count == 1)
    #expect(story.state.openIncident?.flappingSince != nil)
    #expect(
      story.lines.contains { $0.hasPrefix("INC-1 flapping: anthropic claude-opus-4-8 messages changed") })
    story.probe(for: .seconds(20))
    #expect(story.state.openIncident?.flappingSince != nil, "high and low threshold differ")
    story.probe(for: .minutes(2))
    #expect(story.state.incidents[0].flappingSince == nil)
    #expect(story.lines.contains { $0.hasPrefix("INC-1 steady again") })
    story.probe(for: .minutes(3))
    #expect(story.state.incidents.count == 1)
    #expect(story.state.openIncident == nil)
  }
}
