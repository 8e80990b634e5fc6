import SitrepAdapters
import SitrepCore

/// Finds what opens one platform; reads files, and asks nobody.
struct DoorSearch: Sendable {
  private let environment: [String: String]
  private let home: String
  private let found: EnvironmentCredentials

  /// `home` counts where the environment names none.
  init(environment: [String: String], home: String) {
    self.environment = environment
    self.home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    let profile = AWSFiles(environment, home: self.home).read()
    found = EnvironmentCredentials(environment, awsRegion: profile.region)
  }

  func find(_ platform: Platform, _ entry: PlatformEntry?) throws -> Discovery {
    let known = found.found.first { $0.platform == platform }
    if let entry, let (source, isLasting) = asked(entry) {
      return .lookup(
        CredentialLookup(
          access: access(platform, entry, known, .none), source: source, isLasting: isLasting))
    }
    do {
      let configured = try entry.map(credentials) ?? []
      if let credential = configured.first ?? known?.credential {
        var access = access(platform, entry, known, credential)
        access.spares = Array(configured.dropFirst())
        return .open(access)
      }
    } catch let refusal as Refusal {
      return .shut(CleanText(refusal.reason))
    }
    switch platform {
    case .bedrock:
      return aws(entry).find(baseURL: entry?.baseURL, region: entry?.region)
    case .vertex:
      return GoogleDiscovery(environment, home: home, isWanted: entry != nil)
        .find(baseURL: entry?.baseURL, region: entry?.region, project: entry?.project)
    default:
      let advice: CleanText = "no credentials: set platforms.\(platform.rawValue).key"
      return .shut(entry == nil ? found.missing[platform] ?? advice : advice)
    }
  }

  /// What must be asked for the credentials that the file names; nil when they can be read at once.
  private func asked(_ entry: PlatformEntry) -> (source: any CredentialSource, isLasting: Bool)? {
    if let whole = entry.credentials { return (AWSEntrySource.whole(whole), false) }
    if let access = entry.accessKey, let secret = entry.secretKey {
      let all = [access, secret] + [entry.sessionToken].compactMap(\.self)
      guard all.contains(where: \.isCommand) else { return nil }
      return (
        AWSEntrySource.parts(
          access: access, secret: secret, session: entry.sessionToken, refresh: entry.keyRefresh), false
      )
    }
    guard entry.keys.contains(where: \.isCommand) else { return nil }
    // Google's tokens always end within the hour, and their command does not say when.
    let refresh = entry.keyRefresh ?? (entry.platform == .vertex ? .minutes(30) : nil)
    return (KeyListSource(entry.keys, for: entry.platform, refresh: refresh), refresh == nil)
  }

  private func access(
    _ platform: Platform, _ entry: PlatformEntry?, _ known: PlatformAccess?, _ credential: Credential
  ) -> PlatformAccess {
    let region = entry?.region ?? known?.region ?? (platform == .bedrock ? aws(entry).region() : "")
    return PlatformAccess(
      platform: platform, baseURL: entry?.baseURL ?? known?.baseURL, region: region,
      project: entry?.project ?? known?.project, credential: credential)
  }

  private func aws(_ entry: PlatformEntry?) -> AWSDiscovery {
    AWSDiscovery(environment, home: home, isWanted: entry != nil)
  }

  /// Every key of the file, in its order; the same one twice is one.
  private func credentials(_ entry: PlatformEntry) throws -> [Credential] {
    if let access = entry.accessKey, let secret = entry.secretKey {
      return [
        .awsKeys(
          access: try self.secret(access).reveal(), secret: try self.secret(secret),
          session: try entry.sessionToken.map { try self.secret($0) })
      ]
    }
    var found: [Credential] = []
    for source in entry.keys {
      let credential = entry.platform.credential(try secret(source))
      if !found.contains(credential) { found.append(credential) }
    }
    return found
  }

  private func secret(_ source: KeySource) throws -> Secret {
    try source.fixedSecret(environment)
  }
}
