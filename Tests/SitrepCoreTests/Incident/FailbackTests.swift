import SitrepCore
import Testing

@Suite struct FailbackTests {
  /// Anthropic was down and answers again; told up to where `percent` of the traffic is back.
  private func returning(to percent: Int) throws -> Story {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40), failing: anthropicDown)
    for _ in 0..<300 where story.state.control.failback?.percent != percent { story.probe(for: .seconds(2)) }
    try #require(story.state.control.failback?.percent == percent)
    return story
  }

  private func steps(_ story: Story) -> [(at: Instant, change: RouteChange)] {
    story.events.compactMap { event in
      if case .routeChanged(let change) = event.body { (event.at, change) } else { nil }
    }
  }

  @Test func `it holds for 120 s, ramps by steps of 30 s, and then is complete`() throws {
    var story = try returning(to: 0)
    let began = try #require(story.state.control.failback?.since)
    story.probe(for: .minutes(5))
    let later = steps(story).filter { $0.at > began }
    #expect(later.map { ($0.at - began).wholeSeconds } == [120, 150, 180, 210])
    #expect(later.map { $0.change.failback?.percent } == [10, 25, 50, nil])
    #expect(story.state.control.active == .anthropic)
  }

  @Test func `it holds anew when the breaker opens meanwhile`() throws {
    var story = try returning(to: 0)
    let began = try #require(story.state.control.failback?.since)
    story.probe(for: .seconds(60))
    story.probe(for: .seconds(14), failing: anthropicDown)
    #expect(story.state.control.failback == nil)
    story.probe(for: .minutes(3))
    let again = try #require(story.state.control.failback?.since)
    #expect(again > began)
    #expect(story.state.control.active == .bedrock)
  }

  @Test(arguments: [0, 10, 25, 50])
  func `at every step two new failures of one series abort it`(percent: Int) throws {
    var story = try returning(to: percent)
    story.probe(for: .seconds(2)) { $0.model.rawValue.contains("opus") ? (.failed(.overload), 529) : nil }
    #expect(story.state.control.failback?.percent == percent, "one failure is none")
    story.probe(for: .seconds(2)) { $0.model.rawValue.contains("opus") ? (.failed(.overload), 529) : nil }
    #expect(story.state.control.failback == nil)
    #expect(story.lines.contains { $0.hasPrefix("failback aborted: 2 new failures on anthropic") })
    #expect(story.state.control.active == .bedrock)
  }

  @Test(
    arguments: [
      (20, 3, true), (20, 2, false), (200, 3, false), (0, 3, true), (50, 0, false),
    ])
  func `overloads that the first part of the traffic meets abort it, also when probes are fine`(
    ok: Int, failed: Int, aborts: Bool
  ) throws {
    var story = try returning(to: 10)
    story.probe(for: .seconds(6))
    carry(&story, .anthropic, ok: ok, failed: failed)
    let aborted = story.lines.contains { $0.hasPrefix("failback aborted: \(failed) of \(ok + failed) calls") }
    #expect(aborted == aborts)
    #expect((story.state.control.failback?.percent == 10) == !aborts)
  }

  @Test func `a pin ends it`() throws {
    var story = try returning(to: 10)
    try story.act(ActionRequest(action: .pin, target: "vertex", actor: Operator("ab"), key: "1"))
    story.probe(for: .minutes(5))
    #expect(story.state.control.failback == nil)
    #expect(story.state.control.active == .vertex)
  }
}
