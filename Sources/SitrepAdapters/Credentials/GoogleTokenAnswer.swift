package import SitrepCore

/// What a token endpoint or the metadata server says.
package enum GoogleTokenAnswer {
  /// Reads `access_token` and `expires_in`; the lifetime counts from `now`.
  package static func parse(_ body: [UInt8], from source: String, at now: Instant) -> CredentialAnswer {
    guard let json = LooseJSON(body), let token = json["access_token"]?.text,
      AWSCredentialJSON.isHeaderSafe(token)
    else { return .failed(CleanText("\(source) gave no access_token")) }
    guard let seconds = json["expires_in"]?.integer, (1...86_400).contains(seconds) else {
      return .failed(CleanText("\(source) gave no usable expires_in"))
    }
    return .found(TimedCredential(.bearer(Secret(token)), expires: now + .seconds(Int64(seconds))))
  }

  /// A refusal of the token endpoint in a sentence that says what to do.
  ///
  /// `date` is the server's clock from its header, which tells a wrong clock from a revoked key.
  package static func refusal(
    status: Int, body: [UInt8], date: Instant?, isUser: Bool, at now: Instant
  ) -> CredentialAnswer {
    let json = LooseJSON(body)
    let code = json?["error"]?.text.map { Redaction.plain($0, limit: 40) } ?? "HTTP \(status)"
    let described = json?["error_description"]?.text.map { ": \(Redaction.plain($0, limit: 120))" } ?? ""
    let told = "Google's token endpoint answered \(code)\(described)"
    guard code.text == "invalid_grant" else {
      let advice = code.text == "invalid_client" ? "; the file's client is gone, sign in anew" : ""
      return .failed(CleanText(told + advice))
    }
    // Only an assertion carries our time; a refresh token does not care what time it is.
    if !isUser, let date, (now - date).magnitude > .minutes(2) {
      let side = now > date ? "ahead of" : "behind"
      let minutes = (now - date).magnitude.wholeSeconds / 60
      return .failed(
        CleanText("this machine's clock is \(minutes) min \(side) Google's; set it right (\(code))"))
    }
    let advice =
      isUser
      ? "; run gcloud auth application-default login"
      : "; the key may be deleted or the clock wrong: compare both"
    return .failed(CleanText(told + advice))
  }
}
