import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import Testing

@Suite("The gateway over real sockets", .timeLimit(.minutes(5)))
struct GatewayTests {
  @Test func `body and header reach the platform unchanged, with exactly one credential`() async throws {
    let odd =
      #"{ "big": 12345678901234567890.10, "model":"claude-x" , "e":1E+2, "s":"\u00e9\/", "stream":false }"#
    try await withGateway(
      [.anthropic: { $0.answerWell() }], access: { $0.credential = .apiKey(Secret("sk-configured")) }
    ) { bench async throws in
      let answer = try await bench.client.send(
        bench.request(
          odd, path: "/v1/messages?beta=true",
          headers: [
            "authorization": "Bearer sk-caller", "anthropic-version": "2023-06-01", "anthropic-beta": "a,b",
            "x-stainless-lang": "swift", "connection": "keep-alive, x-private", "x-private": "1",
          ]))
      let asked = try #require(bench.asked(.anthropic).first)
      #expect(asked.body.text == odd)
      #expect(asked.target == "/v1/messages?beta=true")
      #expect(asked.headers.values("x-api-key") == ["sk-configured"])
      #expect(asked.headers["authorization"] == nil)
      #expect(asked.headers["anthropic-version"] == "2023-06-01")
      #expect(asked.headers["anthropic-beta"] == "a,b")
      #expect(asked.headers["x-stainless-lang"] == "swift")
      #expect(asked.headers["x-private"] == nil)
      #expect(answer.status == 200)
      #expect(answer.text == standardAnswer)
      #expect(answer.headers["request-id"] == "req_good")
      #expect(answer.headers["x-sitrep-platform"] == "anthropic")
      #expect(answer.headers["x-sitrep-generation"] == "0")
      #expect(answer.headers.values("content-type") == ["application/json"])
      #expect(answer.headers.values("date").count == 1)
    }
  }

  @Test func `without a configured credential the caller's own is sent, and only one`() async throws {
    try await withGateway([.anthropic: { $0.answerWell() }]) { bench async throws in
      _ = try await bench.client.send(bench.request(headers: ["authorization": "Bearer t"]))
      _ = try await bench.client.send(
        bench.request(headers: ["authorization": "Bearer t", "x-api-key": "k"]))
      #expect(bench.asked(.anthropic).map { $0.headers["authorization"] } == ["Bearer t", nil])
      #expect(bench.asked(.anthropic).map { $0.headers["x-api-key"] } == [nil, "k"])
    }
  }

  @Test func `a stream of the first party passes byte by byte, pings and comments included`() async throws {
    try await withGateway([.anthropic: { $0.stream(SampleStream.whole) }]) { bench async throws in
      let answer = try await bench.send(streamBody)
      #expect(answer.text == SampleStream.whole.joined())
      #expect(answer.headers["content-type"] == "text/event-stream; charset=utf-8")
    }
  }

  @Test func `a large answer to a slow reader arrives whole`() async throws {
    let piece = "event: content_block_delta\ndata: \(String(repeating: "x", count: 60_000))\n\n"
    let count = 100
    try await withGateway([
      .anthropic: { exchange in
        exchange.begin(status: 200, headers: ["content-type": "text/event-stream"])
        for _ in 0..<count { exchange.write(Array(piece.utf8)) }
        exchange.write(Array(SampleStream.stop.utf8))
        exchange.end()
      }
    ]) { bench async throws in
      let stream = try await bench.client.open(bench.request(streamBody))
      var total = 0
      while let bytes = try await stream.next() {
        total += bytes.count
        await Task.yield()
      }
      #expect(total == count * piece.utf8.count + SampleStream.stop.utf8.count)
    }
  }

  @Test func `a platform that fails before content is replaced unseen`() async throws {
    try await withGateway([
      .anthropic: { $0.stream([SampleStream.start, SampleStream.ping, SampleStream.error]) },
      .vertex: { $0.stream(SampleStream.whole) },
    ]) { bench async throws in
      let answer = try await bench.send(streamBody)
      #expect(answer.text == SampleStream.whole.joined())
      #expect(answer.headers["x-sitrep-platform"] == "vertex")
    }
  }

  @Test func `a stream of nothing but pings is given up, and another platform asked`() async throws {
    var settings = GatewaySettings()
    settings.firstContent = .milliseconds(300)
    settings.gap = .milliseconds(100)
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .anthropic: { $0.stream([SampleStream.start, SampleStream.ping, SampleStream.ping], end: false) },
      .vertex: { $0.stream(SampleStream.whole) },
    ]
    try await withGateway(answers, settings: settings) { bench async throws in
      let answer = try await bench.send(streamBody)
      #expect(answer.text == SampleStream.whole.joined())
    }
  }

  @Test func `a stream that is cut after content ends with an error event`() async throws {
    let cut = [SampleStream.start, SampleStream.blockStart, SampleStream.delta]
    try await withGateway([.anthropic: { $0.stream(cut) }, .vertex: { $0.answerWell() }]) {
      bench async throws in
      let answer = try await bench.send(streamBody)
      #expect(answer.text.hasPrefix(cut.joined() + "event: error\ndata: {\"type\":\"error\""))
      #expect(bench.asked(.vertex).isEmpty)
    }
  }

  @Test func `an error event after content is passed on as it is`() async throws {
    let opening = [SampleStream.start, SampleStream.delta]
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .anthropic: { $0.stream(opening, end: false) }, .vertex: { $0.answerWell() },
    ]
    try await withGateway(answers) { bench async throws in
      let stream = try await bench.client.open(bench.request(streamBody))
      var read = try await stream.next() ?? []
      let upstream = try #require(bench.asked(.anthropic).first)
      bench.loop.submit {
        upstream.write(Array(SampleStream.error.utf8))
        upstream.end()
      }
      while let more = try await stream.next() { read += more }
      #expect(read.text == opening.joined() + SampleStream.error)
      #expect(bench.asked(.vertex).isEmpty)
    }
  }

  @Test func `errors keep their status, body and request id`() async throws {
    try await withGateway([.anthropic: { $0.answerOverloaded() }]) { bench async throws in
      let answer = try await bench.send()
      #expect(answer.status == 529)
      #expect(answer.text == #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#)
      #expect(answer.headers["request-id"] == "req_bad")
    }
  }

  @Test func `a refused connection is answered as a bad gateway in the caller's form`() async throws {
    let unreachable: @Sendable (Exchange) -> Void = { $0.abort() }
    try await withGateway([.anthropic: unreachable]) { bench async throws in
      let answer = try await bench.send()
      #expect(answer.status == 502)
      #expect(answer.text.hasPrefix(#"{"type":"error","error":{"type":"api_error","message":"anthropic: "#))
    }
  }

  @Test func `a caller that hangs up cancels the call upstream`() async throws {
    let (gone, left) = AsyncStream.makeStream(of: Void.self)
    try await withGateway([
      .anthropic: { exchange in
        exchange.onClientGone { left.yield() }
        exchange.stream([SampleStream.start, SampleStream.delta], end: false)
      }
    ]) { bench async throws in
      do {
        let stream = try await bench.client.open(bench.request(streamBody))
        _ = try await stream.next()
      }
      for await _ in gone { break }
    }
  }

  @Test func `requests that no platform could serve are answered here`() async throws {
    try await withGateway([.bedrock: { $0.answerWell() }]) { bench async throws in
      #expect(try await bench.send("not json").status == 400)
      #expect(try await bench.send(#"{"messages":[]}"#).status == 400)
      let text = bench.request(headers: ["content-type": "text/plain"])
      #expect(try await bench.client.send(text).status == 400)
      #expect(try await bench.client.send(bench.request(path: "/v1/complete")).status == 404)
      #expect(try await bench.client.send(bench.request(method: "GET")).status == 405)
      #expect(try await bench.client.send(bench.request(path: "/v1/models", method: "GET")).status == 404)
      #expect(bench.asked(.bedrock).isEmpty)
    }
  }

  @Test func `models are listed and tokens counted where the first party's form is spoken`() async throws {
    try await withGateway([.anthropic: { $0.answerWell() }, .bedrock: { $0.answerOverloaded() }]) {
      bench async throws in
      let list = try await bench.client.send(bench.request(path: "/v1/models?limit=2", method: "GET"))
      let count = try await bench.client.send(bench.request(path: "/v1/messages/count_tokens"))
      #expect(list.status == 200)
      #expect(count.status == 200)
      #expect(bench.asked(.anthropic).map(\.target) == ["/v1/models?limit=2", "/v1/messages/count_tokens"])
    }
  }

  @Test func `beyond loopback a token is required, and callers must present it`() async throws {
    var open = GatewaySettings()
    open.host = "0.0.0.0"
    await #expect(throws: GatewayError.self) {
      try await withGateway([.anthropic: { $0.answerWell() }], settings: open) { _ in }
    }
    open.token = Secret("let-me-in")
    try await withGateway([.anthropic: { $0.answerWell() }], settings: open) { bench async throws in
      #expect(try await bench.send().status == 401)
      let wrong = bench.request(headers: ["x-api-key": "let-me-im"])
      #expect(try await bench.client.send(wrong).status == 401)
      let right = bench.request(headers: ["authorization": "Bearer let-me-in"])
      #expect(try await bench.client.send(right).status == 200)
    }
  }
}
