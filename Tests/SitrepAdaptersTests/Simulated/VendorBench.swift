import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// The real probe adapter before simulated vendors on loopback, all of whose clocks the test sets.
struct VendorBench: Sendable {
  static let region = "us-east-1"
  static let pace = Pace(
    answer: .milliseconds(5), firstToken: .milliseconds(3), gap: .milliseconds(1), spread: 0)

  let client: HTTPClient
  let endpoints: VendorEndpoints
  /// What both sides show.
  let now: Instant

  /// Vendors that are gone when the body returns.
  static func with(
    _ script: DrillScript, keys: VendorKeys = .demo, at now: Instant = Instant(seconds: 1_795_200_302),
    _ body: (VendorBench) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "test-vendors")
    defer { loop.stop() }
    let vendors = try SimulatedVendors(
      loop: loop, world: VendorWorld(script: script, startedAt: now, keys: keys), now: { now })
    try await body(
      VendorBench(client: try HTTPClient(loop: loop), endpoints: vendors.endpoints, now: now))
  }

  /// Platforms that serve one model, or one a fault that always happens to it.
  static func script(_ platforms: [Platform], faults: [Fault] = []) -> DrillScript {
    var script = DrillScript(name: "bench", about: "", seed: 7, length: .hours(1), platforms: [:])
    for platform in platforms {
      let own = faults.filter { $0.platforms.contains(platform) }
      let models = own.map { model($0) } + [model(nil)]
      script.platforms[platform] = ServedPlatform(
        region: platform == .bedrock ? region : "",
        models: Dictionary(uniqueKeysWithValues: models.map { ($0, pace) }),
        headroom: Limits(requests: 6000, inputTokens: 600_000, outputTokens: 60_000))
      script.steps += own.map { fault in
        DrillStep(
          at: .zero, platforms: [platform], models: [model(fault)], failing: 1, faults: FaultMix([fault: 1]))
      }
    }
    return script
  }

  static func model(_ fault: Fault?) -> Model { Model("claude-haiku-\(fault?.rawValue ?? "fine")") }

  static func credential(_ platform: Platform) -> Credential {
    guard platform == .bedrock, let pair = VendorKeys.demo.aws.first else {
      return .apiKey(Secret("bench-key-of-no-value"))
    }
    return .awsKeys(
      access: pair.id, secret: Secret(pair.secret), session: pair.session.map { Secret($0) })
  }

  func access(_ platform: Platform, _ credential: Credential? = nil) -> PlatformAccess {
    PlatformAccess(
      platform: platform, baseURL: endpoints.base(of: platform), region: VendorBench.region, project: "p",
      credential: credential ?? VendorBench.credential(platform))
  }

  func series(_ platform: Platform, _ capability: Capability, _ model: Model) -> SeriesID {
    SeriesID(platform: platform, region: VendorBench.region, capability: capability, model: model)
  }

  /// What one probe makes of it; `late` is how far our clock is behind.
  func probe(
    _ platform: Platform, _ capability: Capability, model: Model = VendorBench.model(nil),
    credential: Credential? = nil, limits: ProbeLimits = .interactive, late: TimeSpan = .zero
  ) async -> Observation {
    let clock = now - late
    let prober = PlatformProber(
      client: client, access: [access(platform, credential)], limits: limits,
      page: ProbeWebPage(url: endpoints.webUI), now: { clock })
    return await prober.probe(series(platform, capability, model), purpose: .manual)
  }
}
