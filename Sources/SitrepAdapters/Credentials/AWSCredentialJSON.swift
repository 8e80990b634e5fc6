import SitrepCore

/// The JSON in which commands, containers and instances hand out keys (facts/bedrock.md 9).
package enum AWSCredentialJSON {
  /// `SessionToken` is the name commands use, `Token` that of the services.
  package static func parse(_ body: [UInt8], from source: String) -> CredentialAnswer {
    guard let json = LooseJSON(body), json.isObject else {
      return .failed(CleanText("\(source) did not answer with a JSON object"))
    }
    if let code = json["Code"]?.text, code != "Success" {
      let message = json["Message"]?.text.map { ": \(Redaction.plain($0))" } ?? ""
      return .failed(CleanText("\(source) answered \(Redaction.plain(code, limit: 60))\(message)"))
    }
    if let version = json["Version"]?.integer, version != 1 {
      return .failed(CleanText("\(source) answered in version \(version); only version 1 is known"))
    }
    guard let access = json["AccessKeyId"]?.text, let secret = json["SecretAccessKey"]?.text,
      isHeaderSafe(access), isHeaderSafe(secret)
    else { return .failed(CleanText("\(source) gave no AccessKeyId and SecretAccessKey")) }
    let session = json["SessionToken"]?.text ?? json["Token"]?.text
    if let session, !isHeaderSafe(session) {
      return .failed(CleanText("\(source) gave a session token that no header may hold"))
    }
    var expires: Instant?
    if let written = json["Expiration"]?.text {
      guard let moment = Timestamp.parseRFC3339(written) else {
        return .failed(CleanText("\(source) gave an Expiration that is no RFC 3339 time"))
      }
      expires = moment
    }
    return .found(
      TimedCredential(
        .awsKeys(access: access, secret: Secret(secret), session: session.map { Secret($0) }),
        expires: expires))
  }

  /// Visible ASCII without blanks.
  static func isHeaderSafe(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }
}
