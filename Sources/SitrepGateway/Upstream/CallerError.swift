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
    CallerError(
      status: 503, type: "overloaded_error", message: refusal.message, mayRetry: false,
      retryAfter: refusal.retryAfter)
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
