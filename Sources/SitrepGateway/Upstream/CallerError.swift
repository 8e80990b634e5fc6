package import SitrepCore

/// An error as callers of the Messages API expect it (facts/anthropic-api.md 3.1).
package struct CallerError: Hashable, Sendable {
  package var status: Int
  package var type: String
  package var message: String
  package var requestID: String?
  /// `x-should-retry: false` keeps official clients from repeating what cannot succeed.
  package var mayRetry: Bool
  package var retryAfter: Int?

  package init(
    status: Int, type: String, message: String, requestID: String? = nil, mayRetry: Bool = true,
    retryAfter: Int? = nil
  ) {
    self.status = status
    self.type = type
    self.message = message
    self.requestID = requestID
    self.mayRetry = mayRetry
    self.retryAfter = retryAfter
  }

  package var json: String {
    let id = requestID.map(JSONText.quoted) ?? "null"
    return """
      {"type":"error","error":{"type":\(JSONText.quoted(type)),"message":\(JSONText.quoted(message))},\
      "request_id":\(id)}
      """
  }

  /// The same as the last event of a stream.
  package var event: String { "event: error\ndata: \(json)\n\n" }

  package static func refused(_ refusal: CallRefusal) -> CallerError {
    switch refusal.kind {
    case .breakers:
      CallerError(
        status: 503, type: "overloaded_error", message: refusal.message, mayRetry: false,
        retryAfter: refusal.retryAfter)
    case .limits:
      CallerError(
        status: 429, type: "rate_limit_error", message: refusal.message, mayRetry: false,
        retryAfter: refusal.retryAfter)
    case .keys:
      CallerError(status: 401, type: "authentication_error", message: refusal.message, mayRetry: false)
    }
  }

  /// A key of ours was limited or refused, and there is no other place to go (notes/resilience.md C1).
  package static func keyFailure(
    _ failure: CallFailure, on target: BreakerTarget, key: String?, limitedUntil: Instant?, at now: Instant
  ) -> CallerError {
    let name = "\(target.platform.rawValue) key \(key ?? "")"
    let id = failure.requestID?.text
    guard failure.failure == .quota else {
      return CallerError(
        status: 401, type: "authentication_error",
        message: "sitrep's \(name) was refused (\(failure.word)); whoever runs sitrep has to look at it.",
        requestID: id, mayRetry: false)
    }
    let wait = limitedUntil.map { $0 - now } ?? failure.wait
    let seconds = wait.map { ($0 + TimeSpan(nanoseconds: 999_999_999)).wholeSeconds }
    let what = failure.key == .exhausted ? "has used up what it may spend" : "is limited"
    let often = failure.key == .exhausted ? "" : seconds.map { " for \(max(1, $0)) s" } ?? ""
    return CallerError(
      status: 429, type: "rate_limit_error", message: "sitrep's \(name) \(what)\(often) (\(failure.word)).",
      requestID: id, mayRetry: false, retryAfter: CallRefusal.bounded(seconds))
  }

  package static func tooLarge(limit: Int) -> CallerError {
    CallerError(
      status: 413, type: "request_too_large",
      message: "The request is larger than the \(limit >> 20) MB that the Messages API takes.",
      mayRetry: false)
  }

  package static func invalid(_ message: String) -> CallerError {
    CallerError(status: 400, type: "invalid_request_error", message: message)
  }

  package static func notFound(_ message: String) -> CallerError {
    CallerError(status: 404, type: "not_found_error", message: message)
  }

  /// The first party's word for a kind of failure (facts/bedrock.md 7, vertex.md 4).
  package static func type(of failure: FailureClass, status: Int?) -> String {
    switch failure {
    case .request where status == 404: "not_found_error"
    case .request where status == 413: "request_too_large"
    case .request: "invalid_request_error"
    case .auth where status == 403: "permission_error"
    case .auth: "authentication_error"
    case .quota: "rate_limit_error"
    case .overload: "overloaded_error"
    case .timeout, .stalled: "timeout_error"
    case .network, .server, .content: "api_error"
    }
  }
}
