package import SitrepCore

/// The credentials of a profile, its files read anew each time since tools rewrite them.
package struct AWSProfileSource: CredentialSource {
  package var files: AWSFiles

  package init(_ files: AWSFiles) {
    self.files = files
  }

  /// How often the files are looked at: a sign-in in another terminal is seen within this span.
  package static let recheck = TimeSpan.minutes(1)

  /// What the files say by themselves; nil when somebody would have to be asked.
  package static func answer(_ profile: AWSProfile) -> CredentialAnswer? {
    answer(profile.standing)
  }

  private static func answer(_ standing: AWSProfile.Standing) -> CredentialAnswer? {
    switch standing {
    case .keys(let credential): .found(TimedCredential(credential, recheck: recheck))
    case .refused(let reason): .failed(reason)
    case .absent(let reason): .absent(reason)
    case .command, .role, .singleSignOn: nil
    }
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    let profile = files.read()
    return await fetch(profile.name, profile.standing, region: profile.region, tools)
  }

  private func fetch(
    _ name: String, _ standing: AWSProfile.Standing, region: String?, _ tools: CredentialTools
  ) async -> CredentialAnswer {
    if let answer = AWSProfileSource.answer(standing) { return answer }
    switch standing {
    case .command(let words): return await run(words, name, tools)
    case .role(let role, let basis): return await assume(role, basis, name, region, tools)
    case .singleSignOn(let signIn):
      return await AWSSignInSource(signIn: signIn, directory: files.signIns).fetch(tools)
    case .keys, .refused, .absent: return .absent("no credentials")
    }
  }

  private func run(_ words: [String], _ profile: String, _ tools: CredentialTools) async -> CredentialAnswer {
    let name = "credential_process of profile \(CleanText(profile, limit: 60))"
    switch await CredentialCommand(words, name: name).run(tools.environment) {
    case .output(let body): return AWSCredentialJSON.parse(body, from: name)
    // A profile that names a program which is not there is wrong, not empty.
    case .answer(.absent(let reason)): return .failed(reason)
    case .answer(let answer): return answer
    }
  }

  private func assume(
    _ role: AWSRole, _ basis: AWSRoleBasis, _ name: String, _ region: String?, _ tools: CredentialTools
  ) async -> CredentialAnswer {
    let place =
      tools.environment["AWS_REGION"] ?? tools.environment["AWS_DEFAULT_REGION"] ?? region ?? "us-east-1"
    let service = AWSTokenService(tools, region: place)
    if case .webIdentity(let file) = basis { return await service.assume(role, withTokenIn: file) }
    switch await answer(of: basis, region: region, tools) {
    case .found(let credential): return await service.assume(role, with: credential.credential)
    case .failed(let reason), .absent(let reason):
      return .failed(CleanText("profile \(CleanText(name, limit: 60)) cannot assume its role: \(reason)"))
    }
  }

  /// The credentials with which a role is assumed.
  private func answer(
    of basis: AWSRoleBasis, region: String?, _ tools: CredentialTools
  ) async -> CredentialAnswer {
    switch basis {
    case .profile(let name, let standing): return await fetch(name, standing, region: region, tools)
    case .environment:
      let found = EnvironmentCredentials(tools.environment).found.first { $0.platform == .bedrock }
      guard case .awsKeys? = found?.credential, let found else {
        return .absent("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
      }
      return .found(TimedCredential(found.credential))
    case .container:
      switch AWSContainerSource.make(tools.environment) {
      case .success(let container): return await container.fetch(tools)
      case .failure(let refusal): return .failed(refusal.reason)
      case nil: return .absent("the environment names no container endpoint")
      }
    case .instance:
      guard let instance = AWSInstanceSource.make(tools.environment) else {
        return .absent("the environment forbids the instance's metadata service")
      }
      return await instance.fetch(tools)
    case .webIdentity: return .absent("a token needs no other credentials")
    }
  }
}
