import SitrepCore
import SitrepHTTP

/// AWS's security token service, which gives a role's credentials for a while.
struct AWSTokenService {
  private let tools: CredentialTools
  private let region: String

  init(_ tools: CredentialTools, region: String) {
    self.tools = tools
    self.region = region
  }

  /// Assumes a role with credentials that sign the request.
  func assume(_ role: AWSRole, with credential: Credential) async -> CredentialAnswer {
    guard case .awsKeys(let access, let secret, let session) = credential else {
      return .failed("a role can be assumed with AWS keys alone")
    }
    var fields = form("AssumeRole", role)
    fields["ExternalId"] = role.externalID
    let signer = SignatureV4(access: access, secret: secret, session: session, region: region, service: "sts")
    return await ask(fields, role, signer)
  }

  /// Assumes a role by a token of somebody that it trusts.
  func assume(_ role: AWSRole, withTokenIn file: String) async -> CredentialAnswer {
    guard let bytes = try? SafeFile.read(file, limit: 64 << 10) else {
      return .failed(CleanText("the web identity token \(file) cannot be read"))
    }
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 1, AWSCredentialJSON.isHeaderSafe(String(words[0])) else {
      return .failed(CleanText("the web identity token \(file) is not one word of text"))
    }
    var fields = form("AssumeRoleWithWebIdentity", role)
    fields["WebIdentityToken"] = String(words[0])
    return await ask(fields, role, nil)
  }

  private func form(_ action: String, _ role: AWSRole) -> [String: String] {
    var fields = ["Action": action, "Version": "2011-06-15", "RoleArn": role.arn]
    fields["RoleSessionName"] = role.session
    fields["DurationSeconds"] = role.seconds.map(String.init)
    return fields
  }

  private var url: String {
    let named = tools.environment["AWS_ENDPOINT_URL_STS"] ?? tools.environment["AWS_ENDPOINT_URL"] ?? ""
    let suffix = region.hasPrefix("cn-") ? ".cn" : ""
    return AWSEndpoint.root(named, or: "https://sts.\(region).amazonaws.com\(suffix)")
  }

  private func ask(
    _ fields: [String: String], _ role: AWSRole, _ signer: SignatureV4?
  ) async -> CredentialAnswer {
    let body = fields.map { "\($0.key)=\(PercentEncoding.segment($0.value))" }.sorted()
    var request = HTTPRequest(
      method: "POST", url: url,
      headers: ["content-type": "application/x-www-form-urlencoded; charset=utf-8", "accept": "text/xml"],
      body: Array(body.joined(separator: "&").utf8), timeouts: AWSEndpoint.timeouts,
      limits: HTTPLimits(maxBody: 256 << 10))
    let name = "AWS STS for \(CleanText(role.arn, limit: 120))"
    if let signer {
      do throws(ProbeShapeError) {
        try ProbeRequestShape.sign(&request, signer, tools.now())
      } catch {
        return .failed(CleanText("\(name): \(error.description)"))
      }
    }
    do throws(HTTPError) {
      let response = try await tools.client.send(request)
      return AWSTokenAnswer.parse(response.body, status: response.status, from: name)
    } catch {
      return .failed(CleanText("\(name): \(error.description)"))
    }
  }
}

/// Addresses of AWS's services for credentials, and how long they may take.
enum AWSEndpoint {
  static let timeouts = HTTPTimeouts(connect: .seconds(5), firstByte: .seconds(10), total: .seconds(10))

  /// What the environment names, else the vendor's own; without a slash at the end.
  static func root(_ named: String, or standard: String) -> String {
    var root = named.isEmpty ? standard : named
    while root.hasSuffix("/") { root.removeLast() }
    return root
  }
}
