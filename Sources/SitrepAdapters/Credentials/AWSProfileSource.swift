package import SitrepCore

/// The credentials of a profile, its files read anew each time since tools rewrite them.
package struct AWSProfileSource: CredentialSource {
  package var files: AWSFiles

  package init(_ files: AWSFiles) {
    self.files = files
  }

  /// How often the files are looked at: a sign-in in another terminal is seen within this span.
  package static let recheck = TimeSpan.minutes(1)

  /// What the files say by themselves; nil when a program would have to be run.
  package static func answer(_ profile: AWSProfile) -> CredentialAnswer? {
    switch profile.standing {
    case .keys(let credential): .found(TimedCredential(credential, recheck: recheck))
    case .refused(let reason): .failed(reason)
    case .absent(let reason): .absent(reason)
    case .command: nil
    }
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    let profile = files.read()
    if let answer = AWSProfileSource.answer(profile) { return answer }
    guard case .command(let words) = profile.standing else { return .absent("no credentials") }
    let name = "credential_process of profile \(CleanText(profile.name, limit: 60))"
    switch await CredentialCommand(words, name: name).run(tools.environment) {
    case .output(let body): return AWSCredentialJSON.parse(body, from: name)
    // A profile that names a program which is not there is wrong, not empty.
    case .answer(.absent(let reason)): return .failed(reason)
    case .answer(let answer): return answer
    }
  }
}
