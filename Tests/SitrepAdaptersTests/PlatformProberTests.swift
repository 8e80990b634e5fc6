import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite("Probes over loopback", .timeLimit(.minutes(5)))
struct PlatformProberTests {
  private static let clock = StandingClock()
  private static let events = ["content-type": "text/event-stream; charset=utf-8"]

  private static let impatient = ProbeLimits(
    firstByte: .milliseconds(200),
    stall: StallLimits(firstContent: .milliseconds(300), between: .milliseconds(300)),
    close: .milliseconds(300))

  /// What one probe makes of an answer.
  private func observe(
    _ platform: Platform = .anthropic, _ capability: Capability = .messages,
    limits: ProbeLimits = .interactive,
    timeout: TimeSpan = .seconds(30), answer steps: [RawStep]
  ) async throws -> Observation {
    var seen: Observation?
    try await withLoopback({ _ in steps }) { client, base in
      let access = PlatformAccess(
        platform: platform, baseURL: base, region: "us-east-1", project: "p",
        credential: .bearer(Secret("sk-ant-api03-secret-secret-3fQA")))
      let prober = PlatformProber(client: client, access: [access], limits: limits, now: Self.clock.now)
      seen = await prober.probe(
        SeriesID(platform: platform, region: "us-east-1", capability: capability, model: Model("m")),
        purpose: .manual, timeout: timeout)
    }
    return try #require(seen)
  }

  private func stream(_ file: String) throws -> [RawStep] {
    [.send(RawStep.head(200, Self.events)), .drip(try Payload.bytes(file), size: 300, everyMilliseconds: 1)]
  }

  @Test("A message comes back ok, with phases, limits, request id, usage and the key's fingerprint")
  func message() async throws {
    let headers = try Payload.headers("headers-200.txt").filter { $0.key.contains("-") }
    let body = try Payload.bytes("message-response.json")
    let observation = try await observe(answer: [.answer(200, body, headers)])
    #expect(observation.outcome == .ok)
    #expect(observation.status == 200)
    #expect(observation.startedAt == Self.clock.now())
    #expect(observation.phases.connect != nil)
    #expect(observation.phases.firstByte != nil)
    #expect(observation.phases.total != nil)
    #expect(observation.limits.count == 4)
    #expect(observation.requestID?.text == "req_011CYhYqNv2Fvu2yTgQpEXAM")
    #expect(observation.usage != nil)
    #expect(observation.key?.hasSuffix("3fQA") == true)
    #expect(observation.purpose == .manual)
  }

  @Test("Errors, resets and silence come back as observations")
  func failures() async throws {
    let overloaded = try await observe(answer: [.answer(529, try Payload.bytes("error-529-overloaded.json"))])
    #expect(overloaded.outcome == .failed(.overload))
    #expect(overloaded.failureWord == "529")
    let reset = try await observe(answer: [.reset])
    #expect(reset.outcome == .failed(.network))
    #expect(reset.errorType?.text == "reset")
    let silent = try await observe(limits: Self.impatient, answer: [.hang])
    #expect(silent.outcome == .failed(.timeout))
    #expect(silent.errorType?.text == "first-byte-timeout")
    let cut = try await observe(answer: [
      .text("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"type\":\"mess")
    ])
    #expect(cut.outcome == .failed(.server))
    #expect(cut.errorType?.text == "truncated")
    let junk = try await observe(answer: [.text("SSH-2.0-OpenSSH_9.2\r\n")])
    #expect(junk.outcome == .failed(.content))
    let huge = try await observe(answer: [
      .text("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"),
      .send([UInt8](repeating: 0x20, count: 2 << 20)),
    ])
    #expect(huge.outcome == .failed(.content))
    #expect(huge.errorType?.text == "answer-too-large")
  }

  @Test("A platform without access, and a capability without a probe, are failures of our own side")
  func unsent() async throws {
    try await withLoopback({ _ in [] }) { client, _ in
      let prober = PlatformProber(client: client, access: [], now: Self.clock.now)
      let series = SeriesID(platform: .vertex, region: "", capability: .messages, model: Model("m"))
      let observation = await prober.probe(series, purpose: .scheduled)
      #expect(observation.outcome == .failed(.request))
      #expect(observation.message?.text == "no access to vertex is configured")
    }
    let caching = try await observe(.openai, .promptCaching, answer: [])
    #expect(caching.errorType?.text == "local")
    #expect(caching.message?.text == "openai caches by itself: nothing to ask for")
  }

  @Test("Streams give first token and usage", arguments: ["real-sse-text.sse", "real-sse-thinking.sse"])
  func streams(file: String) async throws {
    let observation = try await observe(.anthropic, .streaming, answer: try stream(file))
    #expect(observation.outcome == .ok)
    let first = try #require(observation.phases.firstToken)
    #expect(first >= (observation.phases.firstByte ?? .zero))
    #expect(first <= (observation.phases.total ?? .zero))
    #expect(observation.phases.connect != nil)
    #expect(observation.usage != nil)
  }

  @Test("Bedrock's binary stream is read, its exceptions and bad checksums told")
  func bedrock() async throws {
    func observe(_ file: String) async throws -> Observation {
      try await self.observe(
        .bedrock, .streaming,
        answer: [
          .send(RawStep.head(200, ["content-type": "application/vnd.amazon.eventstream"])),
          .send(try Payload.bytes(file)),
        ])
    }
    let good = try await observe("bedrock-eventstream-ok.bin")
    #expect(good.outcome == .ok)
    let throttled = try await observe("bedrock-eventstream-throttled-midstream.bin")
    #expect(throttled.outcome == .failed(.quota))
    #expect(throttled.status == 200)
    let broken = try await observe("bedrock-eventstream-bad-crc.bin")
    #expect(broken.outcome == .failed(.content))
    #expect(broken.errorType?.text == "bad-frame")
    let cut = try await observe("bedrock-eventstream-truncated.bin")
    #expect(cut.outcome == .failed(.server))
  }

  @Test("An error in mid-stream, a missing end mark and a wrong kind of body are failures despite the 200")
  func brokenStreams() async throws {
    let overloaded = try await observe(
      .anthropic, .streaming, answer: try stream("sse-midstream-overloaded-error.sse"))
    #expect(overloaded.outcome == .failed(.overload))
    #expect(overloaded.errorType?.text == "overloaded_error")
    #expect(overloaded.phases.firstToken != nil)
    let cut = try await observe(
      .anthropic, .streaming, answer: try stream("sse-truncated-no-message-stop.sse"))
    #expect(cut.outcome == .failed(.server))
    #expect(cut.errorType?.text == "truncated")
    let page = Array("<html><body><h1>Welcome to the hotel's wireless</h1></body></html>".utf8)
    let portal = try await observe(
      .anthropic, .streaming, answer: [.answer(200, page, ["content-type": "text/html"])])
    #expect(portal.outcome == .failed(.content))
    #expect(portal.message?.text == "Welcome to the hotel's wireless")
    let whole = try await observe(
      .anthropic, .streaming, answer: [.answer(200, try Payload.bytes("message-response.json"))])
    #expect(whole.outcome == .failed(.content))
    let down = try await observe(
      .anthropic, .streaming,
      answer: [.answer(503, try Payload.bytes("error-503-envoy.txt"), ["content-type": "text/plain"])])
    #expect(down.outcome == .failed(.server))
    #expect(down.message?.text.hasPrefix("upstream connect error") == true)
  }

  @Test("A stream of pings alone stalls, and so does one that stops after content")
  func stalls() async throws {
    let ping = Array("event: ping\ndata: {\"type\": \"ping\"}\n\n".utf8)
    let pings = (0..<200).flatMap { _ in ping }
    let pinging = try await observe(
      .anthropic, .streaming, limits: Self.impatient,
      answer: [.send(RawStep.head(200, Self.events)), .drip(pings, size: ping.count, everyMilliseconds: 20)])
    #expect(pinging.outcome == .failed(.stalled))
    #expect(pinging.errorType?.text == "no-first-content")
    #expect(pinging.phases.total != nil)
    let text = try Payload.bytes("sse-truncated-no-message-stop.sse")
    let stopping = try await observe(
      .anthropic, .streaming, limits: Self.impatient,
      answer: [.send(RawStep.head(200, Self.events)), .send(text), .hang])
    #expect(stopping.outcome == .failed(.stalled))
    #expect(stopping.errorType?.text == "stalled")
    #expect(stopping.phases.firstToken != nil)
  }

  @Test("A stream that said its end and does not close is complete")
  func lingering() async throws {
    let observation = try await observe(
      .anthropic, .streaming, limits: Self.impatient, answer: try stream("real-sse-text.sse") + [.hang])
    #expect(observation.outcome == .ok)
  }

  @Test("A cancelled probe says that it was cancelled", arguments: [Capability.messages, .streaming])
  func cancelled(capability: Capability) async throws {
    let heard = Heard()
    let (asked, told) = AsyncStream<Void>.makeStream()
    try await withLoopback({
      _ = heard.note($0)
      told.yield()
      return [.send(RawStep.head(200, Self.events)), .hang]
    }) { client, base in
      let access = PlatformAccess(platform: .anthropic, baseURL: base, credential: .none)
      let prober = PlatformProber(client: client, access: [access], now: Self.clock.now)
      let series = SeriesID(platform: .anthropic, region: "", capability: capability, model: Model("m"))
      await withTaskGroup(of: Observation.self) { group in
        group.addTask { await prober.probe(series, purpose: .scheduled) }
        for await _ in asked { break }
        group.cancelAll()
        let observation = await group.next()
        #expect(observation?.errorType?.text == "cancelled")
      }
    }
  }

  @Test("A model is found by the free list, and a refusal says why")
  func discovery() async throws {
    let list = try Payload.bytes("models-list.json")
    let heard = Heard()
    try await withLoopback({ heard.note($0) == 0 ? [.answer(200, list)] : [.answer(401, [])] }) {
      client, base in
      let discovery = ModelDiscovery(client: client, now: Self.clock.now)
      let access = PlatformAccess(
        platform: .anthropic, baseURL: base, credential: .apiKey(Secret("k")))
      #expect(await discovery.find(access) == .success(Model("claude-haiku-5-5")))
      guard case .failure(let failure) = await discovery.find(access) else {
        Issue.record("a 401 is no list")
        return
      }
      #expect(failure.reason.text.hasPrefix("models: HTTP 401. The key or token"))
      #expect(heard.all[0].lowercased().contains("x-api-key: k"))
      let vertex = PlatformAccess(platform: .vertex, baseURL: base, credential: .none)
      let unlisted = await discovery.find(vertex)
      #expect(throws: DiscoveryFailure.self) { try unlisted.get() }
    }
  }
}
