package import SitrepCore
import Synchronization

/// Sources in order: the first that is there decides, and is the one from then on.
///
/// A service that does not answer for once must not make us somebody else.
package final class CredentialChain: CredentialSource {
  private let sources: [any CredentialSource]
  private let advice: CleanText
  /// Which source has given a credential.
  private let chosen = Mutex<Int?>(nil)

  /// `advice` says what to do when none is there.
  package init(_ sources: [any CredentialSource], advice: CleanText) {
    self.sources = sources
    self.advice = advice
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    if let index = chosen.withLock({ $0 }) { return await again(sources[index], tools) }
    var reasons: [String] = []
    for (index, source) in sources.enumerated() {
      switch await source.fetch(tools) {
      case .absent(let reason): reasons.append(reason.text)
      case .failed(let reason): return .failed(reason)
      case .found(let credential):
        chosen.withLock { $0 = index }
        return .found(credential)
      }
    }
    return .absent(CleanText(([advice.text] + reasons).joined(separator: "; ")))
  }

  private func again(_ source: any CredentialSource, _ tools: CredentialTools) async -> CredentialAnswer {
    let answer = await source.fetch(tools)
    guard case .absent(let reason) = answer else { return answer }
    return .failed(reason)
  }
}
