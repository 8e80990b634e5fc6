import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Test func dump() {
  func out(_ name: String, _ desk: Desk) {
    print("@@ \(name)")
    for line in desk.canvas.rows { print("#" + line) }
  }
  let sizes = [(200, 50), (120, 36), (80, 24), (60, 15), (40, 6)]
  let worlds: [(String, World)] = [
    ("empty", World()), ("calm", .calm()), ("outage", .outage()), ("forced", .forced()),
    ("stale", .stalePage()), ("failback", .failback()), ("marks", .everyMark()),
  ]
  for (name, world) in worlds {
    for (w, h) in sizes { out("\(name) \(w)x\(h)", Desk(world, w, h)) }
  }
  for (w, h) in sizes {
    let desk = Desk(.calm(), w, h)
    desk.feed(.connectionLost(desk.model.now))
    desk.tick(.seconds(12))
    out("lost \(w)x\(h)", desk)
    out("ascii \(w)x\(h)", Desk(.outage(mode: .drill("q2")), w, h, glyphs: .ascii))
  }
  for (w, h) in [(80, 24), (40, 6)] {
    let desk = Desk(.calm(), w, h)
    desk.press(.character("t")); out("arm \(w)x\(h)", desk)
    desk.press(.enter); out("picker \(w)x\(h)", desk)
    desk.press(.down, .enter); out("prompt \(w)x\(h)", desk)
    desk.type("budget for 15m"); desk.press(.enter); out("preview \(w)x\(h)", desk)
    desk.press(.escape, .character("i")); out("incident \(w)x\(h)", desk)
    desk.press(.escape, .character("?")); out("help \(w)x\(h)", desk)
    desk.press(.escape, .character("2"), .character("z")); out("zoom \(w)x\(h)", desk)
    desk.feed(.postmortemText(path: "/var/lib/sitrep/postmortems/INC-1.md", text: "# INC-1\n\n- [ ] TODO"));
    out("pm \(w)x\(h)", desk)
  }
}
