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
    case .command: throw Refusal("no credentials: a command must be run for it")
    }
  }
}

extension KeySource {
  package var isCommand: Bool {
    if case .command = self { true } else { false }
  }

  /// As `secret`, with the place in the configuration that names it in front of what went wrong.
  package func secret(_ environment: [String: String], for entry: String) async throws(Refusal) -> Secret {
    do throws(Refusal) {
      return try await secret(environment)
    } catch {
      throw Refusal("\(entry): \(error.reason.withoutPrefix("no credentials: "))")
    }
  }
}

extension String {
  fileprivate func withoutPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

extension Platform {
  /// How this platform is shown a key.
  package func credential(_ key: Secret) -> Credential {
    self == .anthropic || self == .gemini ? .apiKey(key) : .bearer(key)
  }
}
