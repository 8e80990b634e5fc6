import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Acting") struct ActingTests {
  @Test func `the first act asks who acts, offers the login name, and then goes on`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("t"))
    #expect(desk.text.contains("who acts?"))
    #expect(desk.text.contains("initials or name: ab"))
    desk.press(.enter)
    #expect(desk.truth.hasSuffix("LIVE ARMED ab"))
    #expect(desk.text.contains("trip or reset a breaker"))
  }

  @Test func `initials can be typed over the login name`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("a"), .escape, .character("n"))
    desk.type("cd")
    desk.press(.enter)
    #expect(desk.truth.hasSuffix("ARMED cd"))
  }

  @Test func `nobody is armed by an empty name`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("n"), .character(" "), .enter)
    #expect(!desk.truth.contains("ARMED"))
    #expect(desk.lastRow.contains("initials or a name"))
  }

  @Test func `ten idle minutes disarm, and a key starts them again`() {
    let desk = Desk.armed(.calm())
    desk.tick(.minutes(9))
    desk.press(.tab)
    desk.tick(.minutes(9))
    #expect(desk.truth.contains("ARMED ab"))
    desk.tick(.seconds(61))
    #expect(!desk.truth.contains("ARMED"))
    #expect(desk.lastRow.contains("disarmed after 10 idle minutes"))
  }

  @Test func `disarming closes an open confirmation`() {
    let desk = tripPreview()
    desk.tick(.minutes(11))
    #expect(!desk.text.contains("Enter confirms"))
    desk.press(.enter)
    #expect(desk.request == nil)
  }

  @Test(arguments: ["t", "s", "a", "n", "u", "i", "p", "c"] as [Character])
  func `read-only refuses every act and says why`(_ key: Character) {
    let desk = Desk(.outage(), access: .readOnly)
    desk.press(.character(key), .enter, .enter)
    #expect(desk.request == nil)
    #expect(desk.lastRow.contains("read-only: started with --read-only"))
    #expect(desk.truth.hasSuffix("LIVE READ-ONLY"))
  }

  @Test func `a replay cannot act`() {
    let desk = Desk(.outage(), source: .replay)
    desk.press(.character("t"))
    #expect(desk.truth.hasSuffix("REPLAY"))
    #expect(desk.lastRow.contains("a replay cannot act"))
  }

  @Test func `a trip names its target, asks for a reason, shows the effect and is confirmed by Enter`() {
    let desk = tripPreview(reason: "error budget for 15m")
    #expect(desk.text.contains("anthropic: closed → FORCED OPEN"))
    #expect(desk.text.contains("reason: error budget"))
    // Picker, prompt and preview each throw away what was typed ahead of them.
    #expect(desk.commands == [.flushInput, .flushInput, .flushInput])
    desk.press(.enter)
    let request = desk.request
    #expect(request?.action == .trip)
    #expect(request?.target == "anthropic")
    #expect(request?.text?.text == "error budget")
    #expect(request?.duration == .minutes(15))
    #expect(request?.actor == World.ab)
    #expect(request?.basis != nil)
    #expect(desk.commands.suffix(2).first == .flushInput)
  }

  @Test func `a platform that is forced open is offered a reset`() {
    let desk = Desk.armed(.forced())
    desk.press(.character("t"))
    #expect(desk.text.contains("reset anthropic  FORCED OPEN"))
    #expect(desk.text.contains("trip bedrock  closed"))
  }

  @Test func `switching the route offers automatic, and says when it is already`() {
    let desk = Desk.armed(.calm())
    desk.press(.character("s"))
    #expect(desk.text.contains("automatic: breakers and order decide"))
    desk.press(.end, .enter)
    #expect(desk.lastRow.contains("the route is automatic already"))
    #expect(desk.request == nil)
  }

  @Test func `Esc leaves every overlay without an act`() {
    for keys in [["t"], ["s"], ["n"], ["i"], ["?"]] as [[Character]] {
      let desk = Desk.armed(.calm())
      let before = desk.text
      for key in keys { desk.press(.character(key)) }
      #expect(desk.text != before)
      desk.press(.escape)
      #expect(desk.text == before)
      #expect(desk.request == nil)
    }
  }

  @Test func `a confirmation is void when the world moved under it, and wants to be read again`() {
    var world = World.calm()
    let desk = tripPreview(world)
    world.act(.pin(.bedrock), reason: "")
    desk.show(world)
    #expect(desk.text.contains("changed under you:"))
    desk.press(.enter)
    #expect(desk.request == nil)
    #expect(!desk.text.contains("changed under you:"))
    desk.press(.enter)
    #expect(desk.request?.action == .trip)
  }

  @Test func `a new state that changes nothing of the effect leaves the confirmation alone`() {
    var world = World.calm()
    let desk = tripPreview(world)
    world.probe(World.bedrock)
    desk.show(world)
    desk.press(.enter)
    #expect(desk.request?.action == .trip)
  }

  @Test func `a confirmation whose act became impossible says so and sends nothing`() {
    var world = World.calm()
    let desk = tripPreview(world)
    world.act(.breaker(.anthropic, .forcedOpen), reason: "")
    desk.show(world)
    #expect(desk.text.contains("not possible: anthropic: forced open already"))
    desk.press(.enter)
    #expect(desk.request == nil)
  }

  @Test func `a note needs a text and is sent without a confirmation`() {
    let desk = Desk.armed(.calm())
    desk.press(.character("n"), .enter)
    #expect(desk.request == nil)
    #expect(desk.model.wantsText)
    desk.press(.paste("called\nthe vendor"))
    desk.press(.enter)
    #expect(desk.request?.action == .note)
    #expect(desk.request?.text?.text == "called the vendor")
    #expect(desk.request?.basis == nil)
  }

  @Test func `the incident menu leads to a severity and a reason`() {
    let desk = Desk.armed(.calm())
    desk.press(.character("i"), .enter, .down, .enter)
    desk.type("checkout fails")
    desk.press(.enter)
    #expect(desk.request?.action == .declare)
    #expect(desk.request?.target == "P2")
    #expect(desk.request?.text?.text == "checkout fails")
  }

  @Test func `requests have keys of their own`() {
    let desk = Desk.armed(.outage())
    desk.press(.character("a"))
    let first = desk.request?.key
    desk.press(.character("a"))
    #expect(first == "k-1")
    #expect(desk.request?.key == "k-2")
  }

  @Test func `a refused act says why, and rings`() throws {
    let desk = Desk.armed(.outage())
    desk.press(.character("a"))
    let request = try #require(desk.request)
    desk.feed(.reply(.refused(Refusal("it is over")), for: request, desk.model.now))
    #expect(desk.lastRow.contains("acknowledge: it is over"))
    #expect(desk.commands.last == .bell)
  }

  @Test func `a disabled key says why`() {
    let desk = Desk.armed(.calm())
    desk.press(.character("a"))
    #expect(desk.lastRow.contains("acknowledge: no incident is open"))
    desk.press(.character("u"))
    #expect(desk.lastRow.contains("undo: nothing to undo"))
  }

  @Test func `nothing can be carried out while the engine is gone`() {
    let desk = tripPreview()
    desk.feed(.connectionLost(desk.model.now))
    desk.press(.enter)
    #expect(desk.request == nil)
    desk.press(.escape, .character("n"))
    #expect(desk.lastRow.contains("the engine is gone"))
  }

  @Test func `no shifted letter acts`() {
    let desk = Desk.armed(.outage())
    desk.type("TSANUIPC")
    desk.press(.enter, .enter)
    #expect(desk.request == nil)
  }

  @Test func `below the smallest body action keys do nothing and nothing can be confirmed`() {
    let desk = tripPreview()
    desk.feed(.resize(Size(39, 6)))
    desk.press(.enter, .enter)
    #expect(desk.request == nil)
    desk.press(.escape, .character("t"), .character("a"), .enter)
    #expect(desk.request == nil)
    #expect(desk.canvas.rows.dropFirst().allSatisfy { $0.isEmpty })
  }

  @Test func `on a small screen Enter reads on before it confirms`() {
    let desk = tripPreview(size: Size(40, 6))
    #expect(desk.text.contains("Enter reads on"))
    var presses = 0
    while desk.request == nil, presses < 10 {
      desk.press(.enter)
      presses += 1
    }
    #expect(presses > 1)
    #expect(desk.request?.action == .trip)
  }

  @Test func `a postmortem is drafted, shown with its path, edited and read again`() throws {
    let desk = Desk.armed(.outage(), 80, 24)
    desk.press(.character("p"))
    let request = try #require(desk.request)
    desk.feed(.reply(.answered("/s/INC-1.md"), for: request, desk.model.now))
    #expect(desk.commands.last == .readPostmortem(path: "/s/INC-1.md"))
    desk.feed(.postmortemText(path: "/s/INC-1.md", text: "# INC-1\n\n- [ ] TODO"))
    #expect(desk.text.contains("/s/INC-1.md"))
    #expect(desk.text.contains("- [ ] TODO"))
    desk.press(.character("e"))
    #expect(desk.commands.last == .edit(path: "/s/INC-1.md"))
    desk.feed(.editorReturned)
    #expect(desk.commands.suffix(2) == [.redraw, .readPostmortem(path: "/s/INC-1.md")])
    desk.press(.character("q"))
    #expect(!desk.text.contains("┏ /s/INC-1.md"))
  }

  @Test func `an observer may look at a postmortem but gets no editor`() {
    let desk = Desk(.outage(), 80, 24)
    desk.feed(.postmortemText(path: "/s/INC-1.md", text: "x"))
    desk.press(.character("e"))
    #expect(desk.commands.isEmpty)
    #expect(desk.lastRow.contains("editing needs an armed operator"))
  }

  /// A desk at the confirmation of a trip of anthropic.
  private func tripPreview(
    _ world: World = .calm(idle: nil), reason: String = "", size: Size = Size(120, 36)
  ) -> Desk {
    let desk = Desk.armed(world, size.width, size.height)
    desk.press(.character("t"))
    while !desk.text.contains("▸ trip anthropic") { desk.press(.down) }
    desk.press(.enter)
    desk.type(reason)
    desk.press(.enter)
    return desk
  }
}
