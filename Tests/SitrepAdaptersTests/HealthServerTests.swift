import SitrepAdapters
import SitrepCore
import SitrepHTTP
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
}
