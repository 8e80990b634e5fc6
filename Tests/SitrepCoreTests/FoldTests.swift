import FoundationEssentials
import SitrepCore
import Testing

@Suite struct FoldTests {
  private static func eventful() throws -> Story {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(60), failing: anthropicDown)
    try story.act(
      ActionRequest(action: .trip, target: "vertex", text: "drill", actor: Operator("ab"), key: "k1"))
    story.happen(
      .trafficMeasured(
        TrafficReport(
          consumer: "gateway", over: .seconds(1), generation: 2,
          flows: [
            TrafficReport.Flow(
              target: story.state.settings.probes[0].series.target, ok: 3, failed: [.overload: 2], refused: 1,
              medianFirstByte: .milliseconds(300), failedRequestIDs: ["req_1"])
          ])))
    story.happen(
      .feedRead(FeedReport(vendor: Vendor("Claude"), fetchedAt: story.now, result: .failed("405"))))
    story.happen(
      .keyChanged(
        KeyChange(
          key: KeyName(platform: .anthropic, fingerprint: "sk-ant-…3fQA"), model: Model("claude-haiku-4-5"),
          standing: .cooling(until: story.now + .minutes(9)), reason: "429",
          limitedUntil: story.now + .minutes(9))), from: .gateway)
    try story.act(
      ActionRequest(action: .quarantine, target: "3fQA", actor: Operator("ab"), key: "put aside"))
    story.probe(for: .seconds(100))
    return story
  }

  @Test func `state survives its encoding`() throws {
    let story = try FoldTests.eventful()
    let bytes = try JSONEncoder().encode(story.state)
    #expect(try JSONDecoder().decode(State.self, from: bytes) == story.state)
  }

  @Test func `every event survives its encoding`() throws {
    for event in try FoldTests.eventful().events {
      let bytes = try JSONEncoder().encode(event)
      #expect(try JSONDecoder().decode(Event.self, from: bytes) == event)
    }
  }

  @Test func `folding a checkpoint and its tail equals folding all`() throws {
    let story = try FoldTests.eventful()
    for cut in stride(from: 0, to: story.events.count, by: 17) {
      var early = State()
      for event in story.events[..<cut] { early.fold(event) }
      var resumed = try JSONDecoder().decode(State.self, from: JSONEncoder().encode(early))
      for event in story.events[cut...] { resumed.fold(event) }
      #expect(resumed == story.state)
    }
  }

  @Test func `an event that was folded already changes nothing`() throws {
    let story = try FoldTests.eventful()
    var again = story.state
    for event in story.events { again.fold(event) }
    #expect(again == story.state)
  }

  @Test func `an unknown kind or version is kept and skipped`() throws {
    let text = #"{"seq":1,"id":"E1","at":5,"source":"engine","kind":"weather","v":1,"body":{"rain":true}}"#
    let event = try JSONDecoder().decode(Event.self, from: Data(text.utf8))
    #expect(event.body == .unknown(kind: "weather"))
    let newer = #"{"seq":1,"id":"E1","at":5,"source":"engine","kind":"observed","v":9,"body":7}"#
    #expect(try JSONDecoder().decode(Event.self, from: Data(newer.utf8)).body == .unknown(kind: "observed"))
  }

  @Test func `state is bounded however long it runs`() {
    var story = Story()
    story.probe(for: .minutes(26))
    #expect(story.state.series.allSatisfy { $0.samples.samples.count <= SampleRing.capacity })
    #expect(story.state.timeline.count <= State.keptTimeline)
  }
}
