import FoundationEssentials
import SitrepCore
import SitrepHTTP
import SitrepSimulator
import Synchronization
import Testing

@Suite("Simulated vendors over sockets")
struct SocketTests {
  /// Vendors of a drill whose clock stands where the test puts it.
  private func withVendors(
    _ drill: DrillScript, at seconds: Int64,
    _ body: (HTTPClient, VendorEndpoints, @escaping @Sendable (Int64) -> Void) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "test-vendors")
    defer { loop.stop() }
    let elapsed = Clock(seconds)
    let world = VendorWorld(script: drill, startedAt: Asker.start)
    let vendors = try SimulatedVendors(loop: loop, world: world) { Asker.start + .seconds(elapsed.seconds) }
    try await body(HTTPClient(loop: loop), vendors.endpoints) { elapsed.set($0) }
  }

  private final class Clock: Sendable {
    private let value: Mutex<Int64>

    init(_ seconds: Int64) { value = Mutex(seconds) }

    var seconds: Int64 { value.withLock { $0 } }

    func set(_ seconds: Int64) { value.withLock { $0 = seconds } }
  }

  private func http(_ request: VendorRequest, _ endpoints: VendorEndpoints) -> HTTPRequest {
    HTTPRequest(
      method: request.method, url: endpoints[request.service] + request.path,
      headers: HTTPHeaders(request.headers.map { (name: $0.name, value: $0.value) }), body: request.body)
  }

  /// A drill whose one fault always happens on the first party.
  private func always(_ fault: String) throws -> DrillScript {
    try DrillFile.read(
      """
      name: always
      about: one fault, always
      length: 1m
      platforms:
        anthropic: {models: {claude-haiku-5-5: {answer: 5ms, firstToken: 5ms, gap: 1ms}}}
      steps: [{at: 0s, platforms: [anthropic], failing: 1, faults: {\(fault): 1}}]
      """)
  }

  @Test("A message comes over the socket as the pure function has it")
  func sameBytes() async throws {
    var asker = try Asker("quick")
    let expected = try asker.reply(Requests.messages(), at: 1)
    try await withVendors(try DrillFile.named("quick"), at: 1) { client, endpoints, _ in
      let response = try await client.send(http(Requests.messages(), endpoints))
      #expect(response.status == 200)
      #expect(response.body == expected.body.bytes)
      for header in expected.headers { #expect(response.headers[header.name] == header.value) }
    }
  }

  @Test("Streams come whole, on every platform")
  func streams() async throws {
    try await withVendors(try DrillFile.named("quick"), at: 1) { client, endpoints, _ in
      for request in [Requests.messages(stream: true), Requests.vertex(stream: true)] {
        let response = try await client.send(http(request, endpoints))
        var parser = ServerSentEventParser()
        var names: [String] = []
        try parser.feed(response.body) { names.append($0.event ?? "message") }
        #expect(names.first == "message_start" && names.last == "message_stop")
        #expect(names.count { $0 == "content_block_delta" } == 7)
      }
      let response = try await client.send(http(Requests.bedrock(stream: true), endpoints))
      var parser = EventStreamFrameParser()
      var frames: [EventStreamFrame] = []
      try parser.feed(response.body) { frames.append($0) }
      #expect(response.headers["content-type"] == "application/vnd.amazon.eventstream")
      #expect(frames.count == 12)
      #expect(frames.allSatisfy { $0.eventType == "chunk" && $0.messageType == "event" })
      #expect(parser.isAtBoundary)
      let events = frames.compactMap { event(in: $0) }
      #expect(events.compactMap { $0["type"]?.text }.last == "message_stop")
      #expect(events.count == frames.count)
      #expect(events.last?["amazon-bedrock-invocationMetrics"]?["inputTokenCount"] == 8)
    }
  }

  /// The first party's event inside a frame of Bedrock.
  private func event(in frame: EventStreamFrame) -> JSON? {
    let text = JSON(reading: frame.payload)?["bytes"]?.text ?? ""
    return Data(base64Encoded: text).flatMap { JSON(reading: Array($0)) }
  }

  @Test("The clock moves the drill: fine, failing, fine again")
  func course() async throws {
    try await withVendors(try DrillFile.named("quick"), at: 1) { client, endpoints, set in
      #expect(try await client.send(http(Requests.messages(), endpoints)).status == 200)
      set(5)
      let failed = try await client.send(http(Requests.messages(), endpoints)).status
      #expect([500, 529].contains(failed))
      #expect(try await client.send(http(Requests.bedrock(), endpoints)).status == 200)
      let page = try await client.send(HTTPRequest(url: endpoints.claudeSummary))
      #expect(JSON(reading: page.body)?["status"]?["indicator"] == "critical")
      set(12)
      #expect(try await client.send(http(Requests.messages(), endpoints)).status == 200)
    }
  }

  @Test("The feeds of the clouds answer")
  func feeds() async throws {
    try await withVendors(try DrillFile.named("calm"), at: 1) { client, endpoints, _ in
      let aws = try await client.send(HTTPRequest(url: endpoints.awsCurrentEvents))
      let google = try await client.send(HTTPRequest(url: endpoints.gcpIncidents))
      #expect(aws.body == [0xFE, 0xFF, 0, 0x5B, 0, 0x5D])
      #expect(google.body == Array("[]".utf8))
    }
  }

  @Test(
    "A reset, a cut and a silence end as the client's own errors",
    arguments: [
      ("reset", false, [HTTPError.Code.reset, .truncated]), ("cut", false, [.truncated, .reset]),
      ("cut", true, [.truncated, .reset]), ("hang", false, [.timeoutFirstByte]), ("stall", true, [.stalled]),
      ("stall", false, [.timeoutFirstByte]),
    ])
  func transportFaults(fault: String, stream: Bool, codes: [HTTPError.Code]) async throws {
    try await withVendors(try always(fault), at: 1) { client, endpoints, _ in
      var request = http(Requests.messages(stream: stream), endpoints)
      request.timeouts = HTTPTimeouts(
        firstByte: fault == "hang" || !stream ? .milliseconds(400) : .seconds(5), total: .seconds(20),
        idle: .milliseconds(400))
      do {
        _ = try await client.send(request)
        Issue.record("\(fault) was answered")
      } catch let error as HTTPError {
        #expect(codes.contains(error.code), "\(error)")
      }
    }
  }

  @Test("A stream that breaks in its middle ends in an error event")
  func midstream() async throws {
    try await withVendors(try always("midstream"), at: 1) { client, endpoints, _ in
      let response = try await client.send(http(Requests.messages(stream: true), endpoints))
      #expect(response.status == 200)
      #expect(String(decoding: response.body, as: UTF8.self).contains("event: error\n"))
    }
  }

  @Test("Envoy's answer is plain text with the edge's headers only")
  func envoy() async throws {
    try await withVendors(try always("envoy503"), at: 1) { client, endpoints, _ in
      let response = try await client.send(http(Requests.messages(), endpoints))
      #expect(response.status == 503)
      #expect(response.headers["content-type"] == "text/plain")
      #expect(response.headers["request-id"] == nil)
      #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("upstream connect error"))
    }
  }

  @Test("The load generator sends its plan, counts what callers see, and stops by itself")
  func load() async throws {
    try await withVendors(try DrillFile.named("quick"), at: 1) { client, endpoints, set in
      let models = [Model("claude-haiku-5-5"), Model("claude-opus-5")]
      let plan = LoadPlan(seed: 1, models: models, rate: 200, length: .milliseconds(200))
      let calm = LoadGenerator(client: client, baseURL: endpoints.anthropic, plan: plan)
      await calm.run()
      #expect(calm.counts == LoadGenerator.Counts(sent: 40, ok: 40, failed: 0, heldBack: 0))
      set(5)
      let outage = LoadGenerator(client: client, baseURL: endpoints.anthropic, plan: plan)
      await outage.run()
      #expect(outage.counts == LoadGenerator.Counts(sent: 40, ok: 0, failed: 40, heldBack: 0))
    }
  }

  @Test("A cancelled load generator ends at once")
  func cancelledLoad() async throws {
    try await withVendors(try DrillFile.named("quick"), at: 1) { client, endpoints, _ in
      let plan = LoadPlan(seed: 1, models: [Model("claude-haiku-5-5")], rate: 0.01, length: .hours(10))
      let load = LoadGenerator(client: client, baseURL: endpoints.anthropic, plan: plan)
      let task = Task { await load.run() }
      task.cancel()
      await task.value
      #expect(load.counts.sent <= 1)
    }
  }
}

@Suite("Plans of load")
struct LoadPlanTests {
  private let plan = LoadPlan(
    seed: 9, models: [Model("a"), Model("b")], rate: 4, length: .seconds(500), streams: 0.3)

  @Test("The same seed plans the same calls, in the asked shares")
  func shares() {
    let calls = (0..<plan.calls).map(plan.call)
    #expect(plan.calls == 2000)
    #expect(calls == (0..<plan.calls).map(plan.call))
    #expect((520...680).contains(calls.count { $0.streams }))
    #expect((900...1100).contains(calls.count { $0.model == Model("a") }))
  }

  @Test("The traffic of a drill changes its rate, and some callers ask for a platform themselves")
  func script() throws {
    let drill = try DrillFile.read(
      """
      name: x
      about: y
      length: 5m
      platforms: {anthropic: {models: {m: {answer: 1s, firstToken: 1s}}}, bedrock: {models: {m: {answer: 1s, firstToken: 1s}}}}
      traffic:
        - {at: 10s, rate: 2}
        - {at: 1m, rate: 0}
        - {at: 2m, rate: 10, split: {anthropic: 0.25, bedrock: 0.5}}

      """)
    let plan = LoadPlan(drill)
    #expect(plan.calls == 100 + 1800)
    #expect((.seconds(10) ..< .seconds(11)).contains(plan.offset(of: 0)))
    #expect(plan.offset(of: 99) < .seconds(60))
    #expect((.seconds(120) ..< .seconds(121)).contains(plan.offset(of: 100)))
    let (first, second) = ((0..<100).map(plan.call), (100..<1900).map(plan.call))
    #expect(first.allSatisfy { $0.platform == nil })
    #expect((400...500).contains(second.count { $0.platform == .anthropic }))
    #expect((830...970).contains(second.count { $0.platform == .bedrock }))
    #expect(LoadPlan(drill, until: .minutes(3)).calls == 100 + 600)
  }

  @Test("Calls come in their turn")
  func pace() {
    let offsets = (0..<plan.calls).map(plan.offset)
    #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0 < $1 })
    #expect(offsets.last.map { $0 < .seconds(500) } == true)
  }
}
