import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

/// What a second costs on the wire, counted in cells: the terminal writes only cells that changed.
@MainActor @Suite("Bandwidth") struct BandwidthTests {
  /// A cursor move and a change of look for each run of changed cells, three bytes for each cell.
  private func bytes(from old: Canvas, to new: Canvas) -> Int {
    var bytes = 0
    for (before, after) in zip(rows(old), rows(new)) {
      var isInRun = false
      for column in before.indices {
        let isChanged = before[column] != after[column]
        if isChanged { bytes += isInRun ? 3 : 3 + 24 }
        isInRun = isChanged
      }
    }
    return bytes
  }

  private func rows(_ canvas: Canvas) -> [[String]] {
    (0..<canvas.size.height).map { row in
      var cells = Array(repeating: " ", count: canvas.size.width)
      for run in canvas.styleRuns(row: row) {
        for (column, character) in zip(run.columns, run.text) {
          cells[column] = "\(character)\(run.role.rawValue)\(run.emphasis.rawValue)"
        }
      }
      return cells
    }
  }

  @Test func `an idle minute at 200 by 50 stays under 400 bytes a second`() {
    let desk = Desk(.calm(), 200, 50)
    var last = desk.canvas
    var sum = 0
    for _ in 0..<60 {
      desk.tick(.seconds(1))
      let next = desk.canvas
      sum += bytes(from: last, to: next)
      last = next
    }
    #expect(sum / 60 <= 400, "\(sum / 60) B/s")
  }

  @Test func `a minute of an outage with probes every two seconds stays under 2000 bytes a second`() {
    var world = World.outage()
    let desk = Desk(world, 200, 50)
    var last = desk.canvas
    var sum = 0
    for second in 0..<60 {
      world.pass(.seconds(1))
      if second % 2 == 0 {
        world.probe(World.haiku, .failed(.overload), status: 529)
        world.probe(World.opus, .failed(.server), status: 500)
        world.probe(World.bedrock, latency: .milliseconds(900 + Int64(second) * 10))
        world.carry(.bedrock, ok: 20)
      }
      desk.show(world)
      let next = desk.canvas
      sum += bytes(from: last, to: next)
      last = next
    }
    #expect(sum / 60 <= 2000, "\(sum / 60) B/s")
  }

  @Test func `a second in which nothing visible changed changes no cell below the pinned line`() {
    let desk = Desk(.calm(), 200, 50)
    let before = desk.canvas.rows.dropFirst()
    desk.tick(.seconds(1))
    #expect(desk.canvas.rows.dropFirst() == before)
  }
}
