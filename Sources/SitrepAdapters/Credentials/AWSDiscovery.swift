package import SitrepCore

/// What looking for a platform's credentials came to, without asking anybody but files.
package enum Discovery: Sendable {
  /// Opened by what does not change while we run.
  case open(PlatformAccess)
  /// Opened by something that must be asked, or asked again.
  case lookup(CredentialLookup)
  /// Shut, and what to do.
  case shut(CleanText)
}

/// How Bedrock may be opened here, in the order of facts/bedrock.md 9.
package struct AWSDiscovery: Sendable {
  private let environment: [String: String]
  private let files: AWSFiles
  private let profile: AWSProfile
  private let isWanted: Bool

  /// `isWanted` when a configuration names the platform; otherwise only hints of the environment let it
  /// run programs and ask the services of this machine.
  package init(_ environment: [String: String], home: String, isWanted: Bool) {
    self.environment = environment
    files = AWSFiles(environment, home: home)
    profile = files.read()
    self.isWanted = isWanted
  }

  /// Explicit, then environment, then profile, then the vendor's own fallback.
  package func region(_ explicit: String? = nil) -> String {
    explicit ?? set("AWS_REGION") ?? set("AWS_DEFAULT_REGION") ?? profile.region ?? "us-east-1"
  }

  /// What opens Bedrock when the environment holds neither a bearer key nor keys.
  package func find(baseURL: String? = nil, region explicit: String? = nil) -> Discovery {
    guard set("AWS_ACCESS_KEY_ID") == nil else {
      return .shut("no credentials: AWS_SECRET_ACCESS_KEY is not set")
    }
    let access = PlatformAccess(
      platform: .bedrock, baseURL: baseURL ?? set("ANTHROPIC_BEDROCK_BASE_URL"), region: region(explicit),
      credential: .none)
    if !profile.isNamed, let source = AWSWebIdentitySource(environment, region: region(explicit)) {
      // Asking on would end with the node's role, which is not whom this process was meant to be.
      return .lookup(CredentialLookup(access: access, source: source))
    }
    switch AWSProfileSource.answer(profile) {
    case .found(let known):
      return .lookup(CredentialLookup(access: access, known: known, source: AWSProfileSource(files)))
    case .failed:
      // Looked at again, since the file can be put right; but no complaint where nobody asked for AWS.
      guard isHinted else { return .shut(AWSDiscovery.advice) }
      return .lookup(CredentialLookup(access: access, source: AWSProfileSource(files)))
    case .absent: return asking(access, AWSProfileSource(files))
    case nil:
      guard isHinted else {
        return .shut(
          "no credentials: profile \(CleanText(profile.name, limit: 60)) must ask others; set AWS_PROFILE to allow it"
        )
      }
      return .lookup(CredentialLookup(access: access, source: AWSProfileSource(files)))
    }
  }

  private static let advice: CleanText =
    "no credentials: set AWS_ACCESS_KEY_ID, AWS_PROFILE or AWS_BEARER_TOKEN_BEDROCK"

  /// The services of this machine, after a file that has nothing yet.
  private func asking(_ access: PlatformAccess, _ files: AWSProfileSource) -> Discovery {
    var sources: [any CredentialSource] = [files]
    switch AWSContainerSource.make(environment) {
    case .failure(let refusal): return .shut("no credentials: \(refusal.reason)")
    case .success(let container): sources.append(container)
    case nil:
      guard isHinted else { return .shut(AWSDiscovery.advice) }
      if let instance = AWSInstanceSource.make(environment) { sources.append(instance) }
    }
    return .lookup(
      CredentialLookup(
        access: access, source: CredentialChain(sources, advice: AWSDiscovery.advice)))
  }

  /// Whether the environment or the configuration says that AWS is meant to be used here.
  private var isHinted: Bool {
    isWanted
      || ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"].contains {
        set($0) != nil
      }
  }

  private func set(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
