import SitrepCore
import SitrepSimulator
import Testing

@Suite("Rate limits of the simulated first party")
struct HeadroomTests {
  private func script(drain: Double = 0) throws -> DrillScript {
    try DrillFile.read(
      """
      name: limits
      about: small limits
      length: 10m
      platforms:
        anthropic:
          models: {claude-haiku-5-5: {answer: 10ms, firstToken: 5ms}}
          headroom: {requests: 60, inputTokens: 40000, outputTokens: 8000, drain: \(drain)}
      """)
  }

  private func remaining(_ reply: VendorReply, _ kind: String = "requests") -> Int? {
    reply.header("anthropic-ratelimit-\(kind)-remaining").flatMap(Int.init)
  }

  @Test("Requests count down one by one, and refill one a second")
  func countsAndRefills() throws {
    var asker = Asker(script: try script())
    #expect(try (0..<5).map { _ in remaining(try asker.reply(Requests.messages())) } == [59, 58, 57, 56, 55])
    #expect(remaining(try asker.reply(Requests.messages(), at: 3)) == 57)
    #expect(remaining(try asker.reply(Requests.messages(), at: 100)) == 59)
  }

  @Test("The reset is when the bucket is full again")
  func reset() throws {
    var asker = Asker(script: try script())
    for _ in 0..<9 { _ = asker.ask(Requests.messages()) }
    let reply = try asker.reply(Requests.messages())
    #expect(reply.header("anthropic-ratelimit-requests-reset") == "2026-11-20T18:45:12Z")
  }

  @Test("An empty bucket answers 429, says which limit, and when to come back")
  func empty() throws {
    var asker = Asker(script: try script())
    for _ in 0..<60 { #expect(asker.ask(Requests.messages()).reply?.status == 200) }
    let refused = try asker.reply(Requests.messages())
    #expect(refused.status == 429)
    #expect(refused.header("retry-after") == "1")
    #expect(remaining(refused) == 0)
    let error = JSON(reading: refused.body.bytes)?["error"]
    #expect(error?["type"] == "rate_limit_error")
    #expect(error?["message"]?.text?.contains("of 60 requests per minute") == true)
    #expect(asker.ask(Requests.messages(), at: 0.5).reply?.status == 429)
    #expect(asker.ask(Requests.messages(), at: 1.1).reply?.status == 200)
  }

  @Test("Input tokens have their own bucket and are told in thousands")
  func inputTokens() throws {
    var asker = Asker(script: try script())
    let long = String(repeating: "word ", count: 16_000)
    let first = try asker.reply(Requests.messages(text: long))
    #expect(remaining(first, "input-tokens") == 20_000)
    #expect(first.header("anthropic-ratelimit-tokens-limit") == "48000")
    let second = try asker.reply(Requests.messages(text: long))
    #expect(second.status == 429)
    #expect(String(decoding: second.body.bytes, as: UTF8.self).contains("40,000 input tokens per minute"))
    #expect(asker.ask(Requests.messages()).reply?.status == 200)
  }

  @Test("Keys have buckets of their own")
  func keys() throws {
    var asker = Asker(script: try script())
    for _ in 0..<61 { _ = asker.ask(Requests.messages(key: "sk-one")) }
    #expect(asker.ask(Requests.messages(key: "sk-one")).reply?.status == 429)
    #expect(remaining(try asker.reply(Requests.messages(key: "sk-two"))) == 59)
  }

  @Test("Others' use empties the buckets without us")
  func drain() throws {
    var asker = Asker(script: try script(drain: 1.5))
    _ = asker.ask(Requests.messages())
    #expect(remaining(try asker.reply(Requests.messages(), at: 60)) == 28)
  }
}
