import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import Testing

@Suite("Keys of the gateway over real sockets", .timeLimit(.minutes(5)))
struct GatewayKeyTests {
  private static let first = "sk-ant-api03-aaaaaaaaaaaaaaaa1111"
  private static let second = "sk-ant-api03-bbbbbbbbbbbbbbbb2222"

  private static func twoKeys(_ access: inout PlatformAccess) {
    guard access.platform == .anthropic else { return }
    access.credential = .apiKey(Secret(first))
    access.spares = [.apiKey(Secret(second))]
  }

  private static func answer(
    _ status: Int, _ type: String, _ message: String, headers: HTTPHeaders = [:]
  ) -> @Sendable (Exchange) -> Void {
    { exchange in
      var all = headers
      all["content-type"] = "application/json"
      exchange.respond(
        status: status, headers: all,
        body: Array(#"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"}}"#.utf8))
    }
  }

  @Test func `on 429 the other key serves the caller, and the first rests`() async throws {
    try await withGateway(
      [
        .anthropic: { exchange in
          guard exchange.headers["x-api-key"] == Self.second else {
            return Self.answer(429, "rate_limit_error", "slow down", headers: ["retry-after": "7"])(exchange)
          }
          exchange.answerWell()
        }
      ], access: Self.twoKeys
    ) { bench async throws in
      for _ in 0..<3 { #expect(try await bench.send().status == 200) }
      let keys = bench.asked(.anthropic).map { $0.headers["x-api-key"] }
      #expect(keys == [Self.first, Self.second, Self.second, Self.second])
      var changes = bench.keyChanges.makeAsyncIterator()
      let change = await changes.next()
      #expect(change?.key.fingerprint == Secret(Self.first).fingerprint)
      #expect(change?.standing.word == "cooling")
    }
  }

  @Test func `a platform whose keys are all limited is left alone, and the caller told for how long`()
    async throws
  {
    let limited = Self.answer(429, "rate_limit_error", "slow down", headers: ["retry-after": "40"])
    try await withGateway([.anthropic: limited], access: Self.twoKeys) { bench async throws in
      let told = try await bench.send()
      #expect(told.status == 429)
      #expect(told.headers["x-should-retry"] == "false")
      #expect((39...40).contains(Int(told.headers["retry-after"] ?? "") ?? 0))
      #expect(
        told.text.hasPrefix(#"{"type":"error","error":{"type":"rate_limit_error","message":"sitrep's anth"#))
      bench.clock.skip(.seconds(10))
      let refused = try await bench.send()
      #expect(refused.status == 429)
      #expect((29...30).contains(Int(refused.headers["retry-after"] ?? "") ?? 0))
      #expect(bench.asked(.anthropic).count == 2)
      bench.clock.skip(.seconds(31))
      _ = try await bench.send()
      #expect(bench.asked(.anthropic).count == 4)
    }
  }

  @Test(arguments: [(401, "authentication_error"), (403, "permission_error")])
  func `a refused key is told by its fingerprint and never by itself`(status: Int, type: String) async throws
  {
    let refusing = Self.answer(status, type, "invalid x-api-key \(Self.first)")
    try await withGateway(
      [.anthropic: refusing], access: { $0.credential = .apiKey(Secret(Self.first)) }
    ) { bench async throws in
      for _ in 0..<2 {
        let told = try await bench.send()
        #expect(told.status == 401)
        #expect(told.headers["x-should-retry"] == "false")
        #expect(told.text.contains(Secret(Self.first).fingerprint))
        #expect(!told.text.contains(Self.first))
      }
      #expect(bench.asked(.anthropic).count == 1)
    }
  }

  @Test func `a refused key moves the call to the next platform`() async throws {
    let refusing = Self.answer(401, "authentication_error", "invalid x-api-key")
    try await withGateway(
      [.anthropic: refusing, .vertex: { $0.answerWell() }], access: Self.twoKeys
    ) { bench async throws in
      let told = try await bench.send()
      #expect(told.headers["x-sitrep-platform"] == "vertex")
      #expect(bench.asked(.anthropic).count == 2)
    }
  }

  @Test(arguments: [400, 404, 413, 422, 529])
  func `a platform's words are passed on as they are, but for keys in them`(status: Int) async throws {
    let quoting = Self.answer(
      status, "some_error", "you sent \(Self.first) and sk-ant-api03-cccccccccccccccc")
    try await withGateway(
      [.anthropic: quoting], access: { $0.credential = .apiKey(Secret(Self.first)) }
    ) { bench async throws in
      let told = try await bench.send()
      let mask = Secret(Self.first).fingerprint
      #expect(told.status == status)
      #expect(
        told.text
          == #"{"type":"error","error":{"type":"some_error","message":"you sent \#(mask) and sk-ant-…cccc"}}"#
      )
    }
  }

  @Test func `a request that is too large is answered in the caller's form`() async throws {
    var settings = GatewaySettings()
    settings.bodyLimit = 1 << 20
    try await withGateway([.anthropic: { $0.answerWell() }], settings: settings) { bench async throws in
      let told = try await bench.send(standardBody + String(repeating: " ", count: 1 << 20))
      #expect(told.status == 413)
      #expect(told.headers["content-type"] == "application/json")
      #expect(
        told.text == """
          {"type":"error","error":{"type":"request_too_large","message":"The request is larger than the 1 MB \
          that the Messages API takes."},"request_id":null}
          """)
    }
  }
}
