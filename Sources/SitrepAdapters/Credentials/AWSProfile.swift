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
    /// A role to assume, with the credentials of something else.
    indirect case role(AWSRole, from: AWSRoleBasis)
    /// Signed in through IAM Identity Center.
    case singleSignOn(AWSSignIn)
    /// It names something sitrep does not do; the sentence says what does.
    case refused(CleanText)
    /// It is not there, or has no credentials.
    case absent(CleanText)
  }

  /// Reads the profile out of both files; the credentials file wins over the config file.
  package init(name: String, isNamed: Bool, credentials: INIFile, config: INIFile) {
    self.name = name
    self.isNamed = isNamed
    let files = AWSSections(credentials: credentials, config: config)
    let found = files.of(name)
    region = found["region"]
    standing = files.standing(name, isNamed: isNamed)
  }
}

/// Both files together, as profiles lean on other sections of theirs.
struct AWSSections {
  let credentials: INIFile
  let config: INIFile

  /// What both files say of a profile, the config file first where both say it.
  func of(_ name: String) -> [String: String] {
    let shared = credentials[section: name] ?? [:]
    return shared.merging(AWSSections.section(name, config) ?? [:]) { $1 }.filter { !$0.value.isEmpty }
  }

  func standing(_ name: String, isNamed: Bool) -> AWSProfile.Standing {
    standing(name, isNamed, [])
  }

  private static func section(_ name: String, _ config: INIFile) -> [String: String]? {
    config[section: "profile \(name)"] ?? (name == "default" ? config[section: "default"] : nil)
  }

  private static func value(_ key: String, _ section: [String: String]?) -> String? {
    section?[key].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `leaning` are the profiles that lean on this one, which it must not lean on in turn.
  private func standing(_ name: String, _ isNamed: Bool, _ leaning: [String]) -> AWSProfile.Standing {
    let shared = credentials[section: name]
    let own = AWSSections.section(name, config)
    let shown = CleanText(name, limit: 60)
    guard shared != nil || own != nil else {
      let reason = CleanText("profile \(shown) is in neither file of ~/.aws")
      return isNamed ? .refused(reason) : .absent(reason)
    }
    let either = (own ?? [:]).merging(shared ?? [:]) { $1 }
    // A profile that leans on itself means its own keys.
    let isOwnBasis = leaning.last == name
    if !isOwnBasis, let arn = AWSSections.value("role_arn", either) {
      return role(arn, name, either, leaning)
    }
    if let signIn = signIn(name, either) { return signIn }
    if AWSSections.value("login_session", either) != nil {
      return .refused(
        CleanText(
          "profile \(shown) uses a login session, which sitrep does not do; set AWS_PROFILE to one with "
            + "credential_process = aws configure export-credentials --profile \(shown)"))
    }
    for section in [shared, own] {
      if let found = AWSSections.keys(name, section) { return found }
      if let line = AWSSections.value("credential_process", section) {
        return AWSSections.command(name, line)
      }
    }
    return .absent("profile \(shown) has no credentials")
  }

  private func role(
    _ arn: String, _ name: String, _ section: [String: String], _ leaning: [String]
  ) -> AWSProfile.Standing {
    let shown = CleanText(name, limit: 60)
    func refused(_ why: String) -> AWSProfile.Standing { .refused(CleanText("profile \(shown) \(why)")) }
    guard AWSCredentialJSON.isHeaderSafe(arn), arn.hasPrefix("arn:") else {
      return refused("has a role_arn that is no ARN")
    }
    if AWSSections.value("mfa_serial", section) != nil {
      return refused("asks for a one-time code (mfa_serial), which nobody can give a program that runs alone")
    }
    var role = AWSRole(arn: arn, session: AWSSections.value("role_session_name", section) ?? AWSRole.session)
    role.externalID = AWSSections.value("external_id", section)
    if let written = AWSSections.value("duration_seconds", section) {
      guard let seconds = Int(written), (900...43_200).contains(seconds) else {
        return refused("has a duration_seconds that is not between 900 and 43200")
      }
      role.seconds = seconds
    }
    if let file = AWSSections.value("web_identity_token_file", section) {
      return .role(role, from: .webIdentity(file: file))
    }
    if let word = AWSSections.value("credential_source", section) {
      guard let service = AWSRoleBasis.service(word) else {
        return refused(
          "has a credential_source that is none of Environment, Ec2InstanceMetadata, EcsContainer")
      }
      return .role(role, from: service)
    }
    guard let source = AWSSections.value("source_profile", section) else {
      return refused("has a role_arn but neither source_profile nor credential_source")
    }
    guard source == name || !leaning.contains(source), leaning.count < AWSSections.deepest else {
      return refused("leans on itself in a circle (source_profile = \(CleanText(source, limit: 60)))")
    }
    let basis = standing(source, true, leaning + [name])
    if case .refused(let reason) = basis { return .refused(reason) }
    return .role(role, from: .profile(source, basis))
  }

  /// Most profiles that lean on each other.
  private static let deepest = 5

  private func signIn(_ name: String, _ section: [String: String]) -> AWSProfile.Standing? {
    let session = AWSSections.value("sso_session", section)
    let named = session.flatMap { config[section: "sso-session \($0)"] }
    guard let start = AWSSections.value("sso_start_url", named ?? section) ?? session.map({ _ in "" }) else {
      return nil
    }
    guard !start.isEmpty, let region = AWSSections.value("sso_region", named ?? section),
      let account = AWSSections.value("sso_account_id", section),
      let role = AWSSections.value("sso_role_name", section),
      [region, account].allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } })
    else {
      return .refused(
        CleanText(
          "profile \(CleanText(name, limit: 60)) lacks one of sso_start_url, sso_region, sso_account_id, "
            + "sso_role_name; run aws configure sso"))
    }
    return .singleSignOn(
      AWSSignIn(profile: name, cacheName: session ?? start, region: region, account: account, role: role))
  }

  private static func keys(_ name: String, _ section: [String: String]?) -> AWSProfile.Standing? {
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

  private static func command(_ name: String, _ line: String) -> AWSProfile.Standing {
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
  /// Where the vendor's tool keeps the tokens of sign-ins.
  package var signIns: String

  package init(_ environment: [String: String], home: String) {
    signIns = "\(home)/.aws/sso/cache"
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
