package import SitrepCore

/// What the shared files of the AWS tools say of one profile (facts/bedrock.md 9).
package struct AWSProfile: Hashable, Sendable {
  package var name: String
  /// From the environment, so that its absence is an error and not just nothing.
  package var isNamed: Bool
  package var region: String?
  package var standing: Standing

  /// What it gives.
  package enum Standing: Hashable, Sendable {
    case keys(Credential)
    /// A program to run, in words.
    case command([String])
    /// It names something sitrep does not do; the sentence says what does.
    case refused(CleanText)
    /// It is not there, or has no credentials.
    case absent(CleanText)
  }

  /// Reads the profile out of both files; the credentials file wins over the config file.
  package init(name: String, isNamed: Bool, credentials: INIFile, config: INIFile) {
    self.name = name
    self.isNamed = isNamed
    let shared = credentials[section: name]
    let own = AWSProfile.section(name, config)
    region = AWSProfile.value("region", own) ?? AWSProfile.value("region", shared)
    standing = AWSProfile.standing(name, isNamed, shared, own)
  }

  private static func section(_ name: String, _ config: INIFile) -> [String: String]? {
    config[section: "profile \(name)"] ?? (name == "default" ? config[section: "default"] : nil)
  }

  private static func value(_ key: String, _ section: [String: String]?) -> String? {
    section?[key].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func standing(
    _ name: String, _ isNamed: Bool, _ shared: [String: String]?, _ own: [String: String]?
  ) -> Standing {
    guard shared != nil || own != nil else {
      let reason = CleanText("profile \(CleanText(name, limit: 60)) is in neither file of ~/.aws")
      return isNamed ? .refused(reason) : .absent(reason)
    }
    let either = (own ?? [:]).merging(shared ?? [:]) { $1 }
    if let refusal = refusal(name, either) { return .refused(refusal) }
    for section in [shared, own] {
      if let found = keys(name, section) { return found }
      if let line = value("credential_process", section) { return command(name, line) }
    }
    return .absent("profile \(CleanText(name, limit: 60)) has no credentials")
  }

  /// What needs calls to other services first; the vendor's tool does them for us.
  private static func refusal(_ name: String, _ section: [String: String]) -> CleanText? {
    let what: String
    if value("role_arn", section) != nil {
      what = "assumes a role (role_arn)"
    } else if value("sso_session", section) ?? value("sso_start_url", section) != nil {
      what = "signs in by IAM Identity Center (sso)"
    } else if value("login_session", section) != nil {
      what = "uses a login session"
    } else {
      return nil
    }
    let shown = CleanText(name, limit: 60)
    return CleanText(
      "profile \(shown) \(what), which sitrep does not do; set AWS_PROFILE to one with "
        + "credential_process = aws configure export-credentials --profile \(shown)")
  }

  private static func keys(_ name: String, _ section: [String: String]?) -> Standing? {
    guard let access = value("aws_access_key_id", section) else { return nil }
    guard let secret = value("aws_secret_access_key", section) else {
      return .refused("profile \(CleanText(name, limit: 60)) has no aws_secret_access_key")
    }
    let session = value("aws_session_token", section)
    guard [access, secret, session ?? "-"].allSatisfy(AWSCredentialJSON.isHeaderSafe) else {
      return .refused("the keys of profile \(CleanText(name, limit: 60)) hold blanks; write them anew")
    }
    return .keys(.awsKeys(access: access, secret: Secret(secret), session: session.map { Secret($0) }))
  }

  private static func command(_ name: String, _ line: String) -> Standing {
    guard let words = CommandWords.split(line) else {
      return .refused("credential_process of profile \(CleanText(name, limit: 60)) has a quote left open")
    }
    return .command(words)
  }
}

/// Where the shared files are and which profile of them counts.
package struct AWSFiles: Hashable, Sendable {
  package var credentials: String
  package var config: String
  package var profile: String
  package var isNamed: Bool

  package init(_ environment: [String: String], home: String) {
    func path(_ variable: String, _ standard: String) -> String {
      guard let own = environment[variable], !own.isEmpty else { return "\(home)/.aws/\(standard)" }
      return own.hasPrefix("~/") ? home + own.dropFirst() : own
    }
    credentials = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    config = path("AWS_CONFIG_FILE", "config")
    let named = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] ?? ""
    profile = named.isEmpty ? "default" : named
    isNamed = !named.isEmpty
  }

  /// Longest file that is read in bytes.
  private static let limit = 1 << 20

  /// As the files stand now; one that cannot be read counts as empty.
  package func read() -> AWSProfile {
    AWSProfile(
      name: profile, isNamed: isNamed, credentials: file(credentials), config: file(config))
  }

  private func file(_ path: String) -> INIFile {
    let bytes = try? SafeFile.read(path, limit: AWSFiles.limit)
    return INIFile(String(decoding: bytes ?? [], as: UTF8.self))
  }
}
