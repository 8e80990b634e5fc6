import FoundationEssentials
import SitrepCore
import SitrepSimulator

/// Requests as probes send them, and a caller that asks one vendor world one after the other.
enum Requests {
  static func messages(
    _ model: String = "claude-haiku-5-5", stream: Bool = false, maxTokens: Int = 16,
    key: String? = "sk-ant-api03-test",
    version: String? = "2023-06-01", text: String = "ping"
  ) -> VendorRequest {
    var headers = [VendorHeader("content-type", "application/json")]
    if let key { headers.append(VendorHeader("x-api-key", key)) }
    if let version { headers.append(VendorHeader("anthropic-version", version)) }
    let body: JSON = [
      "model": .text(model), "max_tokens": .integer(maxTokens), "stream": .bool(stream),
      "messages": [["role": "user", "content": .text(text)]],
    ]
    return VendorRequest(
      service: .anthropic, method: "POST", path: "/v1/messages", headers: headers, body: body.bytes)
  }

  static func bedrock(
    _ model: String = "anthropic.claude-haiku-5-5", stream: Bool = false,
    authorization: String? = "Bearer test"
  ) -> VendorRequest {
    let body: JSON = [
      "anthropic_version": "bedrock-2023-05-31", "max_tokens": 16,
      "messages": [["role": "user", "content": "ping"]],
    ]
    return VendorRequest(
      service: .bedrock, method: "POST",
      path: "/model/\(model)/\(stream ? "invoke-with-response-stream" : "invoke")",
      headers: authorization.map { [VendorHeader("Authorization", $0), VendorHeader("X-Amz-Date", "x")] }
        ?? [],
      body: body.bytes)
  }

  static func vertex(
    _ model: String = "claude-haiku-5-5", stream: Bool = false, token: String? = "ya29.test"
  ) -> VendorRequest {
    let body: JSON = [
      "anthropic_version": "vertex-2023-10-16", "max_tokens": 16, "stream": .bool(stream),
      "messages": [["role": "user", "content": "ping"]],
    ]
    let verb = stream ? "streamRawPredict" : "rawPredict"
    return VendorRequest(
      service: .vertex, method: "POST",
      path: "/v1/projects/p/locations/us-east5/publishers/anthropic/models/\(model):\(verb)",
      headers: token.map { [VendorHeader("authorization", "Bearer \($0)")] } ?? [], body: body.bytes)
  }

  static func page(_ path: String = "/api/v2/summary.json") -> VendorRequest {
    VendorRequest(service: .claudePage, method: "GET", path: path)
  }
}

/// A world with the memory of one caller.
struct Asker {
  let world: VendorWorld
  var memory = VendorMemory()

  /// The moment 2026-11-20T18:45:02Z.
  static let start = Instant(seconds: 1_795_200_302)

  init(_ drill: String, seed: UInt64? = nil) throws {
    world = VendorWorld(script: try DrillFile.named(drill), seed: seed, startedAt: Asker.start)
  }

  init(script: DrillScript) {
    world = VendorWorld(script: script, startedAt: Asker.start)
  }

  mutating func ask(_ request: VendorRequest, at seconds: Double = 0) -> VendorAnswer {
    world.answer(request, at: .fractionalSeconds(seconds), memory: &memory)
  }

  mutating func reply(_ request: VendorRequest, at seconds: Double = 0) throws -> VendorReply {
    guard let reply = ask(request, at: seconds).reply else { throw NoReply() }
    return reply
  }

  mutating func json(_ request: VendorRequest, at seconds: Double = 0) throws -> JSON {
    guard let json = JSON(reading: try reply(request, at: seconds).body.bytes) else { throw NoReply() }
    return json
  }

  struct NoReply: Error {}
}

extension JSON {
  /// The names of all fields with the kind of their values, as paths; lists by their first element.
  func shape(_ path: String = "") -> Set<String> {
    switch self {
    case .object(let members):
      members.reduce(into: [path]) { $0.formUnion($1.value.shape("\(path).\($1.key)")) }
    case .list(let list): list.first.map { $0.shape("\(path)[]") } ?? [path]
    default: [path]
    }
  }
}
