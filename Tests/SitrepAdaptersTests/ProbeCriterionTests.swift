import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

/// What each capability's answer must say, and how a wrong one is told.
@Suite struct ProbeCriterionTests {
  /// The minute in which the image is green.
  private static let now = Instant(seconds: 1_795_200_060)

  private func read(_ platform: Platform, _ capability: Capability, _ body: String) -> Observation {
    let series = SeriesID(platform: platform, region: "", capability: capability, model: Model("m"))
    let reading = ProbeReading(ProbeContext(series: series, purpose: .scheduled, startedAt: Self.now))
    return reading.answered(
      HTTPResponseHead(status: 200, headers: [:]), body: Array(body.utf8),
      phases: Phases(total: .seconds(1)), now: Self.now)
  }

  private static func claude(_ content: String) -> String { #"{"type":"message","content":[\#(content)]}"# }
  private static func text(_ text: String) -> String { claude(#"{"type":"text","text":"\#(text)"}"#) }
  private static func tool(_ name: String, _ input: String) -> String {
    claude(#"{"type":"tool_use","id":"t","name":"\#(name)","input":\#(input)}"#)
  }
  private static func openAI(_ message: String) -> String { #"{"choices":[{"message":\#(message)}]}"# }
  private static func gemini(_ part: String) -> String {
    #"{"candidates":[{"content":{"parts":[\#(part)]}}]}"#
  }

  private static let added = #"{"a":17,"b":25}"#
  private static let call =
    #"{"tool_calls":[{"function":{"name":"add_numbers","arguments":"{\"a\":25,\"b\":17}"}}]}"#

  /// Body, and what is complained of; nil when the answer is right.
  static let answers: [(Platform, Capability, body: String, complaint: String?)] = [
    (.anthropic, .toolUse, tool("add_numbers", added), nil),
    (.bedrock, .toolUse, tool("add_numbers", #"{"b":17,"a":25}"#), nil),
    (.anthropic, .toolUse, tool("multiply_numbers", added), "called multiply_numbers instead of add_numbers"),
    (
      .vertex, .toolUse, tool("add_numbers", #"{"a":"17","b":25}"#),
      #"arguments do not fit the schema: {"a":"17","b":25}"#
    ),
    (.anthropic, .toolUse, tool("add_numbers", #"{"a":17}"#), #"arguments do not fit the schema: {"a":17}"#),
    (.anthropic, .toolUse, tool("add_numbers", #"{"a":17,"b":26}"#), #"wrong arguments: {"a":17,"b":26}"#),
    (.anthropic, .toolUse, text("It is 42."), "no tool was called: It is 42."),
    (.openai, .toolUse, openAI(call), nil),
    (
      .mistral, .toolUse,
      openAI(#"{"tool_calls":[{"function":{"name":"add_numbers","arguments":"{oops"}}]}"#),
      "arguments do not fit the schema: nothing that can be read"
    ),
    (.gemini, .toolUse, gemini(#"{"functionCall":{"name":"add_numbers","args":{"a":17,"b":25}}}"#), nil),
    (.anthropic, .vision, text("Green."), nil),
    (.vertex, .vision, text("red"), #"saw "red" where the image is green"#),
    (.bedrock, .vision, text("green or blue"), #"saw "green or blue" where the image is green"#),
    (.openai, .vision, openAI(#"{"content":"green"}"#), nil),
    (
      .gemini, .vision, gemini(#"{"text":"I see nothing."}"#),
      #"saw "I see nothing." where the image is green"#
    ),
    (.anthropic, .canary, text("391"), nil),
    (.anthropic, .canary, text("3910"), #"answered "3910" where 391 is right"#),
    (.anthropic, .countTokens, #"{"input_tokens":14}"#, nil),
    (.bedrock, .countTokens, #"{"inputTokens":14}"#, nil),
    (.gemini, .countTokens, #"{"totalTokens":14}"#, nil),
    (.vertex, .countTokens, #"{"input_tokens":0}"#, #"no count of tokens: {"input_tokens":0}"#),
    (.anthropic, .models, #"{"data":[{"id":"m"}]}"#, nil),
    (.bedrock, .models, #"{"modelSummaries":[{"modelId":"m"}]}"#, nil),
    (.openai, .models, #"{"data":[]}"#, #"no model in the list: {"data":[]}"#),
  ]

  @Test(arguments: answers)
  func `a good status with the wrong answer is a content failure that quotes it`(
    platform: Platform, capability: Capability, body: String, complaint: String?
  ) {
    let seen = read(platform, capability, body)
    #expect(seen.outcome == (complaint == nil ? .ok : .failed(.content)))
    #expect(seen.message?.text == complaint)
    #expect(seen.errorType?.text == (complaint == nil ? nil : "wrong-answer"))
  }

  @Test func `a body that cannot be read is a content failure with an excerpt`() {
    for capability in [Capability.toolUse, .vision, .canary, .countTokens, .models] {
      let seen = read(.anthropic, capability, "<html><body>\u{1B}[31mSign in</body></html>")
      #expect(seen.outcome == .failed(.content))
      #expect(seen.message?.text == "Sign in")
    }
  }

  // MARK: Caching

  private func answered(input: Int, written: Int, read count: Int, took: TimeSpan) -> Observation {
    var seen = read(
      .anthropic, .promptCaching,
      #"{"type":"message","content":[],"usage":{"input_tokens":\#(input),"output_tokens":3,"#
        + #""cache_creation_input_tokens":\#(written),"cache_read_input_tokens":\#(count)}}"#)
    seen.phases.total = took
    return seen
  }

  @Test(arguments: [
    (800, 800, nil), (800, 0, "cache miss: 800 tokens written, none read again"),
    (0, 0, "nothing was written to the cache (20 tokens were sent)"),
  ])
  func `the second request must read what the first one wrote`(
    written: Int, read: Int, complaint: String?
  ) {
    let series = SeriesID(platform: .anthropic, region: "", capability: .promptCaching, model: Model("m"))
    let reading = ProbeReading(ProbeContext(series: series, purpose: .scheduled, startedAt: Self.now))
    let seen = reading.cached(
      answered(input: 20, written: written, read: 0, took: .milliseconds(900)),
      answered(input: 20, written: 0, read: read, took: .milliseconds(500)))
    #expect(seen.outcome == (complaint == nil ? .ok : .failed(.content)))
    #expect(seen.message?.text == complaint)
    #expect(seen.cache?.read == read)
    #expect(seen.cache?.writeTook == .milliseconds(900))
    #expect(seen.latency == .milliseconds(500))
    #expect(
      seen.usage
        == Usage(inputTokens: 40, outputTokens: 6, cacheReadTokens: read, cacheWriteTokens: written))
  }

  // MARK: Without a model

  @Test func `the end of a certificate is read as TLS words it`() {
    #expect(CertificateTime.parse("Nov 21 12:00:00 2026 GMT") == Instant(seconds: 1_795_262_400))
    #expect(CertificateTime.parse("Feb  3 01:02:03 2027 GMT") == Instant(seconds: 1_801_616_523))
    for text in ["", "Nov 21 12:00:00 2026", "Foo 21 12:00:00 2026 GMT", "Nov 41 12:00:00 2026 GMT"] {
      #expect(CertificateTime.parse(text) == nil)
    }
  }

  private func head(_ status: Int, _ headers: HTTPHeaders = [:]) -> HTTPResponseHead {
    HTTPResponseHead(status: status, headers: headers)
  }

  @Test(arguments: [
    (401, #"{"type":"error"}"#, Outcome.ok), (403, #"{"message":"Missing"}"#, .ok), (200, "{}", .ok),
    (403, "<html>blocked</html>", .failed(.content)), (503, "upstream connect error", .failed(.server)),
    (529, "{}", .failed(.overload)),
  ])
  func `to be refused in the API's own words proves the way to it`(
    status: Int, body: String, outcome: Outcome
  ) {
    let series = SeriesID(platform: .anthropic, region: "", capability: .reach, model: Model(""))
    let reading = ProbeReading(ProbeContext(series: series, purpose: .scheduled, startedAt: Self.now))
    let seen = reading.reached(
      head(status), body: Array(body.utf8), phases: Phases(total: .seconds(1)), now: Self.now)
    #expect(seen.outcome == outcome)
    #expect(seen.status == status)
  }

  @Test(arguments: [
    (200, "", Outcome.ok), (403, "challenge", .ok),
    (302, "", .failed(.content)), (403, "", .failed(.auth)), (502, "", .failed(.server)),
  ])
  func `the page for people is there when its status says so`(
    status: Int, mitigated: String, outcome: Outcome
  ) {
    let series = SeriesID(platform: .anthropic, region: "", capability: .webUI, model: Model(""))
    let reading = ProbeReading(ProbeContext(series: series, purpose: .scheduled, startedAt: Self.now))
    let seen = reading.loaded(
      head(status, mitigated.isEmpty ? [:] : ["cf-mitigated": mitigated]), body: Array("<html>".utf8),
      page: .claude, phases: Phases(total: .seconds(1)),
      now: Self.now)
    #expect(seen.outcome == outcome)
  }
}
