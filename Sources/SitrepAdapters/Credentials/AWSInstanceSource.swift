import SitrepCore
import SitrepHTTP

/// The role of the instance this runs on, by version 2 of its metadata service (a token first).
package struct AWSInstanceSource: CredentialSource {
  private let base: String

  package static let standardBase = "http://169.254.169.254"

  package init(base: String = standardBase) {
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    self.base = base
  }

  /// Nil when the environment says that there is none, or leads off this machine.
  package static func make(_ environment: [String: String]) -> AWSInstanceSource? {
    guard environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else { return nil }
    let base = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? standardBase
    return MetadataHost.isLocal(url: base) ? AWSInstanceSource(base: base) : nil
  }

  private static let roles = "/latest/meta-data/iam/security-credentials/"
  /// How long the token of one look is good for in seconds.
  private static let tokenLife = "60"

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    do throws(HTTPError) {
      let token = try await ask(
        tools, "PUT", "/latest/api/token",
        ["x-aws-ec2-metadata-token-ttl-seconds": AWSInstanceSource.tokenLife])
      guard token.status == 200, let secret = word(token.body) else {
        return .absent("the instance's metadata service gives no token (HTTP \(token.status))")
      }
      return try await credentials(tools, ["x-aws-ec2-metadata-token": secret])
    } catch {
      return .absent("no instance metadata service (\(error.code.name))")
    }
  }

  private func credentials(
    _ tools: CredentialTools, _ headers: HTTPHeaders
  ) async throws(HTTPError) -> CredentialAnswer {
    let roles = try await ask(tools, "GET", AWSInstanceSource.roles, headers)
    guard roles.status == 200, let role = word(roles.body) else {
      return .absent("this instance has no role")
    }
    let path = AWSInstanceSource.roles + PercentEncoding.segment(role)
    let answer = try await ask(tools, "GET", path, headers)
    guard answer.status == 200 else {
      return .failed("the instance's metadata service answered HTTP \(answer.status) for its role")
    }
    return AWSCredentialJSON.parse(answer.body, from: "the instance's metadata service")
  }

  private func ask(
    _ tools: CredentialTools, _ method: String, _ path: String, _ headers: HTTPHeaders
  ) async throws(HTTPError) -> HTTPResponse {
    var request = HTTPRequest(
      method: method, url: base + path, headers: headers, timeouts: LocalService.timeouts,
      limits: LocalService.limits)
    request.isDirect = true
    return try await tools.client.send(request)
  }

  /// The first line, if a header may hold it.
  private func word(_ body: [UInt8]) -> String? {
    let text = String(decoding: body, as: UTF8.self)
    let line = text.split(whereSeparator: \.isWhitespace).first.map(String.init)
    return line.flatMap { AWSCredentialJSON.isHeaderSafe($0) ? $0 : nil }
  }
}
