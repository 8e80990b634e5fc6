/// Whose side a failure is most likely on, before other evidence is weighed.
package enum FaultSide: String, Codable, Sendable {
  case us
  case vendor
  case network
  case unknown
}

/// What a failure says about the key that was used.
package enum KeyEffect: String, Codable, Sendable {
  case none
  /// Parked until the limit lets up.
  case cools
  /// Out of money or monthly allowance: until someone pays or the month turns.
  case exhausted
  /// Not accepted.
  case rejected
}

/// What evidence a row of the failure table asks for.
///
/// Every condition that is set must hold.
package struct FailureMatch: Hashable, Sendable {
  package var transport: TransportFailure?
  package var end: AnswerEnd?
  package var statuses: [ClosedRange<Int>] = []
  /// Error types or codes, any of which matches; upper and lower case are the same.
  package var types: [String] = []
  /// Lower-case phrases, any of which in the message matches.
  package var phrases: [String] = []
  /// True when the row is only for answers without an error type, as from an edge or a proxy.
  package var isUntyped = false

  package func accepts(_ evidence: FailureEvidence) -> Bool {
    if let transport, evidence.transport != transport { return false }
    if let end, evidence.end != end { return false }
    if !statuses.isEmpty, !statuses.contains(where: { $0.contains(evidence.status ?? 0) }) { return false }
    if isUntyped, evidence.errorType != nil { return false }
    return acceptsType(of: evidence) && acceptsMessage(of: evidence)
  }

  private func acceptsType(of evidence: FailureEvidence) -> Bool {
    guard !types.isEmpty else { return true }
    let names = [evidence.errorType, evidence.errorCode].compactMap { $0?.lowercased() }
    return types.contains { names.contains($0.lowercased()) }
  }

  private func acceptsMessage(of evidence: FailureEvidence) -> Bool {
    guard !phrases.isEmpty else { return true }
    guard let message = evidence.message?.lowercased() else { return false }
    return phrases.contains { message.holds($0) }
  }

  /// The conditions in words, for help and documentation: "HTTP 429 · rate_limit_error".
  package var words: String {
    var parts: [String] = []
    if let transport { parts.append("transport \(transport.rawValue)") }
    if let end { parts.append("answer \(end.rawValue)") }
    if !statuses.isEmpty {
      let numbers = statuses.map { range in
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
      }
      parts.append("HTTP " + numbers.joined(separator: ", "))
    }
    if !types.isEmpty { parts.append(types.joined(separator: ", ")) }
    if isUntyped { parts.append("no error type") }
    if !phrases.isEmpty { parts.append(phrases.map { "“\($0)”" }.joined(separator: ", ")) }
    return parts.isEmpty ? "anything else" : parts.joined(separator: " · ")
  }
}

/// One row of the failure table: what a kind of failure means and what to do about it.
package struct FailureRule: Hashable, Identifiable, Sendable {
  /// Stable; used in journals, help and tests.
  package var id: String
  /// Any of these decides for this row.
  package var matches: [FailureMatch]
  package var failure: FailureClass
  /// Whether sending the same request again can help.
  package var isRetryable: Bool
  package var side: FaultSide
  package var key: KeyEffect
  /// Whether a breaker counts it; what does not count is neutral, not a success.
  package var countsForBreaker: Bool
  package var cause: String
  package var fix: String

  init(
    _ id: String, _ matches: [FailureMatch], _ failure: FailureClass, retry: Bool, _ side: FaultSide,
    key: KeyEffect = .none, counts: Bool? = nil, cause: String, fix: String
  ) {
    self.id = id
    self.matches = matches
    self.failure = failure
    isRetryable = retry
    self.side = side
    self.key = key
    countsForBreaker = counts ?? FailureRule.counts(failure)
    self.cause = cause
    self.fix = fix
  }

  /// The same with one match.
  init(
    _ id: String, _ match: FailureMatch, _ failure: FailureClass, retry: Bool, _ side: FaultSide,
    key: KeyEffect = .none, counts: Bool? = nil, cause: String, fix: String
  ) {
    self.init(
      id, [match], failure, retry: retry, side, key: key, counts: counts, cause: cause, fix: fix)
  }

  package func accepts(_ evidence: FailureEvidence) -> Bool {
    matches.contains { $0.accepts(evidence) }
  }

  /// When this row applies, in words, for help and documentation.
  package var trigger: String {
    matches.map(\.words).joined(separator: "; or ")
  }

  /// Our own mistakes and our own limits say nothing about the health of a platform.
  private static func counts(_ failure: FailureClass) -> Bool {
    !failure.isOfOneCaller
  }

  /// Whether another platform may serve what this one could not.
  package var canMoveOn: Bool { !failure.isOfOneCaller }
}

extension FailureClass {
  /// A key, a limit or a request is one caller's: it says nothing about the health of a platform.
  package var isOfOneCaller: Bool {
    switch self {
    case .auth, .quota, .request: true
    case .network, .timeout, .stalled, .overload, .server, .content: false
    }
  }
}
