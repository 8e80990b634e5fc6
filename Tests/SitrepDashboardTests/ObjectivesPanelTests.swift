import SitrepCore
import SitrepDashboard
import Testing

/// What the objectives panel says beyond its table.
@MainActor @Suite("Objectives panel") struct ObjectivesPanelTests {
  /// Haiku every 30 s, at 600 ms or as told by the attempt's number; policy says what is due.
  private func world(_ count: Int, _ latency: (Int) -> Int64, _ outcome: (Int) -> Outcome = { _ in .ok })
    -> World
  {
    var world = World()
    for index in 0..<count {
      world.pass(.seconds(30))
      let outcome = outcome(index)
      world.probe(
        World.haiku, outcome, latency: .milliseconds(latency(index)), status: outcome.isFailure ? 529 : 200)
      for decision in Policy.decide(world.state, at: world.now) { world.add(decision.body) }
    }
    return world
  }

  private func lines(_ world: World) -> [String] {
    Desk(world, 200, 50).text.split(separator: "\n").map(String.init)
  }

  @Test func `a latency that left its norm is told with its ratio, start and count`() {
    let lines = lines(world(100) { $0 < 80 ? 600 : 1500 })
    #expect(lines.contains { $0.contains("anthropic haiku 2.5× its norm since") && $0.contains("Z n20") })
    #expect(lines.contains { $0.contains("anthropic haiku") && $0.contains("slow 1.5s") })
    #expect(!self.lines(world(100) { _ in 600 }).contains { $0.contains("its norm") })
  }

  @Test func `a slow burn is a ticket of its own, and minutes are told`() {
    let lines = lines(world(1400, { _ in 600 }, { $0 % 15 == 5 ? .failed(.overload) : .ok }))
    #expect(lines.contains { $0.contains("anthropic burns its budget") && $0.contains("over 6h") })
    #expect(lines.contains { $0.contains("anthropic degraded ") && $0.contains("m ") })
  }
}
