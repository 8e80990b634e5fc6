import SitrepCore
import SitrepSimulator
import Testing

@Suite("Simulated Bedrock and Vertex")
struct CloudTests {
  @Test("Checksums and framing equal the published vector")
  func minimalVector() {
    let frame = EventStreamEncoder.encode(headers: [], payload: Array("{\"foo\": \"bar\"}".utf8))
    let hex = frame.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == "0000001e00000000baf2f68a7b22666f6f223a2022626172227dae7258e4")
  }

  @Test("A frame of a recorded stream is encoded to the same bytes")
  func recordedFrame() throws {
    let recorded = PackageResources.bedrock_eventstream_ok_bin
    let length = recorded[0..<4].reduce(0) { $0 << 8 | Int($1) }
    let headersLength = recorded[4..<8].reduce(0) { $0 << 8 | Int($1) }
    let payload = Array(recorded[12 + headersLength..<length - 4])
    let headers = stringHeaders(recorded[12..<12 + headersLength])
    #expect(headers.map(\.name).sorted() == [":content-type", ":event-type", ":message-type"])
    #expect(EventStreamEncoder.encode(headers: headers, payload: payload) == Array(recorded[0..<length]))
  }

  private func stringHeaders(_ block: ArraySlice<UInt8>) -> [VendorHeader] {
    var rest = block
    var headers: [VendorHeader] = []
    while let length = rest.popFirst() {
      let name = String(decoding: rest.prefix(Int(length)), as: UTF8.self)
      rest = rest.dropFirst(Int(length) + 1)
      let size = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
      headers.append(VendorHeader(name, String(decoding: rest.dropFirst(2).prefix(size), as: UTF8.self)))
      rest = rest.dropFirst(2 + size)
    }
    return headers
  }

  @Test("A whole answer of Bedrock has its ids and counts, and no headroom")
  func bedrockWhole() throws {
    var asker = try Asker("calm")
    let reply = try asker.reply(Requests.bedrock())
    #expect(reply.status == 200)
    #expect(reply.header("x-amzn-RequestId")?.count == 36)
    #expect(reply.header("X-Amzn-Bedrock-Input-Token-Count") == "8")
    #expect(!reply.headers.contains { $0.name.hasPrefix("anthropic-ratelimit") })
    #expect(JSON(reading: reply.body.bytes)?["id"]?.text?.hasPrefix("msg_bdrk_01") == true)
  }

  @Test(
    "Bedrock takes colons raw and encoded, and profiles",
    arguments: [
      "anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5-20251001-v1%3A0",
      "us.anthropic.claude-haiku-4-5-20251001-v1%3A0", "global.anthropic.claude-opus-5",
    ])
  func bedrockModels(model: String) throws {
    var asker = try Asker("calm")
    #expect(try asker.reply(Requests.bedrock(model)).status == 200)
  }

  @Test(
    "Bedrock refuses with its own types",
    arguments: [
      (nil, "anthropic.claude-opus-5", 403, "MissingAuthenticationTokenException"),
      ("AWS4-HMAC-SHA256 Credential=a", "anthropic.claude-opus-5", 403, "IncompleteSignatureException"),
      ("Bearer k", "anthropic.claude-2", 400, "ValidationException"),
    ])
  func bedrockRefusals(authorization: String?, model: String, status: Int, type: String) throws {
    var asker = try Asker("calm")
    let reply = try asker.reply(Requests.bedrock(model, authorization: authorization))
    #expect(reply.status == status)
    #expect(reply.header("x-amzn-ErrorType")?.split(separator: ":").first.map(String.init) == type)
    #expect(JSON(reading: reply.body.bytes)?["message"]?.text?.isEmpty == false)
  }

  @Test("Vertex answers with its ids, and has two shapes of errors")
  func vertex() throws {
    var asker = try Asker("calm")
    let message = try asker.json(Requests.vertex())
    let recorded = try #require(JSON(reading: PackageResources.vertex_message_response_json))
    #expect(recorded.shape().isSubset(of: message.shape()))
    #expect(message["id"]?.text?.hasPrefix("msg_vrtx_01") == true)
    #expect(try asker.json(Requests.vertex(token: nil))["error"]?["status"] == "UNAUTHENTICATED")
    #expect(try asker.json(Requests.vertex("claude-2"))["error"]?["code"] == 404)
    var bad = Requests.vertex()
    bad.body = Array("{}".utf8)
    #expect(try asker.json(bad)["type"] == "error")
  }

  @Test("On the streaming path the front end's errors come in a list")
  func vertexWrapped() throws {
    var asker = try Asker("total-outage")
    let errors = try (0..<40).map { _ in try asker.json(Requests.vertex(stream: true), at: 90) }
    #expect(errors.contains { $0.list?.first?["error"]?["status"] == "UNAVAILABLE" })
    #expect(errors.contains { $0["error"]?["type"] == "overloaded_error" })
  }

  @Test(
    "Bodies name the model as the first party does",
    arguments: [
      ("anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5-20251001"),
      ("anthropic.claude-opus-5", "claude-opus-5"),
    ])
  func plainModel(asked: String, told: String) throws {
    var asker = try Asker("calm")
    #expect(try asker.json(Requests.bedrock(asked))["model"]?.text == told)
  }

  @Test("AWS posts late, in its shape, and keeps the event when it is over")
  func awsEvents() throws {
    var asker = try Asker("total-outage")
    let recorded = try #require(JSON(reading: PackageResources.aws_currentevents_bedrock_degraded_json))
    #expect(try events(&asker, at: 100) == [])
    let open = try events(&asker, at: 150)
    #expect(open.shape() == recorded.shape())
    #expect(open.list?.first?["status"] == "2")
    #expect(open.list?.first?["date"] == "1795200432")
    let over = try events(&asker, at: 240).list?.first
    #expect(over?["status"] == "0")
    #expect(over?["end_time"] == "1795200512")
    #expect(over?["summary"]?.text?.hasPrefix("[RESOLVED] ") == true)
    #expect(over?["event_log"]?.list?.count == 2)
  }

  private func events(_ asker: inout Asker, at seconds: Double) throws -> JSON {
    let request = VendorRequest(service: .awsFeed, method: "GET", path: "/public/currentevents")
    let bytes = try asker.reply(request, at: seconds).body.bytes.dropFirst(2)
    let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    return try #require(JSON(reading: Array(String(decoding: units, as: UTF16.self).utf8)))
  }

  @Test("The feeds of the clouds are empty, in their encodings")
  func feeds() throws {
    var asker = try Asker("calm")
    let aws = VendorRequest(service: .awsFeed, method: "GET", path: "/public/currentevents")
    let google = VendorRequest(service: .gcpFeed, method: "GET", path: "/incidents.json")
    #expect(try asker.reply(aws).body.bytes == [0xFE, 0xFF, 0, 0x5B, 0, 0x5D])
    #expect(try asker.json(google) == [])
  }
}
