package import SitrepCore
import SitrepHTTP

/// Access tokens by way of a credentials file, which is read anew each time.
package struct GoogleFileSource: CredentialSource {
  package var path: String
  /// Named by the environment, so that its absence is an error.
  package var isNamed: Bool

  package init(path: String, isNamed: Bool) {
    self.path = path
    self.isNamed = isNamed
  }

  package static let scope = "https://www.googleapis.com/auth/cloud-platform"

  /// What the file holds; asks nobody.
  package func read() -> Result<GoogleCredentialFile, CredentialRefusal>? {
    guard SafeFile.exists(path) else {
      return isNamed ? .failure(refusal("is not there")) : nil
    }
    guard let bytes = try? SafeFile.read(path, limit: 64 << 10) else {
      return .failure(refusal("cannot be read"))
    }
    return GoogleCredentialFile.parse(bytes).mapError { refusal("cannot be used: \($0.reason)") }
  }

  private func refusal(_ what: String) -> CredentialRefusal {
    CredentialRefusal(CleanText("\(CleanText(path, limit: 120)) \(what)"))
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    switch read() {
    case nil: return .absent("no application default credentials")
    case .failure(let refusal): return .failed(refusal.reason)
    case .success(.serviceAccount(let account)):
      do throws(JSONWebToken.KeyError) {
        let assertion = try account.assertion(at: tools.now())
        return await GoogleTokenExchange(url: account.tokenURL, isUser: false)
          .ask(["grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"], ["assertion": assertion], tools)
      } catch {
        return .failed(CleanText("\(CleanText(path, limit: 120)): \(error.reason)"))
      }
    case .success(.authorizedUser(let user)):
      return await GoogleTokenExchange(url: user.tokenURL, isUser: true)
        .ask(
          ["grant_type": "refresh_token", "client_id": user.clientID],
          ["client_secret": user.clientSecret, "refresh_token": user.refreshToken], tools)
    }
  }
}

extension GoogleCredentialFile.ServiceAccount {
  /// The signed claim that this account asks for a token, good for an hour.
  package func assertion(at now: Instant) throws(JSONWebToken.KeyError) -> Secret {
    let header = AssertionHeader(kid: keyID)
    let claims = AssertionClaims(
      iss: email, scope: GoogleFileSource.scope, aud: tokenURL, iat: now.wholeSeconds,
      exp: now.wholeSeconds + 3600)
    guard let head = try? CanonicalJSON.encode(header), let body = try? CanonicalJSON.encode(claims) else {
      throw JSONWebToken.KeyError(reason: "the claims cannot be written as JSON")
    }
    return try JSONWebToken.sign(header: head, claims: body, key: key)
  }
}

private struct AssertionHeader: Encodable {
  var alg = "RS256"
  var typ = "JWT"
  var kid: String?
}

private struct AssertionClaims: Encodable {
  var iss: String
  var scope: String
  var aud: String
  var iat: Int64
  var exp: Int64
}

/// One request for a token.
struct GoogleTokenExchange: Sendable {
  let url: String
  let isUser: Bool

  func ask(
    _ fields: [String: String], _ secrets: [String: Secret], _ tools: CredentialTools
  ) async -> CredentialAnswer {
    var form = fields.map { "\($0.key)=\(PercentEncoding.segment($0.value))" }
    form += secrets.map { "\($0.key)=\(PercentEncoding.segment($0.value.reveal()))" }
    let request = HTTPRequest(
      method: "POST", url: url,
      headers: ["content-type": "application/x-www-form-urlencoded", "accept": "application/json"],
      body: Array(form.sorted().joined(separator: "&").utf8),
      timeouts: HTTPTimeouts(connect: .seconds(5), firstByte: .seconds(10), total: .seconds(10)),
      limits: HTTPLimits(maxBody: 256 << 10))
    do throws(HTTPError) {
      let response = try await tools.client.send(request)
      guard response.status == 200 else {
        return GoogleTokenAnswer.refusal(
          status: response.status, body: response.body,
          date: response.headers["date"].flatMap { Timestamp.parseHTTPDate($0) }, isUser: isUser,
          at: tools.now())
      }
      return GoogleTokenAnswer.parse(response.body, from: "Google's token endpoint", at: tools.now())
    } catch {
      return .failed(CleanText("Google's token endpoint: \(error.description)"))
    }
  }
}
