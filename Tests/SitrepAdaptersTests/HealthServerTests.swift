import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Health endpoints` {
  private func ask(
    _ path: String, method: String = "GET", _ body: (HTTPResponse) -> Void
  ) async throws {
    let loop = try EventLoop(name: "test-health")
    defer { loop.stop() }
    let health = HealthServer(now: StandingClock().now)
    let port = try health.listen(loop: loop, host: "127.0.0.1", port: 0)
    let client = try HTTPClient(loop: loop)
    body(try await client.send(HTTPRequest(method: method, url: "http://127.0.0.1:\(port)\(path)")))
    withExtendedLifetime(health) {}
  }

  @Test func `an engine that has not begun is unwell, and nothing it would say is ok`() async throws {
    try await ask("/healthz") { answer in
      #expect(answer.status == 503)
      #expect(String(decoding: answer.body, as: UTF8.self).contains("has not begun"))
    }
    try await ask("/api/health/claude") { answer in
      #expect(answer.status == 503)
      #expect(String(decoding: answer.body, as: UTF8.self).contains("\"status\":\"unknown\""))
      #expect(answer.headers["cache-control"] == "no-store")
    }
  }

  @Test func `metrics say what they are`() async throws {
    try await ask("/metrics") { answer in
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"]?.hasPrefix("application/openmetrics-text") == true)
      #expect(String(decoding: answer.body, as: UTF8.self).hasSuffix("# EOF\n"))
    }
  }

  @Test func `other paths and methods are refused`() async throws {
    try await ask("/") { #expect($0.status == 404) }
    try await ask("/metrics", method: "POST") { #expect($0.status == 405) }
    try await ask("/healthz?verbose=1") { #expect($0.status == 503) }
  }

  @Test(arguments: [
    (nil, 401), ("Bearer wrong-token", 401), ("Bearer s3cret-token", 503), ("s3cret-token", 401),
  ]) func `a token is demanded where one is named`(shown: String?, status: Int) async throws {
    let loop = try EventLoop(name: "test-health")
    defer { loop.stop() }
    let health = HealthServer(now: StandingClock().now)
    health.demand(Secret("s3cret-token"))
    let port = try health.listen(loop: loop, host: "127.0.0.1", port: 0)
    let client = try HTTPClient(loop: loop)
    for path in ["/healthz", "/api/health/claude"] {
      var request = HTTPRequest(url: "http://127.0.0.1:\(port)\(path)")
      request.headers["authorization"] = shown
      #expect(try await client.send(request).status == status)
    }
    health.demand(nil)
    #expect(try await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/healthz")).status == 503)
  }

  @Test func `what is fresh is 200, and 503 as soon as it is stale`() async throws {
    let loop = try EventLoop(name: "test-health")
    defer { loop.stop() }
    let clock = StandingClock()
    let health = HealthServer(now: clock.now)
    let port = try health.listen(loop: loop, host: "127.0.0.1", port: 0)
    let client = try HTTPClient(loop: loop)
    let engine = FakeEngine()
    let series = SeriesID(
      platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5"))
    let settings = Settings(mode: .live, probes: [ProbePlan(series: series)], feeds: [], route: [.anthropic])
    let seen = Observation(
      series: series, purpose: .scheduled, startedAt: clock.now(), phases: Phases(total: .seconds(1)),
      outcome: .ok, status: 200)
    let bodies: [EventBody] = [.settingsAdopted(settings), .observed(seen)]
    let events = bodies.enumerated().map {
      Event(sequence: Int64($0.offset + 1), at: clock.now(), source: .engine, body: $0.element)
    }
    @Sendable func status() async throws -> Int {
      try await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/api/health/claude")).status
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await health.follow(engine) }
      await engine.publish(events)
      try await Eventually.holds("a fresh answer") { try await status() == 200 }
      clock.advance(by: .minutes(10))
      #expect(try await status() == 503)
      await engine.stop(reason: "test is over")
      try await Eventually.holds("an engine that has ended") {
        try await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/healthz")).status == 503
      }
      group.cancelAll()
    }
  }
}
