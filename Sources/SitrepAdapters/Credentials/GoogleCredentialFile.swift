package import SitrepCore

/// A credentials file of Google's tools (facts/vertex.md 5).
package enum GoogleCredentialFile: Hashable, Sendable {
  case serviceAccount(ServiceAccount)
  case authorizedUser(AuthorizedUser)

  package struct ServiceAccount: Hashable, Sendable {
    package var email: String
    package var key: Secret
    package var keyID: String?
    package var tokenURL: String
    package var project: String?
  }

  package struct AuthorizedUser: Hashable, Sendable {
    package var clientID: String
    package var clientSecret: Secret
    package var refreshToken: Secret
    package var tokenURL: String
    package var project: String?
  }

  package static let standardTokenURL = "https://oauth2.googleapis.com/token"

  /// Google Cloud project that the file belongs to.
  package var project: String? {
    switch self {
    case .serviceAccount(let account): account.project
    case .authorizedUser(let user): user.project
    }
  }

  /// Reads a file; the reason says what is missing and never quotes what is there.
  package static func parse(_ bytes: [UInt8]) -> Result<GoogleCredentialFile, CredentialRefusal> {
    guard let json = LooseJSON(bytes), json.isObject else {
      return .failure(CredentialRefusal("it is not a JSON object"))
    }
    let tokenURL = json["token_uri"]?.text ?? standardTokenURL
    guard isTrusted(tokenURL) else {
      return .failure(CredentialRefusal("its token_uri is no https address"))
    }
    switch json["type"]?.text {
    case "service_account": return serviceAccount(json, tokenURL)
    case "authorized_user": return authorizedUser(json, tokenURL)
    case let other:
      let type = CleanText(other ?? "none", limit: 40)
      return .failure(
        CredentialRefusal(
          "its type is \(type), which sitrep does not read; use a service_account or authorized_user file"))
    }
  }

  /// The assertion and the refresh token go there; plain http only to this machine.
  private static func isTrusted(_ url: String) -> Bool {
    guard let location = RequestLocation(url) else { return false }
    return url.hasPrefix("https://") || MetadataHost.isLocal(url: url) && !location.host.isEmpty
  }

  private static func serviceAccount(
    _ json: LooseJSON, _ tokenURL: String
  ) -> Result<GoogleCredentialFile, CredentialRefusal> {
    guard let email = json["client_email"]?.text, let key = json["private_key"]?.text else {
      return .failure(CredentialRefusal("it has no client_email and private_key"))
    }
    return .success(
      .serviceAccount(
        ServiceAccount(
          email: email, key: Secret(key), keyID: json["private_key_id"]?.text, tokenURL: tokenURL,
          project: json["project_id"]?.text)))
  }

  private static func authorizedUser(
    _ json: LooseJSON, _ tokenURL: String
  ) -> Result<GoogleCredentialFile, CredentialRefusal> {
    guard let id = json["client_id"]?.text, let secret = json["client_secret"]?.text,
      let token = json["refresh_token"]?.text
    else { return .failure(CredentialRefusal("it has no client_id, client_secret and refresh_token")) }
    return .success(
      .authorizedUser(
        AuthorizedUser(
          clientID: id, clientSecret: Secret(secret), refreshToken: Secret(token), tokenURL: tokenURL,
          project: json["quota_project_id"]?.text)))
  }
}
