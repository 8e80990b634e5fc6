import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("The pinned line") struct TruthLineTests {
  /// Widths, and what the line still says there: parts go in the order of DESIGN section 5.
  @Test(arguments: [
    (140, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock · not us: network fine", "LIVE"),
    (120, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock", "INC-1 19s  02:04:56Z  LIVE"),
    (92, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock", "ack in 00:41  INC-1 19s  LIVE"),
    (87, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock", "ack in 00:41  INC-1  LIVE"),
    (80, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock", "ack in 00:41  LIVE"),
    (66, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock", "bedrock   LIVE"),
    (60, "P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok ", " LIVE"),
    (50, "P1 ✖ ANTHROPIC FAILING 529/500  ", " LIVE"),
    (40, "P1 ✖ ANTHROPIC FAILING 529/500 ", " LIVE"),
    (30, "P1 ✖ ANTHROPIC FAILING ", " LIVE"),
  ])
  func `it loses its parts in order`(_ width: Int, _ start: String, _ end: String) {
    let line = Desk(.outage(), width, 24).truth
    #expect(line.hasPrefix(start), "\(width): \(line)")
    #expect(line.hasSuffix(end), "\(width): \(line)")
  }

  @Test(arguments: Array(stride(from: 30, through: 220, by: 7)))
  func `severity, state, verdict and mode stay at every width`(_ width: Int) {
    let line = Desk(.outage(), width, 24).truth
    #expect(line.hasPrefix("P1 ✖ ANTHROPIC FAILING"))
    #expect(line.hasSuffix(" LIVE"))
    #expect(TextWidth.columns(line) <= width)
  }

  @Test(arguments: Array(stride(from: 1, through: 220, by: 3)))
  func `later parts are never there without the earlier ones`(_ width: Int) {
    let line = Desk(.outage(), width, 6).truth
    let parts = ["our traffic", "via bedrock", "ack in", "INC-1", "19s", "02:04:56Z", "not us"]
    let present = parts.map { line.contains($0) }
    let firstLost = present.firstIndex(of: false) ?? parts.count
    #expect(!present[firstLost...].contains(true), "\(width): \(line)")
  }

  @Test func `forty columns keep drill and armed words`() {
    let world = World.outage(mode: .drill("q2"))
    let line = Desk.armed(world, 40, 6).truth
    #expect(line == "P1 ✖ ANTHROPIC FAILING    DRILL ARMED ab")
  }

  @Test func `the response clock counts down and then says how late it is`() {
    let desk = Desk(.outage())
    desk.tick(.seconds(40))
    #expect(desk.truth.contains("ack in 00:01"))
    desk.tick(.seconds(11))
    #expect(desk.truth.contains("ACK LATE 00:10"))
  }

  @Test func `a model that is not probed forbids all ok`() {
    #expect(Desk(.calm()).truth.hasPrefix("-- ? 3 ok, 1 not probed"))
    #expect(Desk(.calm(idle: nil)).truth.hasPrefix("OK ● all 4 series ok · our traffic ok via anthropic"))
  }
}
