import SitrepCore
import Testing

/// Every row of the vendors' error references (facts/anthropic-api.md 3.2, bedrock.md 7, vertex.md 4,
/// other-providers.md) and of the runbook: what it must come to.
@Suite struct DocumentedErrorsTests {
  typealias Row = (
    what: String, evidence: FailureEvidence, failure: FailureClass, retry: Bool, side: FaultSide
  )

  private static func http(
    _ status: Int, _ type: String? = nil, _ message: String? = nil, code: String? = nil
  ) -> FailureEvidence {
    FailureEvidence(status: status, errorType: type, errorCode: code, message: message)
  }

  static let anthropic: [Row] = [
    ("400", http(400, "invalid_request_error", "messages: field required"), .request, false, .us),
    (
      "400 own spend limit",
      http(
        400, "invalid_request_error",
        "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."
      ), .quota, false, .us
    ),
    (
      "400 credit",
      http(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
      .quota, false, .us
    ),
    (
      "400 invalid anthropic-version",
      http(400, "invalid_request_error", "anthropic-version: \"2020-01-01\" is not a valid version"),
      .request, false, .us
    ),
    ("401", http(401, "authentication_error", "invalid x-api-key"), .auth, false, .us),
    ("402", http(402, "billing_error"), .quota, false, .us),
    ("403", http(403, "permission_error"), .auth, false, .us),
    ("403 at the edge", http(403), .auth, false, .unknown),
    ("404", http(404, "not_found_error", "model: claude-x"), .request, false, .us),
    ("405", http(405), .request, false, .us),
    ("408", http(408), .timeout, true, .unknown),
    ("409", http(409, "conflict_error"), .request, true, .us),
    ("413", http(413, "request_too_large"), .request, false, .us),
    ("413 of the CDN", http(413, nil, "<html>413</html>"), .request, false, .us),
    ("422", http(422), .request, false, .us),
    ("429", http(429, "rate_limit_error"), .quota, true, .us),
    (
      "429 spend cap", http(429, "rate_limit_error", code: "enforced_spend_limit_reached"), .quota, false,
      .us
    ),
    ("500", http(500, "api_error", "Internal server error"), .server, true, .vendor),
    ("500 overloaded", http(500, "api_error", "Overloaded"), .overload, true, .vendor),
    ("502", http(502, nil, "<html>Bad gateway</html>"), .server, true, .vendor),
    ("503", http(503, nil, "upstream connect error"), .server, true, .vendor),
    ("504", http(504, "timeout_error"), .server, true, .vendor),
    ("520", http(520), .server, true, .vendor), ("526", http(526), .server, true, .vendor),
    ("529", http(529, "overloaded_error", "Overloaded"), .overload, true, .vendor),
    ("529 without a body", http(529), .overload, true, .vendor),
  ]

  /// Errors that arrive inside an answer that began with 200.
  static let midStream: [Row] = [
    ("overloaded", http(200, "overloaded_error", "Overloaded"), .overload, true, .vendor),
    ("api_error", http(200, "api_error"), .server, true, .vendor),
    ("timeout_error", http(200, "timeout_error"), .server, true, .vendor),
    ("rate_limit_error", http(200, "rate_limit_error"), .quota, true, .us),
    ("authentication_error", http(200, "authentication_error"), .auth, false, .us),
    ("permission_error", http(200, "permission_error"), .auth, false, .us),
    ("invalid_request_error", http(200, "invalid_request_error"), .request, false, .us),
    ("new type", http(200, "something_new"), .server, true, .vendor),
    ("no end", FailureEvidence(status: 200, end: .truncated), .server, true, .vendor),
    ("no first content", FailureEvidence(status: 200, end: .noFirstContent), .stalled, true, .vendor),
    ("stalled", FailureEvidence(status: 200, end: .stalled), .stalled, true, .vendor),
    ("bad frame", FailureEvidence(status: 200, end: .badFrame), .content, true, .vendor),
    ("unreadable", FailureEvidence(status: 200, end: .unreadable), .content, true, .unknown),
  ]

  static let bedrock: [Row] = [
    ("Validation", http(400, "ValidationException"), .request, false, .us),
    (
      "no on-demand",
      http(400, "ValidationException", "Invocation with on-demand throughput isn’t supported"), .request,
      false, .us
    ),
    ("AccessDenied", http(403, "AccessDeniedException"), .auth, false, .us),
    ("UnrecognizedClient", http(400, "UnrecognizedClientException"), .auth, false, .us),
    ("InvalidSignature", http(403, "InvalidSignatureException"), .auth, false, .us),
    ("SignatureDoesNotMatch", http(403, "SignatureDoesNotMatch"), .auth, false, .us),
    ("ExpiredToken", http(403, "ExpiredTokenException"), .auth, false, .us),
    ("IncompleteSignature", http(400, "IncompleteSignature"), .auth, false, .us),
    ("MissingAuthenticationToken", http(403, "MissingAuthenticationToken"), .auth, false, .us),
    ("RequestExpired", http(403, "RequestExpired"), .auth, false, .us),
    ("ResourceNotFound", http(404, "ResourceNotFoundException"), .request, false, .us),
    ("first-use form", http(404, "FTUFormNotFilled"), .auth, false, .us),
    ("ModelTimeout", http(408, "ModelTimeoutException"), .server, true, .vendor),
    ("Conflict", http(400, "ConflictException"), .request, false, .us),
    ("ServiceQuotaExceeded", http(400, "ServiceQuotaExceededException"), .quota, false, .us),
    ("ModelError", http(424, "ModelErrorException"), .server, true, .vendor),
    ("ModelStreamError", http(424, "ModelStreamErrorException"), .server, true, .vendor),
    ("Throttling", http(429, "ThrottlingException", "Too many requests"), .quota, true, .unknown),
    (
      "Throttling a day", http(429, "ThrottlingException", "Too many tokens per day"), .quota, false, .us
    ),
    ("ModelNotReady", http(429, "ModelNotReadyException"), .overload, true, .vendor),
    ("InternalServer", http(500, "InternalServerException"), .server, true, .vendor),
    ("ServiceUnavailable", http(503, "ServiceUnavailableException"), .overload, true, .vendor),
    ("in stream: internal", http(200, "internalServerException"), .server, true, .vendor),
    ("in stream: model", http(200, "modelStreamErrorException"), .server, true, .vendor),
    ("in stream: validation", http(200, "validationException"), .request, false, .us),
    ("in stream: throttling", http(200, "throttlingException"), .quota, true, .unknown),
    ("in stream: timeout", http(200, "modelTimeoutException"), .server, true, .vendor),
    ("in stream: unavailable", http(200, "serviceUnavailableException"), .overload, true, .vendor),
  ]

  static let vertex: [Row] = [
    ("INVALID_ARGUMENT", http(400, "INVALID_ARGUMENT"), .request, false, .us),
    (
      "FAILED_PRECONDITION",
      http(400, "FAILED_PRECONDITION", "Project is not allowed to use Publisher Model"), .auth, false, .us
    ),
    ("UNAUTHENTICATED", http(401, "UNAUTHENTICATED"), .auth, false, .us),
    ("PERMISSION_DENIED", http(403, "PERMISSION_DENIED"), .auth, false, .us),
    ("NOT_FOUND", http(404, "NOT_FOUND"), .request, false, .us),
    ("413 tokens", http(413, nil, "Prompt is too long"), .request, false, .us),
    (
      "quota", http(429, "RESOURCE_EXHAUSTED", "Quota exceeded for aiplatform.googleapis.com/x"), .quota,
      true, .us
    ),
    (
      "shared capacity", http(429, "RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later."),
      .quota, true, .unknown
    ),
    ("CANCELLED", http(499, "CANCELLED"), .request, false, .us),
    ("INTERNAL", http(500, "INTERNAL"), .server, true, .vendor),
    ("UNAVAILABLE", http(503, "UNAVAILABLE"), .server, true, .vendor),
    ("DEADLINE_EXCEEDED", http(504, "DEADLINE_EXCEEDED"), .server, true, .vendor),
    ("529", http(529, "overloaded_error"), .overload, true, .vendor),
  ]

  static let alternates: [Row] = [
    ("openai limit", http(429, "requests", code: "rate_limit_exceeded"), .quota, true, .us),
    ("openai plan", http(429, "insufficient_quota", code: "insufficient_quota"), .quota, false, .us),
    ("openai overload", http(503, "server_is_overloaded"), .overload, true, .vendor),
    ("openai ramp", http(503, "slow_down"), .overload, true, .vendor),
    ("openai key", http(401, "invalid_request_error", code: "invalid_api_key"), .auth, false, .us),
    (
      "gemini plan",
      http(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing"),
      .quota, false, .us
    ),
    (
      "gemini busy", http(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
      .quota, true, .unknown
    ),
  ]

  /// Below HTTP, a phase each.
  static let transport: [Row] = [
    ("dns", FailureEvidence(transport: .dns), .network, true, .network),
    ("unreachable", FailureEvidence(transport: .connect), .network, true, .unknown),
    ("refused", FailureEvidence(transport: .refused), .network, true, .unknown),
    ("tls", FailureEvidence(transport: .tls), .network, true, .unknown),
    ("reset", FailureEvidence(transport: .reset), .network, true, .unknown),
    ("connect timeout", FailureEvidence(transport: .connectTimeout), .timeout, true, .network),
    ("first byte timeout", FailureEvidence(transport: .firstByteTimeout), .timeout, true, .vendor),
    ("total timeout", FailureEvidence(transport: .totalTimeout), .timeout, true, .unknown),
  ]

  @Test(arguments: [
    ("anthropic", anthropic), ("mid-stream", midStream), ("bedrock", bedrock), ("vertex", vertex),
    ("alternates", alternates), ("transport", transport),
  ])
  func `a documented error comes to its class, side and whether to retry`(vendor: String, rows: [Row]) {
    for row in rows {
      let rule = FailureTable.classify(row.evidence)
      #expect(rule?.failure == row.failure, "\(vendor) \(row.what): \(rule?.id ?? "none")")
      #expect(rule?.isRetryable == row.retry, "\(vendor) \(row.what): \(rule?.id ?? "none")")
      #expect(rule?.side == row.side, "\(vendor) \(row.what): \(rule?.id ?? "none")")
    }
  }

  @Test func `only rows of last resort catch what nobody documents`() {
    let rows = [Self.anthropic, Self.bedrock, Self.vertex, Self.alternates].flatMap(\.self)
    let lastResort: Set<String> = ["request.other", "server.other", "server.stream-error", "network.unknown"]
    for row in rows {
      let id = FailureTable.classify(row.evidence)?.id
      #expect(id.map(lastResort.contains) == false, "\(row.what): \(id ?? "none")")
    }
  }
}
