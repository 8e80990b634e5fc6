import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor func screen(_ world: World?, _ w: Int, _ h: Int, glyphs: Glyphs = .utf8, _ change: (inout DashboardModel) -> Void = { _ in }) -> DashboardModel {
  var m = DashboardModel(now: world?.now ?? Instant(seconds: 0), size: Size(w, h), salt: "s", loginName: "ab", glyphs: glyphs)
  if let world { _ = update(&m, .state(world.state, world.now)) }
  change(&m)
  return m
}

@MainActor @Test func dump() {
  for (n, w) in [("calm", World.calm()), ("outage", .outage()), ("forced", .forced()), ("empty", World())] {
    for (x, y) in [(120, 36), (200, 50), (80, 24), (60, 15), (40, 6)] {
      print("== \(n) \(x)x\(y)")
      let m = screen(w, x, y)
      print(view(m, m.size).text)
    }
  }
  for (x, y) in [(120, 36), (40, 6)] {
    var m = screen(.outage(), x, y)
    _ = update(&m, .key(.character("t")))
    print(view(m, m.size).text)
    _ = update(&m, .key(.enter))
    print(view(m, m.size).text)
    _ = update(&m, .key(.enter))
    print(view(m, m.size).text)
    _ = update(&m, .key(.enter))
    print(view(m, m.size).text)
    _ = update(&m, .key(.escape))
    _ = update(&m, .key(.character("?")))
    print(view(m, m.size).text)
  }
}
