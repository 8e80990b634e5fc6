import SitrepCore
import SitrepSimulator
import Testing

@Suite("Simulated first party")
struct AnthropicTests {
  private func recorded(_ bytes: [UInt8]) throws -> JSON {
    try #require(JSON(reading: bytes))
  }

  /// Names of headers in a recorded dump, without those of the connection.
  private func headerNames(_ bytes: [UInt8]) -> Set<String> {
    let ofTheConnection: Set = [
      "date", "connection", "transfer-encoding", "content-encoding", "set-cookie", "via",
      "content-security-policy",
    ]
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let names = lines.compactMap { line in
      line.hasPrefix("#") || line.hasPrefix("HTTP") ? nil : line.split(separator: ":").first?.lowercased()
    }
    return Set(names).subtracting(ofTheConnection)
  }

  private func names(_ reply: VendorReply) -> Set<String> { Set(reply.headers.map { $0.name.lowercased() }) }

  @Test("A message has the fields of a recorded one")
  func messageShape() throws {
    var asker = try Asker("calm", seed: 1)
    let found = try asker.json(Requests.messages(), at: 1)
    #expect(found.shape() == (try recorded(PackageResources.message_response_json)).shape())
    #expect(found["model"] == "claude-haiku-5-5")
  }

  @Test("An answer carries every header of the recorded ones")
  func headers() throws {
    var asker = try Asker("calm", seed: 1)
    let whole = try asker.reply(Requests.messages(), at: 1)
    let stream = try asker.reply(Requests.messages(stream: true), at: 1)
    #expect(
      headerNames(PackageResources.real_headers_anthropic_200_nonstream_2025_08_21_txt).isSubset(
        of: names(whole)))
    #expect(headerNames(PackageResources.real_headers_200_stream_2026_04_05_txt).isSubset(of: names(stream)))
    #expect(whole.header("request-id")?.count == 28)
    #expect(stream.header("content-type") == "text/event-stream; charset=utf-8")
  }

  @Test("An overload has the headers and the body of a recorded one")
  func overload() throws {
    var asker = try Asker("quick", seed: 1)
    let replies = (0..<40).compactMap { _ in asker.ask(Requests.messages(), at: 5).reply }
    let overload = try #require(replies.first { $0.status == 529 })
    #expect(headerNames(PackageResources.headers_529_txt) == names(overload))
    let body = try recorded(overload.body.bytes)
    #expect(body.shape() == (try recorded(PackageResources.error_529_overloaded_json)).shape())
    #expect(body["error"]?["type"] == "overloaded_error")
    #expect(body["request_id"]?.text == overload.header("request-id"))
  }

  @Test("A stream has the events of a recorded one, in its order, at rising times")
  func streamShape() throws {
    var asker = try Asker("calm", seed: 1)
    let reply = try asker.reply(
      Requests.messages(stream: true, text: "Reply with the single word Hello."), at: 1)
    guard case .pieces(let pieces, .complete) = reply.body else {
      Issue.record("no stream")
      return
    }
    let real = events(PackageResources.real_sse_text_sse)
    let found = events(reply.body.bytes)
    #expect(found.map(\.name) == real.map(\.name))
    #expect(found.map { $0.data.shape() } == real.map { $0.data.shape() })
    #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.at <= $1.at })
    #expect(pieces.first?.at == reply.delay)
    #expect(found[3].data["delta"]?["text"] == "Hello")
  }

  private func events(_ bytes: [UInt8]) -> [(name: String, data: JSON)] {
    var name = ""
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
      guard line.hasPrefix("data: ") else { return nil }
      return (name, JSON(reading: Array(line.dropFirst(6).utf8)) ?? .null)
    }
  }

  @Test("The list of models has the fields of the recorded one")
  func models() throws {
    var asker = try Asker("calm")
    let request = VendorRequest(
      service: .anthropic, method: "GET", path: "/v1/models?limit=100",
      headers: [VendorHeader("authorization", "Bearer k")])
    #expect(try asker.json(request).shape() == recorded(PackageResources.models_list_json).shape())
  }

  @Test("Counting tokens answers a number and costs nothing")
  func countsTokens() throws {
    var asker = try Asker("calm")
    var request = Requests.messages()
    request.path = "/v1/messages/count_tokens"
    #expect(try asker.json(request) == ["input_tokens": 8])
  }

  struct Mistake: Sendable {
    var request: VendorRequest
    var status: Int
    var type: String
    var message: String
  }

  static let mistakes = [
    Mistake(
      request: Requests.messages(key: nil), status: 401, type: "authentication_error", message: "x-api-key"),
    Mistake(
      request: Requests.messages(key: "sk-invalid"), status: 401, type: "authentication_error",
      message: "invalid x-api-key"),
    Mistake(
      request: Requests.messages(version: nil), status: 400, type: "invalid_request_error",
      message: "anthropic-version: header is required"),
    Mistake(
      request: Requests.messages("claude-3-opus-20240229"), status: 404, type: "not_found_error",
      message: "model: claude-3-opus-20240229"),
    Mistake(
      request: Requests.messages(maxTokens: 0), status: 400, type: "invalid_request_error",
      message: "max_tokens"),
    Mistake(
      request: VendorRequest(service: .anthropic, method: "GET", path: "/v1/messages"), status: 405,
      type: "invalid_request_error", message: "Method Not Allowed"),
    Mistake(
      request: VendorRequest(service: .anthropic, method: "GET", path: "/v2"), status: 404,
      type: "not_found_error", message: "Not found"),
  ]

  @Test("The caller's mistakes are answered in the first party's words", arguments: mistakes)
  func refusals(mistake: Mistake) throws {
    var asker = try Asker("calm")
    let reply = try asker.reply(mistake.request)
    let error = try recorded(reply.body.bytes)["error"]
    #expect(reply.status == mistake.status)
    #expect(error?["type"] == .text(mistake.type))
    #expect(error?["message"]?.text?.contains(mistake.message) == true)
    #expect(reply.header("x-should-retry") == "false")
  }
}
