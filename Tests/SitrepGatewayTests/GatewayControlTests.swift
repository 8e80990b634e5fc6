import SitrepCore
import SitrepGateway
import SitrepHTTP
import Testing

@Suite("The gateway obeys and reports", .timeLimit(.minutes(5)))
struct GatewayControlTests {
  @Test func `the breaker opens after five failed calls and traffic moves`() async throws {
    try await withGateway([.anthropic: { $0.answerOverloaded() }, .vertex: { $0.answerWell() }]) {
      bench async throws in
      for _ in 0..<8 { #expect(try await bench.send().status == 200) }
      #expect(bench.asked(.anthropic).count == 5)
      #expect(bench.asked(.vertex).count == 8)
      var transitions = bench.transitions.makeAsyncIterator()
      let change = await transitions.next()
      #expect(change?.target.platform == .anthropic)
      #expect(change?.transition.to == .open)
      #expect(change?.transition.reason == "5 of the last 5 failed: 529 ×5")
    }
  }

  @Test func `when all are open the caller is told so at once, and for how long`() async throws {
    try await withGateway([.anthropic: { $0.answerOverloaded() }]) { bench async throws in
      for _ in 0..<5 { #expect(try await bench.send().status == 529) }
      bench.clock.skip(.seconds(30))
      let answer = try await bench.send()
      #expect(answer.status == 503)
      #expect(answer.headers["x-should-retry"] == "false")
      #expect((25...30).contains(Int(answer.headers["retry-after"] ?? "") ?? 0))
      let told =
        "\"type\":\"overloaded_error\",\"message\":\"sitrep's breaker is open: anthropic claude-haiku-4-5 (5 of"
      #expect(answer.text.contains(told))
      bench.clock.skip(.seconds(31))
      #expect(try await bench.send().status == 529)
    }
  }

  @Test func `overrides are obeyed at once and confirmed by a report`() async throws {
    try await withGateway([.anthropic: { $0.answerWell() }, .vertex: { $0.answerWell() }]) {
      bench async throws in
      #expect(try await bench.send().headers["x-sitrep-platform"] == "anthropic")
      bench.gateway.obey(
        .resting([.anthropic, .vertex]) {
          $0.generation = 7
          $0.forcedOpen = [.anthropic]
        })
      let answer = try await bench.send()
      #expect(answer.headers["x-sitrep-platform"] == "vertex")
      #expect(answer.headers["x-sitrep-generation"] == "7")
      for await report in bench.reports where report.generation == 7 {
        #expect(report.flows.map(\.target.platform) == [.anthropic])
        break
      }
      let health = try await bench.client.send(bench.request(path: "/health", method: "GET"))
      #expect(health.text == "{\"up\":true,\"active\":\"anthropic\",\"pinned\":false,\"generation\":7}\n")
    }
  }

  @Test func `a report says what was carried, with the ids of failed requests`() async throws {
    var settings = GatewaySettings()
    settings.reportEvery = .milliseconds(200)
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .anthropic: { $0.answerOverloaded() }, .vertex: { $0.answerWell() },
    ]
    try await withGateway(answers, settings: settings) { bench async throws in
      _ = try await bench.send()
      for await report in bench.reports where !report.flows.isEmpty {
        #expect(report.consumer == "gateway")
        #expect(report.over >= .milliseconds(200))
        #expect(report.flows.map(\.failed) == [[.overload: 1], [:]])
        #expect(report.flows.map(\.ok) == [0, 1])
        #expect(report.flows.first?.failedRequestIDs == ["req_bad"])
        #expect(report.flows.last?.medianFirstByte != nil)
        break
      }
    }
  }

  @Test func `probes open the breaker of a platform that sees no traffic`() async throws {
    try await withGateway([.anthropic: { $0.answerWell() }, .vertex: { $0.answerWell() }]) {
      bench async throws in
      let series = SeriesID(
        platform: .anthropic, region: "here", capability: .messages, model: Model("claude-haiku-4-5"))
      for _ in 0..<5 {
        bench.gateway.witness(
          Observation(
            series: series, purpose: .scheduled, startedAt: origin, phases: Phases(),
            outcome: .failed(.network)))
      }
      #expect(try await bench.send().headers["x-sitrep-platform"] == "vertex")
    }
  }
}
