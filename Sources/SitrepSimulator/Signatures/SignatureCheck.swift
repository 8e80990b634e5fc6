import SitrepCore

/// Verifies AWS signature version 4 as the service does, from the request as it came (facts/bedrock.md 4).
///
/// Written from the scheme and not from the product's signer, so that the two cannot share a mistake.
struct SignatureCheck {
  let pairs: [VendorKeys.AWSPair]
  /// Empty: any region is taken.
  let region: String
  let service = "bedrock"
  /// What the service's own clock shows.
  let now: Instant

  /// How far a request's clock may be off, either way.
  static let skew = TimeSpan.minutes(5)

  /// The key id of a request whose signature is right.
  func verify(_ request: VendorRequest, _ authorization: String) throws(Refusal) -> String {
    guard let claim = Claim(authorization), let stamp = request.header("x-amz-date"),
      claim.signedHeaders.contains("host"), claim.signedHeaders.contains("x-amz-date")
    else { throw .incompleteSignature }
    try checkScope(claim, stamp)
    guard let pair = pairs.first(where: { $0.id == claim.id }), try isWhole(pair, request, claim) else {
      throw Refusal(
        status: 403, type: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.")
    }
    try checkDate(stamp)
    guard signature(of: request, claim, stamp, pair.secret) == claim.signature else {
      throw .badSignature(
        "The request signature we calculated does not match the signature you provided. Check your AWS "
          + "Secret Access Key and signing method. Consult the service documentation for details.")
    }
    return pair.id
  }

  // MARK: What was said

  /// The parts of an authorization header.
  struct Claim {
    var id: String
    var day: String
    var region: String
    var service: String
    var signedHeaders: [String]
    var signature: String

    init?(_ authorization: String) {
      let prefix = "AWS4-HMAC-SHA256 "
      guard authorization.hasPrefix(prefix) else { return nil }
      var fields: [String: String] = [:]
      for part in authorization.dropFirst(prefix.count).split(whereSeparator: { $0 == "," || $0 == " " }) {
        guard let equals = part.firstIndex(of: "=") else { return nil }
        fields[String(part[..<equals])] = String(part[part.index(after: equals)...])
      }
      let scope = (fields["Credential"] ?? "").split(separator: "/", omittingEmptySubsequences: false)
      guard scope.count == 5, scope[4] == "aws4_request", let names = fields["SignedHeaders"],
        let signature = fields["Signature"]
      else { return nil }
      (id, day, region, service) = (String(scope[0]), String(scope[1]), String(scope[2]), String(scope[3]))
      signedHeaders = names.split(separator: ";").map(String.init)
      self.signature = signature
    }
  }

  private func checkScope(_ claim: Claim, _ stamp: String) throws(Refusal) {
    if claim.service != service {
      throw .badSignature("Credential should be scoped to correct service: '\(service)'.")
    }
    if !region.isEmpty, claim.region != region {
      throw .badSignature("Credential should be scoped to a valid region.")
    }
    let day = String(stamp.prefix(8))
    if claim.day != day {
      throw .badSignature(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
          + "'\(claim.day)' != '\(day)', from '\(stamp)'.")
    }
  }

  /// Whether the session token is there, signed, and the pair's own.
  private func isWhole(
    _ pair: VendorKeys.AWSPair, _ request: VendorRequest, _ claim: Claim
  ) throws(Refusal) -> Bool {
    let name = "x-amz-security-token"
    guard let token = request.header(name) else { return pair.session == nil }
    if token == pair.session, !claim.signedHeaders.contains(name) {
      throw .badSignature("'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
    }
    return token == pair.session
  }

  /// Stamps of this shape sort as the moments they tell.
  private func checkDate(_ stamp: String) throws(Refusal) {
    let digits = stamp.utf8.count { (0x30...0x39).contains($0) }
    guard stamp.utf8.count == 16, digits == 14, stamp.hasSuffix("Z") else { throw .incompleteSignature }
    let (clock, minutes) = (Timestamp.basic(now), SignatureCheck.skew.wholeSeconds / 60)
    let earliest = Timestamp.basic(now - SignatureCheck.skew)
    let latest = Timestamp.basic(now + SignatureCheck.skew)
    if stamp < earliest {
      throw .badSignature(
        "Signature expired: \(stamp) is now earlier than \(earliest) (\(clock) - \(minutes) min.)")
    }
    if stamp > latest {
      throw .badSignature(
        "Signature not yet current: \(stamp) is still later than \(latest) (\(clock) + \(minutes) min.)")
    }
  }

  // MARK: What it should be

  private func signature(
    of request: VendorRequest, _ claim: Claim, _ stamp: String, _ secret: String
  ) -> String {
    let canonical = canonicalRequest(request, claim)
    let scope = [claim.day, claim.region, claim.service, "aws4_request"]
    let text =
      "AWS4-HMAC-SHA256\n\(stamp)\n\(scope.joined(separator: "/"))\n"
      + Digest.hex(Digest.sha256(Array(canonical.utf8)))
    var key = Array("AWS4\(secret)".utf8)
    for part in scope { key = Digest.hmac(part, key: key) }
    return Digest.hex(Digest.hmac(text, key: key))
  }

  private func canonicalRequest(_ request: VendorRequest, _ claim: Claim) -> String {
    let path = String(request.path.prefix { $0 != "?" })
    let query = request.path.dropFirst(path.count).dropFirst().split(separator: "&")
      .map { $0.contains("=") ? String($0) : "\($0)=" }.sorted().joined(separator: "&")
    var lines = [request.method, SignatureCheck.encoded(path.isEmpty ? "/" : path), query]
    for name in claim.signedHeaders { lines.append("\(name):\(value(of: name, request))") }
    lines += ["", claim.signedHeaders.joined(separator: ";"), Digest.hex(Digest.sha256(request.body))]
    return lines.joined(separator: "\n")
  }

  /// All values of a header, each without outer blanks and with single inner ones.
  private func value(of name: String, _ request: VendorRequest) -> String {
    request.headers.filter { $0.name.lowercased() == name }
      .map { $0.value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") }
      .joined(separator: ",")
  }

  /// The path as sent, encoded once more; slashes stay.
  private static func encoded(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      let scalar = Unicode.Scalar(byte)
      let isLetter = scalar.properties.isAlphabetic && scalar.isASCII
      if isLetter || (0x30...0x39).contains(byte) || "-._~/".unicodeScalars.contains(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "%" + Digest.hex([byte]).uppercased()
      }
    }
  }
}

extension Refusal {
  static var incompleteSignature: Refusal {
    Refusal(
      status: 403, type: "IncompleteSignatureException",
      message: "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, "
        + "and an 'X-Amz-Date' or a 'Date' header.")
  }

  fileprivate static func badSignature(_ message: String) -> Refusal {
    Refusal(status: 403, type: "InvalidSignatureException", message: message)
  }
}
