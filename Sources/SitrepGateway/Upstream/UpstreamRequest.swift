package import SitrepAdapters
package import SitrepCore
package import SitrepHTTP

/// One call as a platform wants it: address, header, credential, body.
package enum UpstreamRequest {
  /// Whether a platform can serve this kind of call at all.
  package static func canServe(_ kind: IncomingCall.Kind, on platform: Platform) -> Bool {
    switch (kind, platform) {
    case (.messages, .anthropic), (.messages, .bedrock), (.messages, .vertex): true
    case (.countTokens, .anthropic), (.countTokens, .vertex), (.models, .anthropic): true
    default: false
    }
  }

  /// - Parameters:
  ///   - call: what the caller asks for.
  ///   - access: where the platform is and what opens it.
  ///   - model: the model as the platform spells it.
  ///   - now: the moment that goes into a signature.
  /// - Returns: a request without time limits of its own.
  /// - Throws: when the configuration lacks what the platform needs.
  package static func make(
    _ call: IncomingCall, for access: PlatformAccess, model: Model, at now: Instant
  ) throws -> HTTPRequest {
    switch access.platform {
    case .bedrock: try bedrock(call, access, model, now)
    case .vertex: try vertex(call, access, model, now)
    default: anthropic(call, access, model)
    }
  }

  // MARK: Anthropic

  private static func anthropic(_ call: IncomingCall, _ access: PlatformAccess, _ model: Model) -> HTTPRequest
  {
    var body = call.body
    if model.rawValue != call.model, let members = call.members {
      body = members.replacing(["model"], with: [("model", JSONText.quoted(model.rawValue))])
    }
    return HTTPRequest(
      method: call.kind == .models ? "GET" : "POST", url: access.baseURL + call.target,
      headers: anthropicHeaders(call.headers, access), body: body)
  }

  /// The caller's own header with exactly one credential: the platform answers two with an error.
  private static func anthropicHeaders(_ caller: HTTPHeaders, _ access: PlatformAccess) -> HTTPHeaders {
    var headers = HopByHop.removed(
      from: caller, also: ["host", "accept-encoding", "expect", IncomingCall.wishHeader])
    for name in access.headers.isEmpty ? [] : access.headers.keys.sorted() {
      headers[name] = access.headers[name]
    }
    switch access.credential {
    case .apiKey(let key):
      headers["authorization"] = nil
      headers["x-api-key"] = key.reveal()
    case .bearer(let token):
      headers["x-api-key"] = nil
      headers["authorization"] = "Bearer \(token.reveal())"
    case .awsKeys, .none:
      if headers["x-api-key"] != nil { headers["authorization"] = nil }
    }
    return headers
  }

  // MARK: Bedrock

  private static func bedrock(
    _ call: IncomingCall, _ access: PlatformAccess, _ model: Model, _ now: Instant
  ) throws -> HTTPRequest {
    let action = call.isStream ? "invoke-with-response-stream" : "invoke"
    var request = HTTPRequest(
      method: "POST", url: "\(access.baseURL)/model/\(PercentEncoding.segment(model.rawValue))/\(action)",
      headers: [
        "content-type": "application/json",
        "accept": call.isStream ? "application/vnd.amazon.eventstream" : "application/json",
      ], body: bedrockBody(call))
    try ProbeRequestShape.authorize(&request, access, now)
    return request
  }

  /// Model and stream are told by the path, version and betas by the body (facts/bedrock.md 2).
  private static func bedrockBody(_ call: IncomingCall) -> [UInt8] {
    guard let members = call.members else { return call.body }
    var added: [(name: String, json: String)] = []
    if members["anthropic_version"] == nil {
      added.append(("anthropic_version", JSONText.quoted("bedrock-2023-05-31")))
    }
    let betas = call.betas
    if members["anthropic_beta"] == nil, !betas.isEmpty {
      added.append(("anthropic_beta", JSONText.array(betas)))
    }
    return members.replacing(["model", "stream"], with: added)
  }

  // MARK: Vertex

  private static func vertex(
    _ call: IncomingCall, _ access: PlatformAccess, _ model: Model, _ now: Instant
  ) throws -> HTTPRequest {
    guard let project = access.project else {
      throw GatewayError(description: "no Google Cloud project is set")
    }
    let isCount = call.kind == .countTokens
    let name = isCount ? "count-tokens" : PercentEncoding.segment(model.rawValue, keeping: "@")
    let place = "/projects/\(PercentEncoding.segment(project))/locations/\(access.region)"
    let action = call.isStream ? "streamRawPredict" : "rawPredict"
    var request = HTTPRequest(
      method: "POST", url: "\(access.baseURL)\(place)/publishers/anthropic/models/\(name):\(action)",
      headers: ["content-type": "application/json", "accept": "application/json"],
      body: vertexBody(call, model))
    if !call.betas.isEmpty { request.headers["anthropic-beta"] = call.betas.joined(separator: ",") }
    try ProbeRequestShape.authorize(&request, access, now)
    return request
  }

  /// The version moves into the body; the model leaves it, except for counting (facts/vertex.md 1, 2).
  private static func vertexBody(_ call: IncomingCall, _ model: Model) -> [UInt8] {
    guard let members = call.members else { return call.body }
    var added: [(name: String, json: String)] = []
    if members["anthropic_version"] == nil {
      added.append(("anthropic_version", JSONText.quoted("vertex-2023-10-16")))
    }
    if call.kind == .countTokens { added.append(("model", JSONText.quoted(model.rawValue))) }
    return members.replacing(["model"], with: added)
  }
}

/// Header fields that belong to one connection and are not passed on (RFC 9110, 7.6.1).
enum HopByHop {
  private static let names = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade", "content-length",
  ]

  /// What is left without these, without what `connection` names, and without `others`.
  static func removed(from headers: HTTPHeaders, also others: [String]) -> HTTPHeaders {
    let named = headers["connection"] == nil ? [] : namedByConnection(headers)
    var kept = HTTPHeaders()
    kept.reserveCapacity(headers.fields.count + 4)
    for field in headers.fields {
      func isSame(_ name: String) -> Bool { HTTPHeaders.same(name, field.name) }
      if names.contains(where: isSame) || others.contains(where: isSame) || named.contains(where: isSame) {
        continue
      }
      kept.add(field.name, field.value)
    }
    return kept
  }

  private static func namedByConnection(_ headers: HTTPHeaders) -> [String] {
    headers.values("connection").flatMap { list in
      list.split { $0 == "," || $0 == " " || $0 == "\t" }.map { String($0) }
    }
  }
}
