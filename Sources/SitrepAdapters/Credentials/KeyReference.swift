package import SitrepCore

extension KeySource {
  /// What this reference names, fetched now and kept nowhere else.
  ///
  /// - Parameter environment: where `env:` looks, and what a command gets to see.
  /// - Returns: the secret.
  /// - Throws: why it cannot be had, in words that say nothing of it.
  package func secret(_ environment: [String: String]) async throws(Refusal) -> Secret {
    guard case .command(let line) = self else { return try fixedSecret(environment) }
    guard let words = CommandWords.split(line) else {
      throw Refusal("no credentials: the command for a key is not a command line")
    }
    let name = "the key command \(CleanText(words[0], limit: 60))"
    switch await CredentialCommand(words, name: name).run(environment) {
    case .output(let bytes):
      let word = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
      guard let word, bytes.count <= 16 << 10 else { throw Refusal("no credentials: \(name) wrote no key") }
      return Secret(String(word))
    case .answer(.failed(let reason)), .answer(.absent(let reason)):
      throw Refusal("no credentials: \(reason)")
    case .answer(.found): throw Refusal("no credentials: \(name) gave no key")
    }
  }

  /// The same for references that need no program.
  ///
  /// - Parameter environment: where `env:` looks.
  /// - Returns: the secret.
  /// - Throws: why it cannot be had; always for a command.
  package func fixedSecret(_ environment: [String: String]) throws(Refusal) -> Secret {
    switch self {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw Refusal("no credentials: the environment has no \(name)")
      }
      return Secret(value)
    case .file(let path): return try SecretFile.read(path)
    case .command: throw Refusal("no credentials: a command can give a platform's key, nothing else")
    }
  }
}

/// A platform's key that a program prints, as `command:…` names it: run at the start and on SIGHUP.
package struct KeyCommandSource: CredentialSource {
  package var source: KeySource
  package var platform: Platform

  package init(_ source: KeySource, for platform: Platform) {
    self.source = source
    self.platform = platform
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    do throws(Refusal) {
      return .found(TimedCredential(platform.credential(try await source.secret(tools.environment))))
    } catch {
      return .failed(CleanText(error.reason))
    }
  }
}

extension Platform {
  /// How this platform is shown a key.
  package func credential(_ key: Secret) -> Credential {
    self == .anthropic || self == .gemini ? .apiKey(key) : .bearer(key)
  }
}
