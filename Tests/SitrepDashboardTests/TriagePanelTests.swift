import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("The triage panel") struct TriagePanelTests {
  /// The whole screen given to the panel.
  private func zoomed(_ world: World, _ width: Int, _ height: Int, glyphs: Glyphs = .utf8) -> Desk {
    let desk = Desk(world, width, height, glyphs: glyphs)
    desk.press(.character("6"), .character("z"))
    return desk
  }

  private func inside(_ desk: Desk) -> [String] {
    desk.canvas.rows.dropFirst(2).dropLast(2).map { row in
      var text = Substring(row.dropFirst(2).dropLast())
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  @Test func `zoomed, it draws the runbook's tree with the path lit, and everything that speaks`() {
    let rows = inside(zoomed(.outage(), 100, 40))
    #expect(
      rows.prefix(20).joined(separator: "\n") == """
        anthropic: vendor platform fails, acknowledged on its page
        ├  own side  network, resolver, clock, application
        ├  400/404   request or model id
        ├  401/403   key: set, valid, rotated, allowed, billed?
        ├  429       rate limited
        ├  500       error at the vendor
        ├▸ 529       overloaded, temporary
        │            retry after 30–60 s; many of them: cache harder or move early
        └  timeouts  network or long generation
        high confidence, rule R15
        for      haiku messages: 7 of 7 failed, 529 ×4, 500 ×3
        for      opus streaming: 7 of 7 failed, 529 ×6, stalled ×1
        for      anthropic's page says major outage
        against  bedrock fine
        unless   others fail the same way, or a probe from elsewhere is fine
        cause    The vendor is out of capacity for everybody; it is not your quota.
        fix      Retry after 30–60 s with jitter; many of these foretell an outage: cache harder or
          move early.
        do       traffic is on bedrock already: leave it there
        do       retry after 30–60 s; many of them: cache harder or move early
        """)
  }

  @Test func `in ASCII the path is a mark, too`() {
    let rows = inside(zoomed(.outage(), 100, 40, glyphs: .ascii))
    #expect(rows.contains("+> 529       overloaded, temporary"))
    #expect(rows.contains("+  429       rate limited"))
  }

  @Test func `colour and emphasis light the same branch`() {
    let canvas = zoomed(.outage(), 100, 40).canvas
    let y = canvas.rows.firstIndex { $0.contains("▸ 529") } ?? 0
    func role(_ text: String, row: Int) -> Role? {
      canvas.styleRuns(row: row).first { $0.text.contains(text) }?.role
    }
    #expect(role("529", row: y) == .failing)
    #expect(role("500", row: y - 1) == .dim)
  }

  @Test(arguments: [
    (100, "own side · 400/404 · 401/403 · 429 · 500 ▸529 · timeouts"), (44, "us 400 401 429 500 ▸529 time"),
  ])
  func `a small panel keeps verdict, path and the first step`(width: Int, path: String) {
    let desk = Desk(.outage(), width, 12)
    desk.press(.character("6"))
    let rows = inside(desk)
    let head = rows.firstIndex { $0.contains("500 ▸529") } ?? 0
    #expect(rows[0].hasPrefix("anthropic: vendor platform fails"))
    #expect(rows[head].contains(path))
    #expect(rows[head + 1].hasPrefix("do       traffic is on bedrock"))
  }

  @Test func `a step that an action does names its key`() {
    var world = World.calm()
    for _ in 0..<4 {
      world.pass(.seconds(10))
      world.probe(World.haiku, .failed(.overload), status: 529)
      world.probe(World.opus, .failed(.overload), status: 529)
    }
    let rows = inside(zoomed(world, 100, 40))
    #expect(rows.contains("do       switch traffic to bedrock  s"))
    #expect(rows.contains("do       trip the breaker of anthropic, if it must not be tried  t"))
  }

  @Test func `a severity that is held without measuring says so`() {
    var world = World.outage()
    world.add(
      .severityMeasured(
        SeverityAssessment(
          severity: .p1, rule: "not measured",
          evidence: "not measured, held at P1: anthropic is not probed (no credentials)")))
    world.pass(.minutes(20))
    world.probe(World.bedrock)
    let text = zoomed(world, 110, 40).text
    #expect(text.hasPrefix("P1 ? NOT MEASURED, SEVERITY HELD"))
    #expect(text.contains("P1 for "))
    #expect(text.contains("not measured, held at P1: anthropic is not probed (no credentials)"))
  }

  @Test func `the help page tells what errors mean, and e jumps there`() {
    let desk = Desk(.calm(), 100, 40)
    desk.press(.character("?"), .character("e"))
    #expect(desk.text.contains("What errors mean"))
    #expect(desk.text.contains("network, the network, retry"))
    desk.press(.end)
    #expect(desk.text.contains("anything else"))
  }
}
