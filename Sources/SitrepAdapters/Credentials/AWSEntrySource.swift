package import SitrepCore

/// The AWS credentials that our own configuration names, where a program must be run for them.
package enum AWSEntrySource: CredentialSource {
  /// JSON as `credential_process` prints it, with the end in it before which it is asked for again.
  case whole(KeySource)
  /// Key id, secret, and session token each for itself.
  case parts(access: KeySource, secret: KeySource, session: KeySource?, refresh: TimeSpan?)

  private static let place = "platforms.bedrock"

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    do throws(Refusal) {
      switch self {
      case .whole(let source): return try await AWSEntrySource.json(source, tools)
      case .parts(let access, let secret, let session, let refresh):
        return try await AWSEntrySource.keys(access, secret, session, refresh, tools)
      }
    } catch {
      return .failed(CleanText(error.reason))
    }
  }

  private static func keys(
    _ access: KeySource, _ secret: KeySource, _ session: KeySource?, _ refresh: TimeSpan?,
    _ tools: CredentialTools
  ) async throws(Refusal) -> CredentialAnswer {
    let id = try await access.secret(tools.environment, for: "\(place).access_key").reveal()
    let key = try await secret.secret(tools.environment, for: "\(place).secret_key")
    var token: Secret?
    if let session { token = try await session.secret(tools.environment, for: "\(place).session_token") }
    guard [id, key.reveal(), token?.reveal() ?? "-"].allSatisfy(AWSCredentialJSON.isHeaderSafe) else {
      throw Refusal("\(place): its keys hold what no header may hold; look at what the commands print")
    }
    return .found(
      TimedCredential(.awsKeys(access: id, secret: key, session: token), recheck: refresh))
  }

  private static func json(
    _ source: KeySource, _ tools: CredentialTools
  ) async throws(Refusal) -> CredentialAnswer {
    let name = "\(place).credentials"
    switch source {
    case .environment(let variable):
      guard let text = tools.environment[variable], !text.isEmpty else {
        throw Refusal("\(name): the environment has no \(variable)")
      }
      return AWSCredentialJSON.parse(Array(text.utf8), from: name)
    case .file(let path):
      var answer = AWSCredentialJSON.parse(try SecretFile.bytes(path), from: name)
      // Tools rewrite such a file before its end, or without naming one.
      if case .found(var found) = answer {
        found.recheck = AWSProfileSource.recheck
        answer = .found(found)
      }
      return answer
    case .command(let line):
      guard let words = CommandWords.split(line) else { throw Refusal("\(name) is not a command line") }
      let command = CredentialCommand(words, name: "\(name): \(CleanText(words[0], limit: 60))")
      switch await command.run(tools.environment) {
      case .output(let bytes): return AWSCredentialJSON.parse(bytes, from: name)
      case .answer(.absent(let reason)): return .failed(reason)
      case .answer(let answer): return answer
      }
    }
  }
}
