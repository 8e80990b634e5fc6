import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Sparklines of probes") struct ProbeHistoryTests {
  /// The zoomed panel's row of the first series.
  private func row(_ world: World) -> String {
    let desk = Desk(world, 200, 24)
    desk.press(.character("2"), .character("z"))
    return desk.canvas.rows[2]
  }

  @Test func `every kind of failure has a mark of its own, and no sample is a mark too`() {
    #expect(row(.everyMark()).contains(" ✕◔‖◇✕▲▁▁▁░▁ 0.9s "))
  }

  @Test func `a step of time inside a column moves nothing`() {
    let desk = Desk(.calm(), 200, 50)
    let before = desk.canvas.rows[3]
    desk.tick(.seconds(1))
    #expect(desk.canvas.rows[3] == before)
  }

  @Test func `the scale is stated, and an outlier is clipped instead of changing it`() {
    var world = World.calm()
    world.pass(.seconds(30))
    world.probe(World.haiku, .slow, latency: .seconds(30))
    let desk = Desk(world, 120, 36)
    #expect(desk.text.contains("0–2s"))
    #expect(desk.canvas.rows[2].contains("▲"))
    #expect(desk.canvas.rows[2].contains("slow 30s"))
  }

  @Test func `failures never enter a percentile`() {
    var world = World.calm()
    for _ in 0..<10 {
      world.pass(.seconds(30))
      world.probe(World.haiku, .failed(.timeout), latency: .seconds(30), status: nil)
    }
    #expect(Desk(world, 120, 36).canvas.rows[2].contains("timeout  p50 0.7s  n20"))
  }

  @Test func `a p99 is said only from three hundred answers on`() {
    var world = World()
    for _ in 0..<299 {
      world.pass(.seconds(5))
      world.probe(World.haiku)
    }
    #expect(Desk(world, 200, 50).canvas.rows[2].contains("p99 –"))
    world.pass(.seconds(5))
    world.probe(World.haiku)
    #expect(Desk(world, 200, 50).canvas.rows[2].contains("p99 0.8s  n300"))
  }
}
