import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite struct OwnSideCheckerTests {
  @Test func `a neutral host that refuses proves the line and is no failure of ours`() async throws {
    let loop = try EventLoop(name: "own side")
    defer { loop.stop() }
    let checker = OwnSideChecker(client: try HTTPClient(loop: loop))
    let port = try FreePort.pick()
    let seen = await checker.check(
      ControlPlan(name: "neutral", kind: .neutralHost, target: "http://127.0.0.1:\(port)/"))
    #expect(seen.health == .degraded)
    #expect(seen.detail == "refuses connections; the line to it works")
  }
}
