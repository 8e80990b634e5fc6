import COpenSSL
import SitrepCore
import SitrepHTTP

/// Exchanges the token of a sign-in, which the vendor's tool keeps in a file, for a role's credentials.
struct AWSSignInSource {
  let signIn: AWSSignIn
  /// The directory of such files.
  let directory: String

  func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    let path = "\(directory)/\(AWSSignInSource.sha1(signIn.cacheName)).json"
    guard let bytes = try? SafeFile.read(path, limit: 64 << 10), let json = LooseJSON(bytes),
      let token = json["accessToken"]?.text, AWSCredentialJSON.isHeaderSafe(token)
    else { return .failed(advice("is not signed in")) }
    // Older tools write "UTC" where others write "Z".
    let end = json["expiresAt"]?.text.map { $0.hasSuffix("UTC") ? "\($0.dropLast(3))Z" : $0 }
      .flatMap { Timestamp.parseRFC3339($0) }
    if let end, end <= tools.now() { return .failed(advice("was signed in until \(Timestamp.rfc3339(end))")) }
    return await ask(token, tools)
  }

  private func advice(_ what: String) -> CleanText {
    let name = CleanText(signIn.profile, limit: 60)
    return CleanText("profile \(name) \(what); run aws sso login --profile \(name)")
  }

  private func ask(_ token: String, _ tools: CredentialTools) async -> CredentialAnswer {
    let named = tools.environment["AWS_ENDPOINT_URL_SSO"] ?? tools.environment["AWS_ENDPOINT_URL"] ?? ""
    let root = AWSEndpoint.root(named, or: "https://portal.sso.\(signIn.region).amazonaws.com")
    let role = PercentEncoding.segment(signIn.role)
    let account = PercentEncoding.segment(signIn.account)
    let request = HTTPRequest(
      url: "\(root)/federation/credentials?account_id=\(account)&role_name=\(role)",
      headers: ["x-amz-sso_bearer_token": token, "accept": "application/json"],
      timeouts: AWSEndpoint.timeouts, limits: HTTPLimits(maxBody: 256 << 10))
    do throws(HTTPError) {
      let response = try await tools.client.send(request)
      if response.status == 401 { return .failed(advice("is no longer signed in")) }
      return read(response)
    } catch {
      return .failed(CleanText("IAM Identity Center: \(error.description)"))
    }
  }

  private func read(_ response: HTTPResponse) -> CredentialAnswer {
    let json = LooseJSON(response.body)
    guard response.status == 200 else {
      let words = json?["message"]?.text.map { ": \(Redaction.plain($0))" } ?? ""
      return .failed(CleanText("IAM Identity Center answered HTTP \(response.status)\(words)"))
    }
    guard let keys = json?["roleCredentials"], let access = keys["accessKeyId"]?.text,
      let secret = keys["secretAccessKey"]?.text, let session = keys["sessionToken"]?.text,
      let milliseconds = keys["expiration"]?.integer, (0...8_000_000_000_000).contains(milliseconds),
      [access, secret, session].allSatisfy(AWSCredentialJSON.isHeaderSafe)
    else { return .failed("IAM Identity Center gave no credentials") }
    return .found(
      TimedCredential(
        .awsKeys(access: access, secret: Secret(secret), session: Secret(session)),
        expires: Instant(seconds: Int64(milliseconds / 1000))))
  }

  /// The vendor's tool names its files by this digest, which protects nothing.
  private static func sha1(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var digest = [UInt8](repeating: 0, count: 20)
    let isDone = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil) == 1
    return isDone ? HexDigest.text(of: digest) : ""
  }
}
