import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator
import Testing

@Suite("Probes of simulated vendors over loopback", .timeLimit(.minutes(2)))
struct SimulatedVendorTests {
  @Test("Every capability of every platform is ok in calm times", arguments: Platform.allCases)
  func calm(platform: Platform) async throws {
    try await VendorBench.with(VendorBench.script([platform])) { bench in
      for capability in ProbeCoverage.capabilities(at: platform) {
        let seen = await bench.probe(platform, capability)
        #expect(seen.outcome == .ok, "\(capability): \(seen.failureWord ?? "") \(seen.message?.text ?? "")")
      }
    }
  }

  @Test("Headroom comes in each vendor's own headers, and counts", arguments: Platform.allCases)
  func headroom(platform: Platform) async throws {
    try await VendorBench.with(VendorBench.script([platform])) { bench in
      let first = await bench.probe(platform, .messages)
      let second = await bench.probe(platform, .messages)
      let kinds = first.limits.map(\.kind)
      switch platform {
      case .anthropic: #expect(kinds == [.requests, .tokens, .inputTokens, .outputTokens])
      case .openai, .mistral: #expect(kinds == [.requests, .tokens])
      default: #expect(kinds.isEmpty)
      }
      let told = zip(first.limits, second.limits).filter { $0.0.kind == .tokens && platform != .anthropic }
      for (before, after) in told { #expect(after.remaining < before.remaining) }
      let hasNoID: Set<Platform> = [.gemini, .vertex]
      #expect((first.requestID == nil) == hasNoID.contains(platform))
    }
  }

  @Test("An empty bucket is 429 with what the vendor says of the wait", arguments: Platform.allCases)
  func limited(platform: Platform) async throws {
    var script = VendorBench.script([platform])
    script.platforms[platform]?.headroom = Limits(requests: 1, inputTokens: 100_000, outputTokens: 10_000)
    try await VendorBench.with(script) { bench in
      #expect(await bench.probe(platform, .messages).outcome == .ok)
      let refused = await bench.probe(platform, .messages)
      #expect(refused.outcome == .failed(.quota), "\(refused.message?.text ?? "")")
      #expect(refused.status == 429)
      let tells: Set<Platform> = [.anthropic, .openai, .gemini]
      #expect((refused.retryAfter != nil) == tells.contains(platform))
    }
  }

  /// The classes that a fault may come to, of whole answers and of streams.
  static func expected(_ fault: Fault, at platform: Platform, streams: Bool) -> [FailureClass] {
    switch fault {
    case .unauthorized, .forbidden: [.auth]
    case .withdrawn: [.request]
    case .limited, .spent: [.quota]
    case .serverOverloaded, .overloaded, .overloadedWithoutID: [.overload]
    case .unavailable: [.vertex, .mistral].contains(platform) ? [.server] : [.overload]
    case .modelError, .server, .badGateway, .envoy, .gatewayTimeout, .htmlUnavailable: [.server]
    case .reset: [.network, .server]
    case .cut: [.network, .server]
    case .hang, .drip: [.timeout]
    case .stall, .pinging: streams ? [.stalled] : [.timeout]
    case .midstream: streams && [.anthropic, .vertex].contains(platform) ? [.overload] : [.server]
    case .badtool, .blind, .cachemiss, .wrong, .crumbs: []
    case .html, .octets: [.content]
    case .torn: streams ? [.server] : [.content]
    case .badChecksum: streams ? [.content] : [.server]
    }
  }

  /// Short only where the fault is to wait longer than anybody would.
  private static func limits(_ fault: Fault, streams: Bool) -> ProbeLimits {
    switch fault {
    case .hang, .drip: ProbeLimits(firstByte: .milliseconds(400))
    case .stall, .pinging:
      streams
        ? ProbeLimits(stall: StallLimits(firstContent: .seconds(20), between: .milliseconds(300)))
        : ProbeLimits(firstByte: .milliseconds(400))
    default: .interactive
    }
  }

  @Test("Each fault comes to its class", arguments: Platform.allCases, [Capability.messages, .streaming])
  func faults(platform: Platform, capability: Capability) async throws {
    let faults = Fault.allCases.filter { $0.platforms.contains(platform) }
    #expect(faults.count >= 15)
    try await VendorBench.with(VendorBench.script([platform], faults: faults)) { bench in
      await withTaskGroup(of: (Fault, Observation).self) { group in
        for fault in faults {
          let limits = Self.limits(fault, streams: capability == .streaming)
          group.addTask {
            (
              fault,
              await bench.probe(platform, capability, model: VendorBench.model(fault), limits: limits)
            )
          }
        }
        for await (fault, seen) in group {
          let wanted = Self.expected(fault, at: platform, streams: capability == .streaming)
          let note = "\(fault): \(seen.outcome) \(seen.failureWord ?? "") \(seen.message?.text ?? "")"
          if wanted.isEmpty {
            #expect(seen.outcome == .ok, "\(note)")
          } else {
            #expect(wanted.contains { seen.outcome == .failed($0) }, "\(note)")
          }
          #expect(seen.message?.text.contains("\u{1B}") != true)
        }
      }
    }
  }

  @Test("A stream reads the same wherever its bytes are split", arguments: Platform.allCases)
  func splits(platform: Platform) throws {
    let faults: [Fault] = [.crumbs, .badChecksum].filter { $0.platforms.contains(platform) }
    for fault in faults {
      let bytes = try stream(platform, fault)
      let whole = Self.read([bytes], platform)
      // Every place of the first events, and some of the rest; all of them at once below.
      for place in 1..<bytes.count where place < 200 || place % 17 == 0 {
        let halves = [Array(bytes[..<place]), Array(bytes[place...])]
        let read = Self.read(halves, platform)
        #expect(read == whole, "\(fault) split at \(place)")
        guard read == whole else { break }
      }
      #expect(Self.read(bytes.map { [$0] }, platform) == whole, "\(fault) byte by byte")
    }
  }

  /// A streamed answer of the vendor, as bytes.
  private func stream(_ platform: Platform, _ fault: Fault) throws -> [UInt8] {
    let now = Instant(seconds: 1_795_200_302)
    let world = VendorWorld(
      script: VendorBench.script([platform], faults: [fault]), startedAt: now, keys: .demo)
    let access = PlatformAccess(
      platform: platform, baseURL: VendorEndpoints.nominal.base(of: platform), region: VendorBench.region,
      project: "p", credential: VendorBench.credential(platform))
    let request = try ProbeRequestShape.request(
      for: SeriesID(
        platform: platform, region: VendorBench.region, capability: .streaming,
        model: VendorBench.model(fault)), access: access, timeouts: HTTPTimeouts(), now: now)
    var memory = VendorMemory()
    let answer = world.answer(try received(request), at: .zero, memory: &memory)
    return try #require(answer.reply).body.bytes
  }

  private struct Read: Equatable {
    var hasContent: Bool
    var isDone: Bool
    var isBroken: Bool
    var error: String?
  }

  private static func read(_ parts: [[UInt8]], _ platform: Platform) -> Read {
    var decoder = StreamDecoder(for: platform)
    for part in parts { decoder.take(part, at: .milliseconds(1)) }
    let reading = decoder.reading
    return Read(
      hasContent: reading.firstContent != nil, isDone: reading.isDone, isBroken: decoder.isBroken,
      error: reading.error?.type)
  }
}

/// A request as a simulated vendor gets it off the wire.
func received(_ request: HTTPRequest) throws -> VendorRequest {
  let (service, path) = try #require(VendorEndpoints.nominal.place(of: request.url))
  let host = request.url.split(separator: "/")[1]
  return VendorRequest(
    service: service, method: request.method, path: path,
    headers: [VendorHeader("host", String(host))]
      + request.headers.fields.map { VendorHeader($0.name, $0.value) }, body: request.body)
}
