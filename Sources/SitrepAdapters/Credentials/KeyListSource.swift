package import SitrepCore

/// A platform's keys as its configuration lists them, some of which programs print.
///
/// Programs run without a shell, at the start, on SIGHUP, and every `refresh` where there is one.
package struct KeyListSource: CredentialSource {
  package var keys: [KeySource]
  package var platform: Platform
  /// Nil for keys that last until they are changed by hand.
  package var refresh: TimeSpan?

  package init(_ keys: [KeySource], for platform: Platform, refresh: TimeSpan? = nil) {
    self.keys = keys
    self.platform = platform
    self.refresh = refresh
  }

  /// The keys that can be had, in their order; those that cannot are its trouble, unless none can.
  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    let found = await withTaskGroup(of: (Int, Result<Secret, Refusal>).self) { group in
      for (index, key) in keys.enumerated() {
        group.addTask { (index, await result(key, entry(index), tools)) }
      }
      var found: [Int: Result<Secret, Refusal>] = [:]
      for await (index, result) in group { found[index] = result }
      return keys.indices.compactMap { found[$0] }
    }
    var credentials: [Credential] = []
    var reasons: [String] = []
    for result in found {
      switch result {
      case .success(let secret):
        let credential = platform.credential(secret)
        if !credentials.contains(credential) { credentials.append(credential) }
      case .failure(let refusal): reasons.append(refusal.reason)
      }
    }
    let trouble = reasons.isEmpty ? nil : CleanText(reasons.joined(separator: "; "))
    guard let first = credentials.first else { return .failed(trouble ?? "no key is named") }
    var timed = TimedCredential(first, recheck: refresh)
    timed.spares = Array(credentials.dropFirst())
    timed.trouble = trouble
    return .found(timed)
  }

  private func entry(_ index: Int) -> String {
    "platforms.\(platform.rawValue).key\(keys.count > 1 ? "[\(index + 1)]" : "")"
  }

  private func result(
    _ key: KeySource, _ entry: String, _ tools: CredentialTools
  ) async -> Result<Secret, Refusal> {
    do throws(Refusal) {
      return .success(try await key.secret(tools.environment, for: entry))
    } catch {
      return .failure(error)
    }
  }
}
