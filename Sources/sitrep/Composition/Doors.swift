import SitrepAdapters
import SitrepCore

/// Which platforms can be reached, by the file first and the environment for the rest.
struct Doors: Sendable {
  var open: [PlatformAccess] = []
  /// Why the others are shut.
  var shut: [Platform: CleanText]

  init(_ configuration: Configuration, _ environment: [String: String]) throws {
    let found = EnvironmentCredentials(environment)
    shut = found.missing
    for platform in Platform.allCases {
      let fromEnvironment = found.found.first { $0.platform == platform }
      guard let entry = configuration.platform(platform) else {
        if let fromEnvironment { open.append(fromEnvironment) }
        continue
      }
      switch try Doors.access(entry, fromEnvironment, environment) {
      case .success(let access):
        open.append(access)
        shut[platform] = nil
      case .failure(let refusal): shut[platform] = CleanText(refusal.reason)
      }
    }
  }

  private static func access(
    _ entry: PlatformEntry, _ known: PlatformAccess?, _ environment: [String: String]
  ) throws -> Result<PlatformAccess, Refusal> {
    let credential: Credential
    do {
      guard let own = try self.credential(entry, environment) ?? known?.credential else {
        return .failure(Refusal("no credentials: set platforms.\(entry.platform.rawValue).key"))
      }
      credential = own
    } catch let refusal as Refusal {
      return .failure(refusal)
    }
    return .success(
      PlatformAccess(
        platform: entry.platform, baseURL: entry.baseURL ?? known?.baseURL,
        region: entry.region ?? known?.region ?? "", project: entry.project ?? known?.project,
        credential: credential))
  }

  private static func credential(
    _ entry: PlatformEntry, _ environment: [String: String]
  ) throws -> Credential? {
    if let access = entry.accessKey, let secret = entry.secretKey {
      return .awsKeys(
        access: try Doors.secret(access, environment).reveal(), secret: try Doors.secret(secret, environment),
        session: try entry.sessionToken.map { try Doors.secret($0, environment) })
    }
    guard let source = entry.keys.first else { return nil }
    let key = try secret(source, environment)
    return entry.platform == .anthropic || entry.platform == .gemini ? .apiKey(key) : .bearer(key)
  }

  /// Longest key that is read from a file in bytes; service tokens are long, but not longer.
  private static let keyLimit = 16 << 10

  static func secret(_ source: KeySource, _ environment: [String: String]) throws -> Secret {
    switch source {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw Refusal("no credentials: the environment has no \(name)")
      }
      return Secret(value)
    case .file(let path):
      guard let bytes = try? SafeFile.read(path, limit: keyLimit) else {
        throw Refusal("no credentials: \(path) cannot be read")
      }
      let text = String(decoding: bytes, as: UTF8.self)
      return Secret(String(text.split(whereSeparator: \.isWhitespace).first ?? ""))
    }
  }
}
