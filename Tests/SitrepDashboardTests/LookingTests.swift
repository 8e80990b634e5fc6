import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Looking") struct LookingTests {
  @Test func `Space holds the picture while collection goes on, and says for how long and how much is new`() {
    var world = World.calm()
    let desk = Desk(world, 120, 36)
    let body = desk.canvas.rows.dropFirst()
    desk.press(.character(" "))
    world.pass(.seconds(30))
    world.probe(World.haiku, .failed(.overload), status: 529)
    desk.show(world)
    desk.tick(.seconds(42))
    #expect(desk.truth.hasSuffix("FROZEN 01:12 +1"))
    #expect(desk.canvas.rows.dropFirst() == body)
    desk.press(.character(" "))
    #expect(desk.truth.hasSuffix("LIVE"))
    #expect(desk.text.contains("529"))
  }

  @Test func `a lost engine is loud, old and never green`() {
    let desk = Desk(.calm(idle: nil), 120, 36)
    desk.feed(.connectionLost(desk.model.now))
    desk.tick(.seconds(12))
    #expect(desk.truth.contains("✖ ENGINE GONE 00:12: data is old"))
    #expect(!desk.canvas.styleRuns.contains { $0.role == .ok || $0.role == .live })
    desk.feed(.connectionRestored(desk.model.now))
    #expect(desk.truth.hasSuffix("LIVE"))
  }

  @Test func `an engine that hangs is as loud, and nothing is asked of it`() {
    let desk = Desk(.calm(idle: nil), 120, 36)
    desk.feed(.engineSilent(since: desk.model.now, desk.model.now + .seconds(3)))
    #expect(desk.truth.contains("✖ ENGINE SILENT 00:03: data is old"))
    #expect(!desk.canvas.styleRuns.contains { $0.role == .ok || $0.role == .live })
    desk.press(.character("n"))
    #expect(desk.lastRow.contains("the engine does not answer"))
    desk.feed(.connectionLost(desk.model.now))
    #expect(desk.truth.contains("ENGINE GONE 00:00"))
    desk.feed(.connectionRestored(desk.model.now))
    #expect(desk.truth.hasSuffix("LIVE"))
  }

  @Test func `a journal that cannot be written is said until it can`() {
    let desk = Desk(.calm(idle: nil), 80, 24)
    desk.feed(.trouble("journal not written: disk full"))
    #expect(desk.commands == [.bell])
    desk.tick(.minutes(5))
    desk.show(.calm(idle: nil))
    #expect(desk.truth.hasSuffix("LIVE UNSAVED"))
    #expect(desk.lastRow == " journal not written: disk full")
    desk.feed(.trouble(nil))
    #expect(desk.truth.hasSuffix("LIVE"))
    #expect(desk.lastRow.contains("written again"))
  }

  @Test func `digits and Tab focus panels, z gives one the whole body, Esc goes back step by step`() {
    let desk = Desk(.calm(), 120, 36)
    desk.press(.character("3"))
    #expect(desk.text.contains("┏ 3 Breakers ━"))
    desk.press(.tab)
    #expect(desk.text.contains("┏ 4 Rate limits ━"))
    desk.press(.character("z"))
    #expect(!desk.text.contains("3 Breakers"))
    desk.press(.escape)
    #expect(desk.text.contains("3 Breakers"))
    desk.press(.escape)
    #expect(!desk.text.contains("┏"))
  }

  @Test func `the timeline scrolls into the past and stops at its end`() {
    let desk = Desk(.outage(), 80, 24)
    #expect(!desk.text.contains("engine 0.1 started"))
    desk.press(.character("7"), .home)
    #expect(desk.text.contains("engine 0.1 started"))
    desk.press(.end)
    #expect(desk.text.contains("gateway obeys generation 2"))
  }

  @Test func `a panel without a place of its own takes the timeline's when it is focused`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("5"))
    #expect(desk.text.contains("5 Objectives"))
    #expect(!desk.text.contains("7 Timeline"))
  }

  @Test func `help names every key of the action table`() {
    let desk = Desk(.calm(), 120, 60)
    desk.press(.character("?"))
    for spec in ActionTable.all where spec.key != nil || spec.menu != nil {
      #expect(desk.text.contains(spec.title))
    }
    #expect(desk.text.contains("not probed"))
  }

  @Test func `q detaches, Ctrl-C asks and twice leaves, a closed terminal leaves at once`() {
    let desk = Desk(.calm())
    desk.press(.character("q"))
    #expect(desk.commands == [.detach])
    desk.commands = []
    desk.press(.control("c"))
    #expect(desk.commands.isEmpty)
    #expect(desk.lastRow.contains("Ctrl-C again"))
    desk.press(.control("c"))
    #expect(desk.commands == [.detach])
    desk.commands = []
    desk.press(.closed)
    #expect(desk.commands == [.detach])
  }

  @Test func `redraw and suspend work over any overlay`() {
    let desk = Desk.armed(.calm())
    desk.press(.character("n"), .control("l"), .control("z"))
    #expect(desk.commands.suffix(2) == [.redraw, .suspend])
    #expect(desk.model.wantsText)
  }

  @Test func `a paste outside a prompt is dropped with a word`() {
    let desk = Desk.armed(.outage())
    desk.press(.paste("t\n\n"))
    #expect(desk.request == nil)
    #expect(desk.lastRow.contains("paste ignored"))
  }

  @Test func `a worse severity rings once`() {
    var world = World.calm()
    let desk = Desk(world)
    world.add(.severityMeasured(SeverityAssessment(severity: .p2, rule: "P2 slow", evidence: "")))
    desk.show(world)
    desk.show(world)
    #expect(desk.commands == [.bell])
  }

  @Test func `before the first state the screen waits and refuses acts`() {
    let desk = Desk(nil, 80, 24)
    #expect(desk.truth.contains("waiting for the engine"))
    desk.press(.character("t"))
    #expect(desk.lastRow.contains("nothing is known yet"))
  }

  @Test func `consent is hinted at only while a probe waits for it`() {
    let idle = Settings.waitsForConsent.text
    #expect(Desk(.calm(idle: idle)).lastRow.contains("c probe"))
    #expect(!Desk(.calm()).lastRow.contains("c probe"))
  }
}

/// News since this person or terminal left, not only since a key.
@MainActor @Suite("Away") struct AwayTests {
  private func away(_ names: [String], minutes: Int64) -> Desk {
    var world = World.calm(idle: nil)
    let left = Seen(at: world.now, sequence: world.state.sequence)
    world.pass(.minutes(minutes))
    world.probe(World.haiku, .failed(.overload), status: 529)
    let desk = Desk(world, 120, 36)
    desk.model.remember(
      Dictionary(names.map { ($0, left) }) { $1 }, own: ["terminal /dev/pts/3", "login ab"])
    return desk
  }

  @Test func `whoever comes back to this terminal reads what came since`() {
    let desk = away(["terminal /dev/pts/3"], minutes: 90)
    desk.press(.character("w"))
    #expect(desk.text.contains("what changed since"))
    #expect(desk.text.contains("failed: 529"))
  }

  @Test func `a short absence, or somebody else's, is none`() {
    for desk in [
      away(["terminal /dev/pts/3"], minutes: 0), away(["terminal /dev/pts/9", "cd"], minutes: 90),
    ] {
      desk.press(.character("w"))
      #expect(desk.text.contains("You have been here all the time."))
    }
  }

  @Test func `a name that arms brings its own mark`() {
    let desk = away(["cd"], minutes: 90)
    desk.press(.character("n"))
    desk.type("cd")
    desk.press(.enter, .escape, .character("w"))
    #expect(desk.text.contains("what changed since"))
    #expect(desk.model.people == ["cd"])
  }

  @Test func `a mark from beyond the journal's end is of another journal`() {
    let world = World.calm(idle: nil)
    let desk = Desk(world, 120, 36)
    let other = Seen(at: world.now - .hours(1), sequence: world.state.sequence + 100)
    desk.model.remember(["login ab": other], own: ["login ab"])
    desk.press(.character("w"))
    #expect(desk.text.contains("You have been here all the time."))
  }
}
