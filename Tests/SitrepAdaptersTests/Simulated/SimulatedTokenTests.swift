import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator
import SitrepTestKit
import Testing

@Suite("Tokens as simulated Google gives and checks them", .timeLimit(.minutes(1)))
struct SimulatedTokenTests {
  private static let start = Instant(seconds: 1_795_200_000)
  private static let pair = RSAPair()

  /// Vendors, and what asks them for tokens, on a clock of the test's own.
  private struct Bench {
    let clock: HandClock
    let client: HTTPClient
    let endpoints: VendorEndpoints
    let account: GoogleAccount
    let directory: TemporaryDirectory

    func file(_ bytes: [UInt8]) throws -> GoogleFileSource {
      let path = directory.file("account.json")
      try SafeFile.write(bytes, to: path)
      return GoogleFileSource(path: path, isNamed: true)
    }

    var place: PlatformAccess {
      PlatformAccess(
        platform: .vertex, baseURL: endpoints.base(of: .vertex), region: "us-east5", project: "p",
        credential: .none)
    }

    func tools(late: TimeSpan = .zero) -> CredentialTools {
      CredentialTools(client: client, environment: [:], now: { [clock] in clock.now() - late })
    }

    func store(_ source: any CredentialSource) -> CredentialStore {
      CredentialStore(
        fixed: [], lookups: [CredentialLookup(access: place, source: source)], tools: tools(), clock: clock)
    }

    func probe(_ access: @escaping @Sendable (Platform) async -> [PlatformAccess]) async -> Observation {
      let prober = PlatformProber(client: client, now: { [clock] in clock.now() }, access: access)
      return await prober.probe(
        SeriesID(
          platform: .vertex, region: "us-east5", capability: .messages, model: VendorBench.model(nil)),
        purpose: .scheduled)
    }

    func probe(bearer: Credential) async -> Observation {
      await probe { [place] _ in
        var place = place
        place.credential = bearer
        return [place]
      }
    }
  }

  private func withGoogle(_ tokens: [TokenStep] = [], _ body: (Bench, RSAPair) async throws -> Void)
    async throws
  {
    let pair = try #require(Self.pair)
    let account = GoogleAccount(key: pair.publicKey)
    var script = VendorBench.script([.vertex])
    script.tokens = tokens
    let loop = try EventLoop(name: "test-google")
    defer { loop.stop() }
    let clock = HandClock(Self.start)
    let world = VendorWorld(
      script: script, startedAt: Self.start, keys: VendorKeys(google: account))
    let vendors = try SimulatedVendors(loop: loop, world: world, now: { clock.now() })
    try await body(
      Bench(
        clock: clock, client: try HTTPClient(loop: loop), endpoints: vendors.endpoints, account: account,
        directory: TemporaryDirectory()), pair)
  }

  @Test("A signed claim, a refresh token and a machine's own account each get a token that opens")
  func grants() async throws {
    try await withGoogle { bench, pair in
      let url = bench.endpoints.googleTokens
      let metadata = String(url.split(separator: "/")[1])
      let sources: [any CredentialSource] = [
        try bench.file(bench.account.file(pair, tokenURL: url)),
        GoogleMetadataSource(host: metadata),
      ]
      for source in sources {
        let found = try #require(await source.fetch(bench.tools()).found)
        #expect(found.expires == Self.start + TokenStep.usualLifetime)
        #expect(await bench.probe(bearer: found.credential).outcome == .ok)
      }
      let user = try bench.file(bench.account.userFile(tokenURL: url))
      let found = try #require(await user.fetch(bench.tools()).found)
      #expect(await bench.probe(bearer: found.credential).outcome == .ok)
    }
  }

  /// What simulated Google says to a signed claim, as it came from a file.
  private func said(_ file: [UInt8], late: TimeSpan = .zero, at now: Instant = start) throws -> String {
    let account = GoogleAccount(key: try #require(Self.pair).publicKey)
    let world = VendorWorld(
      script: VendorBench.script([.vertex]), startedAt: now, keys: VendorKeys(google: account))
    guard case .serviceAccount(let holder) = try GoogleCredentialFile.parse(file).get() else { return "" }
    let claim = try holder.assertion(at: now - late).reveal()
    let form = "assertion=\(claim)&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
    let request = VendorRequest(
      service: .googleTokens, method: "POST", path: "/token", headers: [VendorHeader("host", "127.0.0.1:9")],
      body: Array(form.utf8))
    var memory = VendorMemory()
    let reply = try #require(world.answer(request, at: .zero, memory: &memory).reply)
    return "\(reply.status) \(JSON(reading: reply.body.bytes)?["error_description"]?.text ?? "")"
  }

  @Test("Another's key, a wrong clock, another account and another audience are refused")
  func refusals() throws {
    let pair = try #require(Self.pair)
    let stranger = try #require(RSAPair())
    let account = GoogleAccount(key: pair.publicKey)
    let url = "http://127.0.0.1:9/token"
    let good = account.file(pair, tokenURL: url)
    #expect(try said(good).hasPrefix("200"))
    #expect(try said(account.file(stranger, tokenURL: url)) == "400 Invalid JWT Signature.")
    for late in [TimeSpan.minutes(10), .minutes(-10)] {
      #expect(try said(good, late: late).contains("reasonable timeframe"))
    }
    var other = account
    other.email = "nobody@demo.iam.gserviceaccount.com"
    #expect(try said(other.file(pair, tokenURL: url)).hasSuffix("account not found"))
    #expect(try said(account.file(pair, tokenURL: "http://127.0.0.1:8/token")).hasSuffix("audience check."))
  }

  @Test("A refresh token that was revoked is refused, and the refusal says what to do")
  func revoked() async throws {
    try await withGoogle { bench, _ in
      var other = bench.account
      other.refreshToken = "revoked"
      let revoked = try bench.file(other.userFile(tokenURL: bench.endpoints.googleTokens))
      let reason = await revoked.fetch(bench.tools()).reason
      #expect(reason.contains("expired or revoked"), "\(reason)")
      #expect(reason.contains("gcloud auth application-default login"))
    }
  }

  @Test("A token that nobody gave, or that has ended, is 401 in Google's words")
  func tokens() async throws {
    try await withGoogle([TokenStep(at: .zero, lifetime: .minutes(10))]) { bench, pair in
      let source = try bench.file(bench.account.file(pair, tokenURL: bench.endpoints.googleTokens))
      let token = try #require(await source.fetch(bench.tools()).found?.credential)
      bench.clock.set(Self.start + .minutes(9))
      #expect(await bench.probe(bearer: token).outcome == .ok)
      bench.clock.set(Self.start + .minutes(10))
      for bearer in [token, .bearer(Secret("ya29.c.0.99999999.forged"))] {
        let seen = await bench.probe(bearer: bearer)
        #expect(seen.outcome == .failed(.auth))
        #expect(seen.status == 401)
        #expect(seen.errorType?.text == "UNAUTHENTICATED")
      }
    }
  }

  @Test("Tokens of ten minutes are renewed for an hour, and no probe fails")
  func renewal() async throws {
    try await withGoogle([TokenStep(at: .zero, lifetime: .minutes(10))]) { bench, pair in
      let source = try bench.file(bench.account.file(pair, tokenURL: bench.endpoints.googleTokens))
      let store = bench.store(source)
      try await withThrowingTaskGroup { group in
        group.addTask { await store.run() }
        var keys: Set<String> = []
        for minute in 0...60 {
          let now = Self.start + .minutes(Int64(minute))
          bench.clock.set(now)
          // Until it is asleep again: a clock that jumps while a token is on its way would age it.
          try await Eventually.holds("the store's sleep") { bench.clock.deadlines.contains { $0 > now } }
          let seen = await bench.probe { await store.access(to: $0) }
          #expect(seen.outcome == .ok, "after \(minute) min: \(seen.message?.text ?? "")")
          if let key = seen.key { keys.insert(key) }
        }
        #expect(keys.count >= 6)
        group.cancelAll()
      }
    }
  }

  @Test("When no token is to be had any more, that is told of our credentials, and nothing is sent")
  func endpointFails() async throws {
    let steps = [
      TokenStep(at: .zero, lifetime: .minutes(10)), TokenStep(at: .minutes(2), answers: .refused),
    ]
    try await withGoogle(steps) { bench, pair in
      let source = try bench.file(bench.account.file(pair, tokenURL: bench.endpoints.googleTokens))
      let store = bench.store(source)
      #expect(await bench.probe { await store.access(to: $0) }.outcome == .ok)
      bench.clock.set(Self.start + .minutes(11))
      let seen = await bench.probe { await store.access(to: $0) }
      #expect(seen.outcome == .failed(.request))
      #expect(seen.errorType?.text == "local")
      guard case .shut(let reason) = await store.standings().first?.standing else {
        Issue.record("the door is open")
        return
      }
      #expect(reason.text.contains("invalid_grant"), "\(reason)")
    }
  }
}
