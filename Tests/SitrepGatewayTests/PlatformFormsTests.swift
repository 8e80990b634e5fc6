import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import Testing

@Suite("Other platforms in the first party's form", .timeLimit(.minutes(5)))
struct PlatformFormsTests {
  private static let events = [
    #"{"type":"message_start","message":{"id":"msg_1"}}"#,
    #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
    #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hé"}}"#,
    #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":4}}"#,
  ]
  private static let stop = #"{"type":"message_stop"}"#
  private static let measuredStop =
    #"{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":1}}"#

  private static func asEvents(_ events: [String]) -> String {
    events.map { json in
      let type = JSONMembers(Array(json.utf8))?.string("type") ?? ""
      return "event: \(type)\ndata: \(json)\n\n"
    }.joined()
  }

  /// Sends frames in pieces of 7 bytes, so that every boundary is hit.
  private static func stream(_ frames: [[UInt8]], to exchange: Exchange) {
    exchange.begin(
      status: 200,
      headers: ["content-type": "application/vnd.amazon.eventstream", "x-amzn-requestid": "id-1"])
    let bytes = frames.flatMap { $0 }
    for start in stride(from: 0, to: bytes.count, by: 7) {
      exchange.write(Array(bytes[start..<min(start + 7, bytes.count)]))
    }
    exchange.end()
  }

  @Test func `Bedrock's frames become the first party's events`() async throws {
    let models = ModelMap([.bedrock: ["claude-haiku-4-5": Model("us.anthropic.claude-haiku-4-5-v1:0")]])
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .bedrock: { Self.stream((Self.events + [Self.measuredStop]).map(AWSFrame.chunk), to: $0) }
    ]
    try await withGateway(answers, models: models) { bench async throws in
      let request = bench.request(streamBody, headers: ["anthropic-beta": "one, two", "x-api-key": "secret"])
      let answer = try await bench.client.send(request)
      #expect(answer.text == Self.asEvents(Self.events + [Self.stop]))
      #expect(answer.headers["content-type"] == "text/event-stream; charset=utf-8")
      #expect(answer.headers["request-id"] == "id-1")
      let asked = try #require(bench.asked(.bedrock).first)
      #expect(asked.target == "/model/us.anthropic.claude-haiku-4-5-v1%3A0/invoke-with-response-stream")
      #expect(
        asked.body.text == #"""
          {"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["one","two"],"max_tokens":16,\#
          "messages":[{"role":"user","content":"hi"}]}
          """#)
      #expect(asked.headers["x-api-key"] == nil)
      #expect(asked.headers["anthropic-beta"] == nil)
    }
  }

  @Test func `Bedrock's requests are signed for the region with the configured keys`() async throws {
    let answers: [Platform: @Sendable (Exchange) -> Void] = [.bedrock: { $0.answerWell() }]
    let keys = Credential.awsKeys(access: "AKIDEXAMPLE", secret: Secret("wJalr"), session: Secret("tok"))
    try await withGateway(answers, access: { $0.credential = keys }) { bench async throws in
      #expect(try await bench.send().text == standardAnswer)
      let headers = try #require(bench.asked(.bedrock).first).headers
      #expect(headers["authorization"]?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") ?? false)
      #expect(headers["x-amz-security-token"] == "tok")
    }
  }

  @Test func `an exception in Bedrock's stream before content moves on, after it becomes an error event`()
    async throws
  {
    let exception = AWSFrame.exception("serviceUnavailableException", "try later")
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .bedrock: { Self.stream([AWSFrame.chunk(Self.events[0]), exception], to: $0) },
      .vertex: { $0.stream(SampleStream.whole) },
    ]
    try await withGateway(answers) { bench async throws in
      #expect(try await bench.send(streamBody).text == SampleStream.whole.joined())
    }
    try await withGateway(answers, order: [.bedrock]) { bench async throws in
      let answer = try await bench.send(streamBody)
      #expect(answer.text.hasPrefix(Self.asEvents([Self.events[0]]) + "event: error\ndata: "))
      #expect(answer.text.contains(#""type":"overloaded_error","message":"try later""#))
    }
  }

  @Test func `a frame with a wrong checksum is no answer`() async throws {
    var broken = AWSFrame.chunk(Self.events[2])
    broken[broken.count - 1] ^= 1
    let frames = [AWSFrame.chunk(Self.events[0]), broken]
    let answers: [Platform: @Sendable (Exchange) -> Void] = [.bedrock: { Self.stream(frames, to: $0) }]
    try await withGateway(answers) { bench async throws in
      #expect(try await bench.send(streamBody).status == 502)
    }
  }

  @Test func `Bedrock's errors are told in the first party's words`() async throws {
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .bedrock: {
        $0.respond(
          status: 429,
          headers: ["x-amzn-errortype": "ThrottlingException:http://x/", "x-amzn-requestid": "id-9"],
          body: Array(#"{"message":"Too many tokens, please wait before trying again."}"#.utf8))
      }
    ]
    try await withGateway(answers) { bench async throws in
      let answer = try await bench.send()
      #expect(answer.status == 429)
      #expect(
        answer.text == #"""
          {"type":"error","error":{"type":"rate_limit_error","message":"Too many tokens, please wait before trying \#
          again."},"request_id":"id-9"}
          """#)
    }
  }

  @Test func `Vertex gets its version in the body, betas as a header, and the model in the path`()
    async throws
  {
    let models = ModelMap([.vertex: ["claude-haiku-4-5": Model("claude-haiku-4-5@20251001")]])
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .vertex: { $0.path.hasSuffix(":rawPredict") ? $0.answerWell() : $0.stream(SampleStream.whole) }
    ]
    let place = "/projects/project-1/locations/here/publishers/anthropic/models"
    try await withGateway(answers, models: models, access: { $0.credential = .bearer(Secret("ya29.x")) }) {
      bench async throws in
      let streamed = try await bench.client.send(
        bench.request(streamBody, headers: ["anthropic-beta": "one"]))
      #expect(streamed.text == SampleStream.whole.joined())
      #expect(try await bench.client.send(bench.request(path: "/v1/messages/count_tokens")).status == 200)
      let asked = bench.asked(.vertex)
      #expect(asked[0].target == "\(place)/claude-haiku-4-5@20251001:streamRawPredict")
      #expect(asked[0].headers["authorization"] == "Bearer ya29.x")
      #expect(asked[0].headers["anthropic-beta"] == "one")
      #expect(
        asked[0].body.text == #"""
          {"anthropic_version":"vertex-2023-10-16","max_tokens":16,"stream":true,\#
          "messages":[{"role":"user","content":"hi"}]}
          """#)
      #expect(asked[1].target == "\(place)/count-tokens:rawPredict")
      #expect(asked[1].body.text.contains(#""model":"claude-haiku-4-5@20251001""#))
    }
  }

  @Test func `Google's errors, wrapped in an array, are told in the first party's words`() async throws {
    let answers: [Platform: @Sendable (Exchange) -> Void] = [
      .vertex: {
        let body = #"[{"error":{"code":503,"message":"Gone for now","status":"UNAVAILABLE"}}]"#
        $0.respond(status: 503, headers: ["content-type": "application/json"], body: Array(body.utf8))
      }
    ]
    try await withGateway(answers) { bench async throws in
      let answer = try await bench.send(streamBody)
      #expect(answer.status == 503)
      #expect(answer.text.contains(#""message":"Gone for now""#))
    }
  }
}

@Suite("JSON as bytes")
struct JSONMembersTests {
  @Test func `kept members stay as they are, byte by byte`() throws {
    let text =
      #"{ "a" : 1.0e+30 , "model":"x", "b":{"n":[1, 2 ,"}\"]"] }, "\u006dodel":"y", "c":9007199254740993}"#
    let members = try #require(JSONMembers(Array(text.utf8)))
    #expect(members.string("model") == "y")
    #expect(
      members.replacing(["model"], with: [("v", #""1""#)]).text
        == #"{"v":"1","a" : 1.0e+30,"b":{"n":[1, 2 ,"}\"]"] },"c":9007199254740993}"#)
    #expect(members.replacing(["a", "b", "c", "model"], with: []).text == "{}")
  }

  @Test(
    "What is no object is refused",
    arguments: [
      "", " ", "[]", "null", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1}x"#, #"{"a":[1}"#,
      #"{"a":"x"#,
      #"{"a":"\"#, #"{a:1}"#,
    ])
  func refusal(text: String) {
    #expect(JSONMembers(Array(text.utf8)) == nil)
  }

  @Test func `an empty object has no members`() {
    #expect(JSONMembers(Array(" { } ".utf8))?["a"] == nil)
    #expect(JSONMembers(Array("{}".utf8)) != nil)
  }

  @Test func `base64 is read as it was written`() {
    for count in 0..<64 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      #expect(Base64.decode(AWSFrame.base64(bytes).utf8) == bytes)
    }
    #expect(Base64.decode("a*b".utf8) == nil)
  }

  @Test func `what the gateway writes is valid JSON whatever it quotes`() {
    let odd = "a\"b\\c\nd\u{1}é\u{2028}"
    #expect(JSONMembers(Array("{\"x\":\(JSONText.quoted(odd))}".utf8))?.string("x") == odd)
  }
}
