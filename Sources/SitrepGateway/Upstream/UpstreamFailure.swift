import SitrepAdapters
package import SitrepCore
package import SitrepHTTP

/// How an attempt failed: what decides the next step, and what the caller would be answered.
package struct UpstreamFailure: Sendable {
  package var failure: CallFailure
  package var answer: CallerError

  /// - Parameters:
  ///   - evidence: everything known about the attempt.
  ///   - platform: whose attempt it was.
  ///   - message: for the caller, when the platform sent none.
  ///   - requestID: the platform's own id of the request.
  package init(
    _ evidence: FailureEvidence, on platform: Platform, message: String? = nil, requestID: String? = nil
  ) {
    let rule = FailureTable.classify(evidence)
    let kind = rule?.failure ?? .server
    failure = CallFailure(
      kind, countsForBreaker: rule?.countsForBreaker ?? true, word: UpstreamFailure.word(kind, evidence),
      requestID: requestID.map { CleanText($0, limit: 120) })
    let told = evidence.message ?? message ?? rule?.cause ?? "The platform failed."
    answer = CallerError(
      status: UpstreamFailure.status(kind, evidence),
      type: CallerError.type(of: kind, status: evidence.status),
      message: evidence.status == nil || evidence.message == nil ? "\(platform.rawValue): \(told)" : told,
      requestID: requestID, mayRetry: rule?.isRetryable ?? true)
  }

  /// The transfer itself failed.
  package init(_ error: HTTPError, status: Int?, on platform: Platform, requestID: String? = nil) {
    let transport = error.answerEnd == nil ? error.transportFailure ?? .reset : nil
    self.init(
      FailureEvidence(transport: transport, status: status, end: error.answerEnd), on: platform,
      message: error.description, requestID: requestID)
  }

  /// As in `Observation.failureWord`, with the error's type where the status was good.
  private static func word(_ kind: FailureClass, _ evidence: FailureEvidence) -> String {
    switch kind {
    case .network, .timeout, .stalled: kind.rawValue
    default:
      if let status = evidence.status, !(200..<300).contains(status) {
        String(status)
      } else {
        CleanText(evidence.errorType ?? evidence.end?.rawValue ?? kind.rawValue, limit: 40).text
      }
    }
  }

  /// The platform's own status; where there was none, the one of a gateway (notes/resilience.md C1).
  private static func status(_ kind: FailureClass, _ evidence: FailureEvidence) -> Int {
    if let status = evidence.status, status >= 400 { return status }
    return kind == .timeout || kind == .stalled ? 504 : 502
  }
}
