package import SitrepCore
package import SitrepHTTP

/// Why no request could be made for a series.
package struct ProbeShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String
}

/// The smallest request that proves a capability of a platform.
///
/// Few tokens, no sampling parameters (newer API versions refuse them), one credential and never two.
package enum ProbeRequestShape {
  package static let maxTokens = 8

  /// The request for a series, signed for `now` where the platform wants a signature.
  package static func request(
    for series: SeriesID, access: PlatformAccess, timeouts: HTTPTimeouts, now: Instant
  ) throws(ProbeShapeError) -> HTTPRequest {
    if let gap = ProbeCoverage.gap(series.capability, at: series.platform) {
      throw ProbeShapeError(description: "\(series.platform.rawValue) \(gap)")
    }
    guard series.capability != .webUI else {
      throw ProbeShapeError(description: "the web UI is a page, not an API")
    }
    let isStream = series.capability == .streaming
    let path = try ProbePath(series: series, access: access)
    var request = HTTPRequest(
      method: path.method, url: path.url,
      headers: ["accept": accept(series.platform, isStream: isStream)], timeouts: timeouts,
      limits: HTTPLimits(maxBody: maxBody(series.capability)), freshConnection: true)
    if path.method == "POST" {
      request.headers["content-type"] = "application/json"
      request.body = try body(series, isStream: isStream, now)
    }
    // Without a key the refusal itself is the proof.
    guard series.capability != .reach else { return request }
    try authorize(&request, access, now)
    return request
  }

  /// Lists of models may be long; nothing else is.
  private static func maxBody(_ capability: Capability) -> Int { capability == .models ? 4 << 20 : 1 << 20 }

  private static func body(
    _ series: SeriesID, isStream: Bool, _ now: Instant
  ) throws(ProbeShapeError) -> [UInt8] {
    guard series.capability != .reach else { return Array("{}".utf8) }
    guard let bytes = ProbeBody(series: series, moment: now, isStream: isStream).json.bytes else {
      throw ProbeShapeError(description: "the probe's body could not be written")
    }
    return bytes
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

  private static func accept(_ platform: Platform, isStream: Bool) -> String {
    isStream && platform == .bedrock ? "application/vnd.amazon.eventstream" : "application/json"
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

  /// Adds the headers of a signature over the request as it stands.
  static func sign(
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
