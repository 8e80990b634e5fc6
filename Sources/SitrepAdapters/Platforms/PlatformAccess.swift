package import SitrepCore

/// What opens a platform's door.
///
/// Has no coding: it lives in memory and on the wire only.
package enum Credential: Hashable, Sendable {
  /// Sent as the platform's own key header.
  case apiKey(Secret)
  /// Sent as `Authorization: Bearer`.
  case bearer(Secret)
  /// Signs each request (AWS signature version 4).
  case awsKeys(access: String, secret: Secret, session: Secret?)
  case none

  /// Enough to tell two keys apart; nil when there is none.
  package var fingerprint: String? {
    switch self {
    case .apiKey(let secret), .bearer(let secret): secret.fingerprint
    case .awsKeys(let access, _, _): "…\(access.suffix(4))"
    case .none: nil
    }
  }

  /// What must be masked wherever others repeat it.
  package var secrets: [Secret] {
    switch self {
    case .apiKey(let secret), .bearer(let secret): [secret]
    case .awsKeys(_, let secret, let session): [secret] + (session.map { [$0] } ?? [])
    case .none: []
    }
  }
}

/// How one platform is reached: where, with what, and in whose name.
package struct PlatformAccess: Hashable, Sendable {
  package var platform: Platform
  /// Absolute, without a slash at the end; for Vertex AI it includes `/v1`, for Gemini `/v1beta`.
  package var baseURL: String
  package var region: String
  /// Google Cloud project.
  package var project: String?
  package var credential: Credential
  /// Further keys of the same platform, used in turn with the first.
  package var spares: [Credential]
  /// The first-party API version that is asked for.
  package var apiVersion: String
  /// Sent with every request besides the platform's own headers.
  package var headers: [String: String]

  package init(
    platform: Platform, baseURL: String? = nil, region: String = "", project: String? = nil,
    credential: Credential, spares: [Credential] = [], apiVersion: String = PlatformAccess.standardVersion,
    headers: [String: String] = [:]
  ) {
    self.platform = platform
    self.region = region
    self.project = project
    self.credential = credential
    self.spares = spares
    self.apiVersion = apiVersion
    self.headers = headers
    var base = baseURL ?? PlatformAccess.standardBase(of: platform, region: region)
    while base.hasSuffix("/") { base.removeLast() }
    self.baseURL = base
  }

  /// Every key, in the order of the configuration; empty when there is none of our own.
  package var credentials: [Credential] {
    ([credential] + spares).filter { $0 != .none }
  }

  package var fingerprints: [String] { credentials.compactMap(\.fingerprint) }

  /// The same place with the key at `index` alone; as it is when there is no such key.
  package func using(_ index: Int?) -> PlatformAccess {
    guard let index, credentials.indices.contains(index) else { return self }
    var access = self
    access.credential = credentials[index]
    return access
  }

  /// Whether requests stay on this machine, by the whole host name and not its beginning.
  package var isLoopback: Bool {
    guard let host = RequestLocation(baseURL)?.host else { return false }
    let isBracketed = host.hasPrefix("[")
    let name = isBracketed ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    return name == "localhost" || name == "[::1]" || isAddress
  }

  package static let standardVersion = "2023-06-01"

  /// The vendor's own address (facts/anthropic-api.md 1, bedrock.md 2, vertex.md 1, other-providers.md).
  package static func standardBase(of platform: Platform, region: String) -> String {
    switch platform {
    case .anthropic: "https://api.anthropic.com"
    case .bedrock: "https://bedrock-runtime.\(region).amazonaws.com"
    case .vertex: vertexBase(region)
    case .openai: "https://api.openai.com/v1"
    case .gemini: "https://generativelanguage.googleapis.com/v1beta"
    case .mistral: "https://api.mistral.ai/v1"
    }
  }

  private static func vertexBase(_ region: String) -> String {
    switch region {
    case "global": "https://aiplatform.googleapis.com/v1"
    case "us", "eu": "https://aiplatform.\(region).rep.googleapis.com/v1"
    default: "https://\(region)-aiplatform.googleapis.com/v1"
    }
  }
}
