import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Incidents on the screen") struct IncidentScreenTests {
  @Test func `the second clock counts down to the next update, and then up`() {
    let desk = Desk(.acknowledged(), 140, 36)
    #expect(desk.truth.contains("update in 14:41  INC-1 acknowledged"))
    desk.tick(.minutes(14))
    #expect(desk.truth.contains("update in 00:41"))
    desk.tick(.seconds(53))
    #expect(desk.truth.contains("UPDATE LATE 00:12"))
  }

  @Test(
    arguments: [
      (120, .zero, "update in 14:41  INC-1 acknowledged 19s  02:04:56Z  LIVE"),
      (95, .zero, "  INC-1 acknowledged  LIVE"), (100, .minutes(14), "  update in 00:41  LIVE"),
      (100, .minutes(15), "  UPDATE LATE 00:19  LIVE"),
    ] as [(Int, TimeSpan, String)])
  func `an update that is far off goes before the incident's name, one that is near after it`(
    width: Int, later: TimeSpan, end: String
  ) {
    let desk = Desk(.acknowledged(), width, 36)
    desk.tick(later)
    #expect(desk.truth.hasSuffix(end), "\(desk.truth)")
    #expect(desk.truth.contains("update") == end.contains("update") || desk.truth.contains("UPDATE"))
  }

  @Test func `beside a running response clock only an update that is due soon is shown`() {
    let desk = Desk(.outage(), 200, 36)
    #expect(!desk.truth.contains("update"))
    desk.tick(.minutes(11))
    #expect(desk.truth.contains("ACK LATE 10:19  update in 03:41"))
  }

  @Test func `of several incidents the gravest is named, the others are counted, and a waiting one speaks`() {
    let desk = Desk(.two(), 160, 36)
    #expect(desk.truth.hasPrefix("P1 ✖"))
    #expect(desk.truth.contains("INC-2 ack in 1:00:00  INC-1 acknowledged +1"))
  }

  @Test func `a P4 says by which business day`() {
    var world = World.calm()
    world.add(
      .incidentOpened(
        Incident(
          number: 0, title: "odd", severity: .p4, severityReason: "", platforms: [], series: [],
          impactAfter: nil, impactBefore: world.now, openedAt: world.now, openedBySequence: 0)))
    #expect(Desk(world, 140, 36).truth.contains("ack by Thu 17:00Z"))
  }

  @Test func `flapping is said beside the phase and in triage`() {
    var world = World.outage()
    world.change(.flapping)
    let desk = Desk(world, 140, 40)
    #expect(desk.truth.contains("INC-1 flapping"))
    desk.press(.character("6"), .character("z"))
    #expect(desk.text.contains("INC-1 flapping for now  stays open until it settles"))
  }

  @Test func `a quiet incident asks in the pinned line, in triage, and once in a toast`() {
    let desk = Desk(.acknowledged(), 140, 36)
    desk.show(.asking())
    #expect(desk.lastRow.contains("INC-1 is quiet: resolve it (i r) or keep it open (i k)"))
    #expect(desk.truth.contains("quiet 10m: resolve? i r"))
    desk.tick(.seconds(9))
    #expect(!desk.lastRow.contains("resolve it"))
    desk.show(.asking())
    #expect(!desk.lastRow.contains("resolve it"))
    desk.press(.character("6"), .character("z"))
    #expect(desk.text.contains("INC-1 quiet for 10m"))
  }

  @Test func `a letter of the incident menu takes its act at once`() {
    let desk = Desk.armed(.asking())
    desk.press(.character("i"), .character("k"))
    #expect(desk.request?.action == .keep)
    desk.press(.character("i"), .character("u"))
    desk.type("all told")
    desk.press(.enter)
    #expect(desk.request?.action == .update)
  }

  @Test func `a letter whose act is impossible says why`() {
    let desk = Desk.armed(.outage())
    desk.press(.character("i"), .character("m"))
    #expect(desk.lastRow.contains("only INC-1 is open"))
    #expect(desk.request == nil)
  }

  @Test func `a role is handed over to whom one types`() {
    let desk = Desk.armed(.acknowledged())
    desk.press(.character("i"), .character("h"), .down, .down, .enter)
    desk.type("cd")
    desk.press(.enter)
    #expect(desk.request?.action == .handover)
    #expect(desk.request?.target == "comms")
    #expect(desk.request?.text?.text == "cd")
  }

  @Test func `who has which role stands above the menu`() {
    var world = World.acknowledged()
    world.change(.roleChanged(.lead, from: nil, to: World.ab))
    world.change(.roleChanged(.scribe, from: nil, to: Operator("ef")))
    let desk = Desk.armed(world)
    desk.press(.character("i"))
    #expect(desk.text.contains("lead ab  ops –  comms –  scribe ef"))
  }

  @Test(
    arguments: [("20m", 1200), ("in 2h", 7200), ("for 45s", 45), ("", nil), ("soon", -1), ("9y", -1)]
      as [(String, Int64?)])
  func `the next update is promised in so much time`(typed: String, seconds: Int64?) {
    let desk = Desk.armed(.acknowledged())
    desk.press(.character("i"), .character("n"))
    desk.type(typed)
    desk.press(.enter)
    guard seconds != -1 else {
      #expect(desk.request == nil)
      #expect(desk.lastRow.contains("a time such as 30m or 2h, please"))
      return
    }
    #expect(desk.request?.action == .due)
    #expect(desk.request?.duration == seconds.map { TimeSpan.seconds($0) })
  }

  @Test func `another open incident can be worked on from the menu, until it is over`() {
    var world = World.two()
    let desk = Desk.armed(world)
    desk.press(.character("i"))
    #expect(desk.text.contains("P1 INC-1 acknowledged"))
    while !desk.text.contains("▸    work on INC-2 P3 open") { desk.press(.down) }
    desk.press(.enter)
    #expect(desk.text.contains("P3 INC-2 open"))
    desk.press(.character("l"))
    #expect(desk.request?.action == .lead)
    #expect(desk.request?.incident == "2")
    world.change(.resolved, of: 2)
    desk.show(world)
    desk.press(.character("i"), .character("l"))
    #expect(desk.request?.incident == nil)
  }

  @Test func `a merge shows what it does before it is confirmed`() {
    let desk = Desk.armed(.two())
    desk.press(.character("i"), .character("m"), .enter, .enter)
    #expect(desk.text.contains("INC-2 closes and points to INC-1"))
    #expect(desk.request == nil)
    desk.press(.enter)
    #expect(desk.request?.target == "INC-2 INC-1")
  }

  @Test(arguments: Array(stride(from: 40, through: 200, by: 5)))
  func `the key of an answer that is waited for never drops, not even for a toast`(width: Int) {
    let desk = Desk(.outage(), width, 15)
    #expect(desk.lastRow.contains("a acknowledge"))
    #expect(TextWidth.columns(desk.lastRow) <= width)
    desk.feed(.said("something long that fills the line and more than the line, and goes on and on"))
    #expect(desk.lastRow.hasSuffix("a acknowledge"))
    desk.show(.acknowledged())
    #expect(!desk.lastRow.hasSuffix("a acknowledge"))
  }

  @Test func `what happened since the last key before a pause is told`() {
    var world = World.calm()
    let desk = Desk(world)
    desk.press(.tab, .character("w"))
    #expect(desk.text.contains("You have been here all the time."))
    desk.press(.escape)
    world.pass(.minutes(5))
    world.act(.pin(.bedrock), reason: "budget")
    desk.show(world)
    desk.press(.character("w"))
    #expect(desk.text.contains("what changed since 02:03:27Z"))
    #expect(desk.text.contains("02:08:27Z ab route pinned to bedrock: budget"))
    #expect(!desk.text.contains("┃ 01:53:20Z"), "not what was there before")
    desk.press(.escape, .character("w"))
    #expect(desk.text.contains("what changed since 02:03:27Z"), "reading it does not end it")
  }
}
