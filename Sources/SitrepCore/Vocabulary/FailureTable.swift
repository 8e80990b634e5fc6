/// The one table of failures: screen, help, gateway, breaker and documentation all read it.
package enum FailureTable {
  /// All rows; the first that accepts the evidence decides.
  package static let rules: [FailureRule] =
    transportRules + endRules + billingRules + authRules + requestRules + overloadRules + quotaRules
    + serverRules + remainingRules

  /// What kind of failure the evidence shows; nil when it shows a success.
  package static func classify(_ evidence: FailureEvidence) -> FailureRule? {
    isSuccess(evidence) ? nil : rules.first { $0.accepts(evidence) }
  }

  /// The row with this id, for what was recorded by id.
  package static func rule(_ id: String) -> FailureRule? {
    rules.first { $0.id == id }
  }

  private static func isSuccess(_ evidence: FailureEvidence) -> Bool {
    guard evidence.transport == nil, evidence.errorType == nil, let status = evidence.status else {
      return false
    }
    return (200..<300).contains(status) && (evidence.end ?? .complete) == .complete
  }
}
