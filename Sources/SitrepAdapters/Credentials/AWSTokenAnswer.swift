import SitrepCore

/// What AWS's security token service says.
package enum AWSTokenAnswer {
  /// The keys in the result, or the service's own words for why there are none; the body may be anything.
  package static func parse(_ body: [UInt8], status: Int, from name: String) -> CredentialAnswer {
    let document = try? XMLReader.parse(body)
    guard status == 200 else {
      let error = document?["Error"]
      let code = error?["Code"].map { Redaction.plain($0.text, limit: 60).text } ?? "HTTP \(status)"
      let words = error?["Message"].map { ": \(Redaction.plain($0.text))" } ?? ""
      return .failed(CleanText("\(name) answered \(code)\(words)"))
    }
    let result = document?.children.first { $0.name.hasSuffix("Result") }
    guard let keys = result?["Credentials"], let access = keys["AccessKeyId"]?.text,
      let secret = keys["SecretAccessKey"]?.text, let session = keys["SessionToken"]?.text,
      let end = keys["Expiration"].flatMap({ Timestamp.parseRFC3339($0.text) }),
      [access, secret, session].allSatisfy(AWSCredentialJSON.isHeaderSafe)
    else { return .failed(CleanText("\(name) gave no credentials")) }
    return .found(
      TimedCredential(
        .awsKeys(access: access, secret: Secret(secret), session: Secret(session)), expires: end))
  }
}
