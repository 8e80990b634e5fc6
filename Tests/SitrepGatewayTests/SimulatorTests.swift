import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import SitrepSimulator
import Testing

@Suite("The gateway before simulated vendors", .timeLimit(.minutes(5)))
struct SimulatorTests {
  /// What a caller sees of a fault while the other platforms are fine.
  enum Seen: Sendable {
    /// A whole answer from another platform.
    case another
    /// The fault as it is, since another platform would not help: the caller's own mistake.
    case itself
    /// An answer in good form whose words are wrong, which nothing on the way can know.
    case wellFormed
    /// Content came before: the stream ends in an error, or is cut.
    case broken
  }

  private static func seen(_ fault: Fault, streams: Bool) -> Seen {
    switch fault {
    case .withdrawn: .itself
    case .badtool, .blind, .cachemiss, .wrong: .wellFormed
    case .cut, .stall, .pinging, .midstream, .torn, .badChecksum: streams ? .broken : .another
    default: .another
    }
  }

  private static let model = Model("claude-haiku-5-5")
  private static let models = ModelMap([.bedrock: [model.rawValue: Model("anthropic.claude-haiku-5-5")]])

  private static func script(_ fault: Fault?, on platform: Platform) -> DrillScript {
    let pace = Pace(answer: .milliseconds(5), firstToken: .milliseconds(3), gap: .milliseconds(1), spread: 0)
    let step = fault.map {
      DrillStep(at: .zero, platforms: [platform], failing: 1, faults: FaultMix([$0: 1]))
    }
    return DrillScript(
      name: "one-fault", about: "", seed: 7, length: .seconds(60),
      platforms: [
        .anthropic: ServedPlatform(models: [model: pace]),
        .bedrock: ServedPlatform(
          region: "us-east-1", models: [models.model(model.rawValue, on: .bedrock): pace]),
        .vertex: ServedPlatform(region: "us-east5", models: [model: pace]),
      ],
      steps: step.map { [$0] } ?? [])
  }

  /// A gateway before the three vendors; `body` gets a client's way to ask.
  private static func withVendors(
    _ script: DrillScript, order: [Platform],
    _ body: (_ ask: (_ streams: Bool) async throws -> HTTPResponse) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "test-drill")
    defer { loop.stop() }
    let clock = SkippableClock()
    let world = VendorWorld(script: script, startedAt: clock.now())
    let vendors = try SimulatedVendors(loop: loop, world: world, now: { clock.now() })
    let key = Credential.bearer(Secret("simulated"))
    let access = [
      PlatformAccess(platform: .anthropic, baseURL: vendors.endpoints.anthropic, credential: key),
      PlatformAccess(
        platform: .bedrock, baseURL: vendors.endpoints.bedrock, region: "us-east-1", credential: key),
      PlatformAccess(
        platform: .vertex, baseURL: vendors.endpoints.vertex + "/v1", region: "us-east5", project: "p",
        credential: key),
    ]
    var settings = GatewaySettings()
    settings.firstContent = .milliseconds(500)
    settings.gap = .milliseconds(300)
    settings.wholeAnswer = .milliseconds(500)
    let gateway = try Gateway.start(
      loop: loop, settings: settings,
      wiring: Gateway.Wiring(
        access: Dictionary(uniqueKeysWithValues: access.map { ($0.platform, $0) }), models: models,
        table: .resting(order), now: { clock.now() }, random: { 99 }, report: { _ in }, transition: { _ in }))
    let client = try HTTPClient(loop: loop)
    try await body { streams in
      let text = """
        {"model":"\(model.rawValue)","max_tokens":16,"stream":\(streams),\
        "messages":[{"role":"user","content":"hi"}]}
        """
      return try await client.send(
        HTTPRequest(
          method: "POST", url: "http://127.0.0.1:\(gateway.port)/v1/messages",
          headers: [
            "content-type": "application/json", "anthropic-version": "2023-06-01", "x-api-key": "caller",
          ],
          body: Array(text.utf8)))
    }
    gateway.stop()
  }

  @Test("A calm platform serves messages and streams", arguments: DrillScript.ofClaude)
  func calm(platform: Platform) async throws {
    try await Self.withVendors(Self.script(nil, on: platform), order: [platform]) { ask async throws in
      let whole = try await ask(false)
      #expect(whole.status == 200, "\(whole.text)")
      #expect(whole.text.contains(#""type":"message""#) || whole.text.contains(#""type": "message""#))
      let stream = try await ask(true)
      #expect(stream.text.hasPrefix("event: message_start\ndata: "))
      #expect(stream.text.contains("event: message_stop\ndata: "))
      #expect(!stream.text.contains("amazon-bedrock"))
    }
  }

  @Test(
    "What a caller sees of each fault while another platform is fine", arguments: DrillScript.ofClaude,
    [false, true])
  func faults(platform: Platform, streams: Bool) async throws {
    let other: Platform = platform == .vertex ? .anthropic : .vertex
    // Byte by byte, an answer takes longer than these limits allow, or not: it proves nothing here.
    for fault in Fault.allCases where fault.platforms.contains(platform) && fault != .crumbs {
      let script = Self.script(fault, on: platform)
      try await Self.withVendors(script, order: [platform, other]) { ask async throws in
        let answer = try? await ask(streams)
        let isWhole = answer?.status == 200 && answer.map { Self.isWhole($0, streams) } ?? false
        let from = answer?.headers["x-sitrep-platform"]
        switch Self.seen(fault, streams: streams) {
        case .another: #expect(isWhole && from == other.rawValue, "\(fault): \(answer?.text ?? "cut")")
        case .wellFormed: #expect(isWhole && from == platform.rawValue, "\(fault)")
        case .itself: #expect(answer.map { (400..<500).contains($0.status) } ?? false, "\(fault)")
        case .broken: #expect(!isWhole && (answer == nil || from == platform.rawValue), "\(fault)")
        }
      }
    }
  }

  private static func isWhole(_ answer: HTTPResponse, _ streams: Bool) -> Bool {
    streams
      ? answer.text.contains("event: message_stop") && !answer.text.contains("event: error")
      : answer.text.contains("\"stop_reason\"")
  }
}
