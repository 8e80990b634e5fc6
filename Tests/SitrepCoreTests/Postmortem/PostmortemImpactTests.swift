import SitrepCore
import Testing

/// Who was hit, and how soon somebody had to answer.
@Suite struct PostmortemImpactTests {
  private static let opened = PostmortemStory.start + .seconds(60)

  private static func incident(acknowledgedAfter seconds: Int64?) -> Incident {
    var incident = Incident(
      number: 7, title: "anthropic failing", severity: .p2, severityReason: "3 of 30 failed",
      platforms: [.anthropic], series: [PostmortemStory.haiku], impactAfter: PostmortemStory.start,
      impactBefore: PostmortemStory.start, openedAt: opened, openedBySequence: 101)
    incident.acknowledgedAt = seconds.map { opened + .seconds($0) }
    return incident
  }

  private static func document(_ incident: Incident, _ story: PostmortemStory) -> String {
    var state = State()
    state.settings = PostmortemStory.settings(.live)
    return PostmortemDocument.render(
      incident: incident, events: story.events, state: state, now: opened + .minutes(30))
  }

  private static let answers: [(seconds: Int64?, said: String)] = [
    (nil, "P1, from 2026-11-21T02:03:00Z, wants an answer within 1m00s: nobody acknowledged."),
    (150, "P1, from 2026-11-21T02:03:00Z, wants an answer within 1m00s: acknowledged after 30s, in time."),
    (300, "P1, from 2026-11-21T02:03:00Z, wants an answer within 1m00s: acknowledged after 3m00s, too late."),
    (100, "P2 wants an answer within 15m00s: acknowledged after 1m40s, in time."),
  ]

  @Test(arguments: answers) func `a rise in severity starts a stricter clock while nobody has answered`(
    _ answer: (seconds: Int64?, said: String)
  ) {
    var story = PostmortemStory()
    let incident = Self.incident(acknowledgedAfter: answer.seconds)
    story.add(60, .policy, .incidentOpened(incident))
    story.change(180, .severity(.p1, byHand: false), "20 of 20 attempts failed")
    let text = Self.document(incident, story)
    #expect(text.contains(answer.said), "\(text.split(separator: "\n").filter { $0.contains("answer") })")
  }

  @Test func `series that were fine share a row of their platform`() {
    var story = PostmortemStory()
    story.probe(1, PostmortemStory.haiku, .failed(.server), status: 500)
    for name in ["claude-opus-5", "claude-sonnet-5", "claude-haiku-5"] {
      let series = SeriesID(
        platform: .bedrock, region: "us-east-1", capability: .messages, model: Model(name))
      story.probe(2, series, name == "claude-haiku-5" ? .slow : .ok)
    }
    let text = Self.document(Self.incident(acknowledgedAfter: nil), story)
    #expect(text.contains("| anthropic claude-haiku-4-5 messages | 1 (E101) | 1 (E101) | 100.0% | 0 |"))
    #expect(text.contains("| bedrock us-east-1 claude-haiku-5 messages | 1 (E104) | 0 | 0.0% | 1 (E104) |"))
    #expect(text.contains("| bedrock, 2 other series | 2 (E102–E103) | 0 | 0.0% | 0 |"))
  }
}
