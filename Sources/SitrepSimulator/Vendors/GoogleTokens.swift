import SitrepCore

/// Google's token endpoint and a machine's metadata server (facts/vertex.md 5).
struct GoogleTokens {
  let script: DrillScript
  let seed: UInt64
  let account: GoogleAccount?
  /// What Google's own clock shows.
  let now: Instant

  func answer(_ request: VendorRequest, at moment: TimeSpan, _ memory: inout VendorMemory) -> VendorAnswer {
    let state = script.tokens(at: moment)
    switch state.answers {
    case .hang: return .hang
    case .unavailable:
      return .reply(reply(503, ["error": "temporarily_unavailable", "error_description": "Backend Error"]))
    case .refused: return .reply(refused("invalid_grant", "Invalid grant: account not found"))
    case .tokens: break
    }
    let isMetadata = request.parts.first == "computeMetadata"
    do throws(TokenRefusal) {
      if isMetadata { try checkMetadata(request) } else { try checkGrant(request) }
    } catch {
      return .reply(reply(error.status, ["error": error.code.json, "error_description": error.words.json]))
    }
    let token = GoogleAccessToken(seed: seed)
      .mint(memory.number(of: "google token"), until: moment + state.lifetime)
    let body: JSON = [
      "access_token": token.json, "expires_in": Int(state.lifetime.wholeSeconds).json,
      "token_type": "Bearer",
    ]
    return .reply(reply(200, body, isMetadata: isMetadata))
  }

  private struct TokenRefusal: Error {
    var status = 400
    var code: String
    var words: String
  }

  // MARK: Metadata

  private func checkMetadata(_ request: VendorRequest) throws(TokenRefusal) {
    guard request.header("metadata-flavor") == "Google" else {
      throw TokenRefusal(status: 403, code: "forbidden", words: "Missing Metadata-Flavor:Google header.")
    }
    guard
      request.parts == ["computeMetadata", "v1", "instance", "service-accounts", "default", "token"]
    else { throw TokenRefusal(status: 404, code: "not_found", words: "Not Found") }
  }

  // MARK: Grants

  private func checkGrant(_ request: VendorRequest) throws(TokenRefusal) {
    guard request.parts == ["token"], request.method == "POST" else {
      throw TokenRefusal(status: 404, code: "not_found", words: "Not Found")
    }
    let form = fields(of: request.body)
    switch form["grant_type"] {
    case "urn:ietf:params:oauth:grant-type:jwt-bearer":
      try checkAssertion(form["assertion"] ?? "", host: request.header("host") ?? "")
    case "refresh_token": try checkUser(form)
    case let other:
      throw TokenRefusal(code: "unsupported_grant_type", words: "Invalid grant_type: \(other ?? "")")
    }
  }

  private func checkUser(_ form: [String: String]) throws(TokenRefusal) {
    guard let account, form["client_id"] == account.clientID, form["client_secret"] == account.clientSecret
    else {
      throw TokenRefusal(status: 401, code: "invalid_client", words: "The OAuth client was not found.")
    }
    guard form["refresh_token"] == account.refreshToken else {
      throw TokenRefusal(code: "invalid_grant", words: "Token has been expired or revoked.")
    }
  }

  private func checkAssertion(_ assertion: String, host: String) throws(TokenRefusal) {
    let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = json(parts[0]), let claims = json(parts[1]),
      let signature = bytes(parts[2]), header["alg"]?.text == "RS256"
    else { throw TokenRefusal(code: "invalid_grant", words: "Bad Request") }
    guard let account, claims["iss"]?.text == account.email,
      header["kid"] == nil || header["kid"]?.text == account.keyID
    else { throw TokenRefusal(code: "invalid_grant", words: "Invalid grant: account not found") }
    let signed = Array("\(parts[0]).\(parts[1])".utf8)
    guard account.key.verifies(signature, of: signed) else {
      throw TokenRefusal(code: "invalid_grant", words: "Invalid JWT Signature.")
    }
    guard claims["aud"]?.text == "http://\(host)/token" else {
      throw TokenRefusal(code: "invalid_grant", words: "Invalid JWT: Failed audience check.")
    }
    try checkTimes(claims)
    guard claims["scope"]?.text?.contains("/auth/cloud-platform") == true else {
      throw TokenRefusal(code: "invalid_scope", words: "Invalid OAuth scope or ID token audience provided.")
    }
  }

  /// An hour at most, and not off by more than five minutes.
  private func checkTimes(_ claims: JSON) throws(TokenRefusal) {
    let clock = Int(now.wholeSeconds)
    guard let issued = claims["iat"]?.integer, let ends = claims["exp"]?.integer, ends > issued,
      ends - issued <= 3600, abs(issued - clock) <= 300, ends > clock
    else {
      throw TokenRefusal(
        code: "invalid_grant",
        words: "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
          + "Check your iat and exp values in the JWT claim.")
    }
  }

  private func fields(of body: [UInt8]) -> [String: String] {
    var fields: [String: String] = [:]
    for field in body.split(separator: UInt8(ascii: "&")) {
      let parts = String(decoding: field, as: UTF8.self).split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[PercentText.decoded(parts[0])] = PercentText.decoded(parts[1])
    }
    return fields
  }

  private func json(_ part: Substring) -> JSON? { bytes(part).flatMap { JSON(reading: $0) } }

  /// Base64 as addresses have it.
  private func bytes(_ part: Substring) -> [UInt8]? {
    Base64.decode(String(part.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }))
  }

  // MARK: Answers

  private func refused(_ code: String, _ words: String) -> VendorReply {
    reply(400, ["error": code.json, "error_description": words.json])
  }

  private func reply(_ status: Int, _ body: JSON, isMetadata: Bool = false) -> VendorReply {
    let flavor = isMetadata ? [VendorHeader("Metadata-Flavor", "Google")] : []
    return VendorReply(
      status: status,
      headers: flavor + [VendorHeader("content-type", "application/json; charset=utf-8")]
        + GoogleFront.headers, delay: .milliseconds(isMetadata ? 2 : 40), body: .whole(body.bytes))
  }
}
