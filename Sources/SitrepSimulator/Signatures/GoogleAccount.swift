import SitrepCore

/// Who simulated Google knows: a service account by its public key, and a person by a refresh token.
package struct GoogleAccount: Hashable, Sendable {
  package var email: String
  package var keyID: String
  package var key: RSAPublicKey
  package var clientID: String
  package var clientSecret: String
  package var refreshToken: String

  package init(key: RSAPublicKey) {
    self.key = key
    email = "sitrep-demo@demo.iam.gserviceaccount.com"
    keyID = "demo0000000000000000000000000000000000ab"
    clientID = "demo.apps.googleusercontent.com"
    clientSecret = "demo-client-secret-of-no-value"
    refreshToken = "1//demo-refresh-token-of-no-value"
  }

  /// The file that opens simulated Vertex AI, as Google's console writes it.
  package func file(_ pair: RSAPair, tokenURL: String) -> [UInt8] {
    let file: JSON = [
      "type": "service_account", "project_id": "demo", "private_key_id": keyID.json,
      "private_key": pair.privatePEM.json, "client_email": email.json, "client_id": "100000000000000000000",
      "token_uri": tokenURL.json,
    ]
    return file.bytes
  }

  /// The file of `gcloud auth application-default login`.
  package func userFile(tokenURL: String) -> [UInt8] {
    let file: JSON = [
      "type": "authorized_user", "client_id": clientID.json, "client_secret": clientSecret.json,
      "refresh_token": refreshToken.json, "token_uri": tokenURL.json,
    ]
    return file.bytes
  }
}

/// Access tokens of simulated Google: each tells its own end, and a mark that only the vendor can make.
struct GoogleAccessToken {
  let seed: UInt64

  enum Standing {
    case good, expired, unknown
  }

  /// A token that is good until `end`, an offset in the drill.
  func mint(_ number: UInt64, until end: TimeSpan) -> String {
    "ya29.c.\(number).\(end.wholeMilliseconds).\(mark(number, end.wholeMilliseconds))"
  }

  func standing(_ token: String, at moment: TimeSpan) -> Standing {
    let parts = token.split(separator: ".")
    guard parts.count == 5, parts[0] == "ya29", parts[1] == "c", let number = UInt64(parts[2]),
      let end = Int64(parts[3]), mark(number, end) == parts[4]
    else { return .unknown }
    return moment < .milliseconds(end) ? .good : .expired
  }

  private func mark(_ number: UInt64, _ end: Int64) -> String {
    var draw = Draw(seed: seed, "access token until \(end)", number)
    return draw.text(24, of: Draw.base58)
  }
}
