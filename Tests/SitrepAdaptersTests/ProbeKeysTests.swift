import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite("Probes with several keys", .timeLimit(.minutes(5)))
struct ProbeKeysTests {
  private static let names = ["aaaaaaaaaaaaaaaaaaaa1111", "bbbbbbbbbbbbbbbbbbbb2222"]
  private static let series = SeriesID(
    platform: .anthropic, region: "", capability: .messages, model: Model("m"))

  /// The last letters of the key that each of some probes used; `refused` says what each key is answered.
  private func used(
    _ count: Int, pause: TimeSpan = .zero, refused: @escaping @Sendable (String) -> (Int, [String: String])?
  ) async throws -> [String] {
    let clock = StandingClock()
    var used: [String] = []
    try await withLoopback({ request in
      let key = Self.names.first { request.contains($0) } ?? "none"
      guard let (status, headers) = refused(String(key.suffix(4))) else {
        return [.answer(200, Array(#"{"type":"message","content":[]}"#.utf8))]
      }
      let all = headers.merging(["content-type": "application/json"]) { $1 }
      let type = status == 429 ? "rate_limit_error" : "authentication_error"
      return [.answer(status, Array(#"{"type":"error","error":{"type":"\#(type)"}}"#.utf8), all)]
    }) { client, base in
      let keys = Self.names.map { Credential.apiKey(Secret($0)) }
      let access = PlatformAccess(
        platform: .anthropic, baseURL: base, credential: keys[0], spares: Array(keys.dropFirst()))
      let prober = PlatformProber(client: client, access: [access], now: clock.now)
      for _ in 0..<count {
        let observation = await prober.probe(Self.series, purpose: .scheduled)
        used.append(String(observation.key?.suffix(4) ?? "none"))
        clock.advance(by: pause)
      }
    }
    return used
  }

  @Test func `all keys take turns, so that each one's headroom is known`() async throws {
    #expect(try await used(4) { _ in nil } == ["1111", "2222", "1111", "2222"])
  }

  @Test func `a limited key is left alone until its limit is over`() async throws {
    let limited: @Sendable (String) -> (Int, [String: String])? = {
      $0 == "1111" ? (429, ["retry-after": "25"]) : nil
    }
    let keys = try await used(6, pause: .seconds(10), refused: limited)
    #expect(keys == ["1111", "2222", "2222", "2222", "1111", "2222"])
  }

  @Test func `a refused key is tried again after a minute`() async throws {
    let refused: @Sendable (String) -> (Int, [String: String])? = { $0 == "2222" ? (401, [:]) : nil }
    let keys = try await used(7, pause: .seconds(20), refused: refused)
    #expect(keys == ["1111", "2222", "1111", "1111", "1111", "2222", "1111"])
  }

  @Test func `with no key left that works, probes go on telling so`() async throws {
    #expect(try await used(3) { _ in (401, [:]) }.count == 3)
  }
}
