package import SitrepCore
import SitrepHTTP

/// The credentials of a task's or pod's role, from the endpoint that its environment names.
package struct AWSContainerSource: CredentialSource {
  /// The whole address, checked to be on this machine.
  private let url: String
  /// Read anew for every request, since it is rotated.
  private let tokenFile: String?
  private let token: Secret?

  /// Where relative addresses lead (ECS).
  package static let standardHost = "http://169.254.170.2"

  /// Nil when the environment names no endpoint; a reason when it names one that must not be asked.
  package static func make(
    _ environment: [String: String], host: String = standardHost
  ) -> Result<AWSContainerSource, CredentialRefusal>? {
    let url: String
    if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"], !relative.isEmpty {
      guard relative.hasPrefix("/") else {
        return .failure(
          CredentialRefusal("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash"))
      }
      url = host + relative
    } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"], !full.isEmpty {
      url = full
    } else {
      return nil
    }
    guard MetadataHost.isLocal(url: url) else {
      return .failure(
        CredentialRefusal(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI is not on this machine; only loopback and link-local are asked")
      )
    }
    return .success(
      AWSContainerSource(
        url: url, tokenFile: environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"],
        token: environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].map { Secret($0) }))
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    var request = HTTPRequest(
      url: url, headers: ["accept": "application/json"], timeouts: LocalService.timeouts,
      limits: LocalService.limits)
    request.isDirect = true
    switch authorization() {
    case .success(let secret): request.headers["authorization"] = secret?.reveal()
    case .failure(let refusal): return .failed(refusal.reason)
    }
    do throws(HTTPError) {
      let response = try await tools.client.send(request)
      guard response.status == 200 else {
        return .failed("the container endpoint answered HTTP \(response.status)")
      }
      return AWSCredentialJSON.parse(response.body, from: "the container endpoint")
    } catch {
      return .failed("the container endpoint: \(error.code.name)")
    }
  }

  private func authorization() -> Result<Secret?, CredentialRefusal> {
    guard let tokenFile else { return .success(token) }
    guard let bytes = try? SafeFile.read(tokenFile, limit: 64 << 10) else {
      return .failure(CredentialRefusal("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read"))
    }
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    guard words.count == 1, AWSCredentialJSON.isHeaderSafe(String(words[0])) else {
      return .failure(CredentialRefusal("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is not one line of text"))
    }
    return .success(Secret(String(words[0])))
  }
}

/// Why a source may not be asked.
package struct CredentialRefusal: Error, Hashable, Sendable {
  package var reason: CleanText

  package init(_ reason: CleanText) {
    self.reason = reason
  }
}

/// Bounds of a request to a service of this machine: it answers at once or is not there.
enum LocalService {
  static let timeouts = HTTPTimeouts(connect: .seconds(1), firstByte: .seconds(2), total: .seconds(3))
  static let limits = HTTPLimits(maxBody: 64 << 10)
}
