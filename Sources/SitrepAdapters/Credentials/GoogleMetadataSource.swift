package import SitrepCore
import SitrepHTTP

/// Access tokens of the machine's own service account (facts/vertex.md 5.3).
package struct GoogleMetadataSource: CredentialSource {
  private let host: String

  package static let standardHost = "metadata.google.internal"

  /// `host` may carry a port, as `GCE_METADATA_HOST` does.
  package init(host: String = standardHost) {
    self.host = host
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    var request = HTTPRequest(
      url: "http://\(host)/computeMetadata/v1/instance/service-accounts/default/token",
      headers: ["metadata-flavor": "Google"], timeouts: LocalService.timeouts, limits: LocalService.limits)
    request.isDirect = true
    do throws(HTTPError) {
      let response = try await tools.client.send(request)
      // Anything else that answers to this name, as a captive portal does, says nothing of Google.
      guard response.headers["metadata-flavor"] == "Google" else {
        return .absent("no Google metadata server")
      }
      guard response.status == 200 else {
        return response.status == 404
          ? .absent("this machine has no service account")
          : .failed("the Google metadata server answered HTTP \(response.status)")
      }
      return GoogleTokenAnswer.parse(response.body, from: "the Google metadata server", at: tools.now())
    } catch {
      return .absent("no Google metadata server (\(error.code.name))")
    }
  }
}

/// Access tokens of whoever is signed in to `gcloud`, as a last resort since it starts slowly.
package struct GcloudSource: CredentialSource {
  private let words: [String]

  package init(words: [String] = ["gcloud", "auth", "print-access-token"]) {
    self.words = words
  }

  /// It prints no end; Google's tokens live an hour (facts/vertex.md 5.4).
  package static let lifetime = TimeSpan.minutes(55)

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    switch await CredentialCommand(words, name: "gcloud").run(tools.environment) {
    case .answer(let answer): return answer
    case .output(let output):
      let lines = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      guard lines.count == 1, AWSCredentialJSON.isHeaderSafe(String(lines[0])) else {
        return .failed("gcloud printed something else than a token; run gcloud auth login")
      }
      return .found(
        TimedCredential(.bearer(Secret(String(lines[0]))), expires: tools.now() + GcloudSource.lifetime))
    }
  }
}
