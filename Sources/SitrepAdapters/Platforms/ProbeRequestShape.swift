import FoundationEssentials
package import SitrepCore
package import SitrepHTTP

/// Why no request could be made for a series.
package struct ProbeShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String
}

/// The smallest request that proves a capability of a platform.
///
/// Eight tokens, no sampling parameters (newer API versions refuse them), one credential and never two.
package enum ProbeRequestShape {
  package static let maxTokens = 8

  /// The request for a series, signed for `now` where the platform wants a signature.
  package static func request(
    for series: SeriesID, access: PlatformAccess, timeouts: HTTPTimeouts, now: Instant
  ) throws(ProbeShapeError) -> HTTPRequest {
    guard series.capability == .messages || series.capability == .streaming else {
      throw ProbeShapeError(description: "no probe for \(series.capability.rawValue) yet")
    }
    let isStream = series.capability == .streaming
    var request = HTTPRequest(
      method: "POST", url: access.baseURL + (try path(series, access, isStream: isStream)),
      headers: ["content-type": "application/json", "accept": accept(series.platform, isStream: isStream)],
      body: try body(series, isStream: isStream), timeouts: timeouts,
      limits: HTTPLimits(maxBody: 1 << 20), freshConnection: true)
    try authorize(&request, access, now)
    return request
  }

  /// Adds what opens the door, and whatever the settings add, to a request that is otherwise complete.
  package static func authorize(
    _ request: inout HTTPRequest, _ access: PlatformAccess, _ now: Instant
  ) throws(ProbeShapeError) {
    if access.platform == .anthropic { request.headers["anthropic-version"] = access.apiVersion }
    for (name, value) in access.headers { request.headers[name] = value }
    switch access.credential {
    case .apiKey(let key): request.headers[keyHeader(access.platform)] = keyValue(access.platform, key)
    case .bearer(let token): request.headers["authorization"] = "Bearer \(token.reveal())"
    case .awsKeys(let name, let secret, let session):
      let signer = SignatureV4(access: name, secret: secret, session: session, region: access.region)
      try sign(&request, signer, now)
    case .none: break
    }
  }

  // MARK: Where

  private static func path(
    _ series: SeriesID, _ access: PlatformAccess, isStream: Bool
  ) throws(ProbeShapeError) -> String {
    let model = series.model.rawValue
    switch series.platform {
    case .anthropic: return "/v1/messages"
    case .bedrock:
      let verb = isStream ? "invoke-with-response-stream" : "invoke"
      return "/model/\(PercentEncoding.segment(model))/\(verb)"
    case .vertex:
      guard let project = access.project else {
        throw ProbeShapeError(description: "no Google Cloud project")
      }
      let place = "/projects/\(PercentEncoding.segment(project))/locations/\(access.region)"
      let name = PercentEncoding.segment(model, keeping: "@")
      return "\(place)/publishers/anthropic/models/\(name):\(isStream ? "streamRawPredict" : "rawPredict")"
    case .openai, .mistral: return "/chat/completions"
    case .gemini:
      let name = PercentEncoding.segment(model)
      return "/models/\(name):" + (isStream ? "streamGenerateContent?alt=sse" : "generateContent")
    }
  }

  private static func accept(_ platform: Platform, isStream: Bool) -> String {
    isStream && platform == .bedrock ? "application/vnd.amazon.eventstream" : "application/json"
  }

  // MARK: What

  private static func body(_ series: SeriesID, isStream: Bool) throws(ProbeShapeError) -> [UInt8] {
    let fields: ProbeBody
    switch series.platform {
    case .anthropic:
      fields = ProbeBody(model: series.model.rawValue, tokens: \.max_tokens, isStream: isStream)
    case .bedrock:
      // Model and streaming are in the path; the version is in the body.
      fields = ProbeBody(version: "bedrock-2023-05-31", tokens: \.max_tokens, isStream: false)
    case .vertex: fields = ProbeBody(version: "vertex-2023-10-16", tokens: \.max_tokens, isStream: isStream)
    case .openai:
      fields = ProbeBody(model: series.model.rawValue, tokens: \.max_completion_tokens, isStream: isStream)
    case .mistral: fields = ProbeBody(model: series.model.rawValue, tokens: \.max_tokens, isStream: isStream)
    case .gemini: fields = ProbeBody()
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(fields))
    } catch {
      throw ProbeShapeError(description: "the probe's body could not be written")
    }
  }

  // MARK: Who

  private static func keyHeader(_ platform: Platform) -> String {
    switch platform {
    case .anthropic: "x-api-key"
    case .gemini: "x-goog-api-key"
    case .bedrock, .vertex, .openai, .mistral: "authorization"
    }
  }

  private static func keyValue(_ platform: Platform, _ key: Secret) -> String {
    keyHeader(platform) == "authorization" ? "Bearer \(key.reveal())" : key.reveal()
  }

  private static func sign(
    _ request: inout HTTPRequest, _ signer: SignatureV4, _ now: Instant
  ) throws(ProbeShapeError) {
    guard let location = RequestLocation(request.url) else {
      throw ProbeShapeError(description: "the base URL is not an http or https address")
    }
    var headers: [String: String] = [:]
    for field in request.headers.fields { headers[field.name.lowercased()] = field.value }
    let signed = signer.sign(
      SignatureV4.Input(
        method: request.method, host: location.host, path: location.path, query: location.query,
        headers: headers, body: request.body), at: now)
    for (name, value) in signed.headers { request.headers[name] = value }
  }
}

/// A probe's body; what is absent is not written.
private struct ProbeBody: Encodable {
  struct Message: Encodable {
    var role = "user"
    var content = "Reply with the single word pong."
  }

  struct Content: Encodable {
    struct Part: Encodable {
      var text = "Reply with the single word pong."
    }

    var role = "user"
    var parts = [Part()]
  }

  struct Generation: Encodable {
    var maxOutputTokens = ProbeRequestShape.maxTokens
  }

  var anthropic_version: String?
  var model: String?
  var max_tokens: Int?
  var max_completion_tokens: Int?
  var stream: Bool?
  var messages: [Message]?
  var contents: [Content]?
  var generationConfig: Generation?

  init(
    version: String? = nil, model: String? = nil, tokens: WritableKeyPath<ProbeBody, Int?>, isStream: Bool
  ) {
    anthropic_version = version
    self.model = model
    stream = isStream ? true : nil
    messages = [Message()]
    self[keyPath: tokens] = ProbeRequestShape.maxTokens
  }

  /// Gemini's shape.
  init() {
    contents = [Content()]
    generationConfig = Generation()
  }
}

/// The parts of an address that a signature covers.
struct RequestLocation {
  /// With the port if one is written.
  var host: String
  var path: String
  var query: String

  init?(_ url: String) {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let rest = url[scheme.upperBound...].prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    let target = rest[authority.endIndex...]
    host = String(authority)
    path = String(target.prefix { $0 != "?" })
    query = String(target.dropFirst(path.count).dropFirst())
  }
}
