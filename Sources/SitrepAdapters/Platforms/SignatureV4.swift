import COpenSSL
package import SitrepCore

/// AWS signature version 4 for requests without a query, as Bedrock's are (facts/bedrock.md 4).
///
/// The path is encoded once more than it is sent, so model ids with a colon and ARNs are signed right;
/// libcurl's own signer of Debian 12 does not do that.
package struct SignatureV4: Sendable {
  package var access: String
  package var secret: Secret
  package var session: Secret?
  package var region: String
  package var service: String

  package init(access: String, secret: Secret, session: Secret?, region: String, service: String = "bedrock")
  {
    self.access = access
    self.secret = secret
    self.session = session
    self.region = region
    self.service = service
  }

  /// What is signed: the request as it goes out.
  package struct Input: Sendable {
    package var method: String
    package var host: String
    /// Encoded as it is on the wire.
    package var path: String
    package var query: String
    package var headers: [String: String]
    package var body: [UInt8]

    package init(
      method: String = "POST", host: String, path: String, query: String = "", headers: [String: String],
      body: [UInt8]
    ) {
      self.method = method
      self.host = host
      self.path = path
      self.query = query
      self.headers = headers
      self.body = body
    }
  }

  /// The parts of a signature, each of which the published vectors name.
  package struct Signed: Sendable {
    package var canonicalRequest: String
    package var stringToSign: String
    package var signature: String
    package var authorization: String
    /// To be added to the request: `authorization`, `x-amz-date`, and the session token if there is one.
    package var headers: [String: String]
  }

  package func sign(_ input: Input, at moment: Instant) -> Signed {
    let stamp = Timestamp.basic(moment)
    let added = addedHeaders(stamp)
    let signed = signedHeaders(input, added)
    let names = signed.map(\.name).joined(separator: ";")
    let canonical = [
      input.method, PercentEncoding.canonicalPath(input.path), SignatureV4.canonicalQuery(input.query),
      signed.map { "\($0.name):\($0.value)\n" }.joined(), names,
      SignatureV4.hex(SignatureV4.sha256(input.body)),
    ].joined(separator: "\n")
    let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
    let digest = SignatureV4.hex(SignatureV4.sha256(Array(canonical.utf8)))
    let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(digest)"
    let signature = SignatureV4.hex(SignatureV4.hmac(signingKey(day: String(stamp.prefix(8))), text))
    let authorization =
      "AWS4-HMAC-SHA256 Credential=\(access)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
    return Signed(
      canonicalRequest: canonical, stringToSign: text, signature: signature, authorization: authorization,
      headers: added.merging(["authorization": authorization]) { $1 })
  }

  private func addedHeaders(_ stamp: String) -> [String: String] {
    var headers = ["x-amz-date": stamp]
    headers["x-amz-security-token"] = session?.reveal()
    return headers
  }

  private func signedHeaders(_ input: Input, _ added: [String: String]) -> [(name: String, value: String)] {
    var all = added.merging(["host": input.host]) { $1 }
    for (name, value) in input.headers { all[name.lowercased()] = value }
    return all.map { (name: $0.key, value: SignatureV4.collapsed($0.value)) }.sorted { $0.name < $1.name }
  }

  private func signingKey(day: String) -> [UInt8] {
    let start = Array("AWS4\(secret.reveal())".utf8)
    return [day, region, service, "aws4_request"].reduce(start) { SignatureV4.hmac($0, $1) }
  }

  /// Trimmed, inner runs of blanks made one.
  private static func collapsed(_ value: String) -> String {
    value.split(separator: " ").joined(separator: " ")
  }

  /// Sorted by name; the parts are sent encoded already.
  private static func canonicalQuery(_ query: String) -> String {
    query.split(separator: "&").map { $0.contains("=") ? String($0) : "\($0)=" }.sorted().joined(
      separator: "&")
  }
}

// MARK: libcrypto

extension SignatureV4 {
  fileprivate static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        _ = unsafe SHA256(input.baseAddress, input.count, output.baseAddress)
      }
    }
    return digest
  }

  fileprivate static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
    let message = Array(text.utf8)
    var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    var length: UInt32 = 0
    unsafe code.withUnsafeMutableBufferPointer { output in
      _ = unsafe HMAC(
        EVP_sha256(), key, Int32(key.count), message, message.count, output.baseAddress, &length)
    }
    return code
  }

  fileprivate static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
