import SitrepCore
import Testing

@Suite("The failure table")
struct FailureTableTests {
  /// One piece of evidence for every row: a row that nothing reaches is dead.
  static let examples: [(String, FailureEvidence)] = [
    ("network.dns", FailureEvidence(transport: .dns)),
    ("network.proxy", FailureEvidence(transport: .proxy)),
    ("network.connect", FailureEvidence(transport: .connect)),
    ("network.refused", FailureEvidence(transport: .refused)),
    ("network.tls", FailureEvidence(transport: .tls)),
    ("network.reset", FailureEvidence(transport: .reset, status: 200)),
    ("timeout.connect", FailureEvidence(transport: .connectTimeout)),
    ("timeout.first-byte", FailureEvidence(transport: .firstByteTimeout)),
    ("timeout.total", FailureEvidence(transport: .totalTimeout, status: 200)),
    ("content.too-large", FailureEvidence(transport: .tooLarge, status: 200)),
    ("content.malformed-http", FailureEvidence(transport: .malformed)),
    ("us.cancelled", FailureEvidence(transport: .cancelled)),
    ("us.local", FailureEvidence(transport: .local)),
    ("stalled.start", FailureEvidence(status: 200, end: .noFirstContent)),
    ("stalled.gap", FailureEvidence(status: 200, end: .stalled)),
    ("server.truncated", FailureEvidence(status: 200, end: .truncated)),
    ("content.bad-frame", FailureEvidence(status: 200, end: .badFrame)),
    ("content.unreadable", FailureEvidence(status: 200, end: .unreadable)),
    (
      "quota.enforced-spend-limit",
      FailureEvidence(status: 429, errorType: "rate_limit_error", errorCode: "enforced_spend_limit_reached")
    ),
    (
      "quota.own-spend-limit",
      FailureEvidence(
        status: 400, errorType: "invalid_request_error",
        message: "You have reached your specified API usage limits.")
    ),
    (
      "quota.credit",
      FailureEvidence(
        status: 400, errorType: "invalid_request_error", message: "Your credit balance is too low to access")
    ),
    ("quota.billing", FailureEvidence(status: 402)),
    ("quota.billing", FailureEvidence(status: 402, errorType: "billing_error")),
    ("quota.plan", FailureEvidence(status: 429, errorType: "insufficient_quota")),
    (
      "quota.plan",
      FailureEvidence(
        status: 429, errorType: "RESOURCE_EXHAUSTED", message: "You exceeded your current quota, please …")
    ),
    (
      "quota.day",
      FailureEvidence(
        status: 429, errorType: "ThrottlingException", message: "Too many tokens per day, please wait")
    ),
    ("quota.hard", FailureEvidence(status: 400, errorType: "ServiceQuotaExceededException")),
    ("auth.clock", FailureEvidence(status: 403, errorType: "RequestExpired")),
    ("auth.expired", FailureEvidence(status: 403, errorType: "ExpiredTokenException")),
    ("auth.signature", FailureEvidence(status: 403, errorType: "InvalidSignatureException")),
    ("auth.key", FailureEvidence(status: 401, errorType: "authentication_error")),
    ("auth.key", FailureEvidence(status: 401)),
    ("auth.key", FailureEvidence(status: 400, errorType: "UnrecognizedClientException")),
    ("auth.model-not-enabled", FailureEvidence(status: 404, errorType: "FTUFormNotFilled")),
    (
      "auth.model-access",
      FailureEvidence(
        status: 400, errorType: "FAILED_PRECONDITION",
        message: "Project is not allowed to use Publisher Model")
    ),
    ("auth.permission", FailureEvidence(status: 403, errorType: "permission_error")),
    ("auth.refused-at-edge", FailureEvidence(status: 403)),
    ("auth.forbidden", FailureEvidence(status: 403, errorType: "something_new")),
    (
      "request.api-version",
      FailureEvidence(
        status: 400, errorType: "invalid_request_error",
        message: "anthropic-version: \"2020-01-01\" is not a valid version")
    ),
    (
      "request.version-parameter",
      FailureEvidence(
        status: 400, errorType: "invalid_request_error",
        message: "temperature: this parameter is not supported in this API version")
    ),
    (
      "request.too-long",
      FailureEvidence(
        status: 400, errorType: "invalid_request_error",
        message: "prompt is too long: 205431 tokens > 200000 maximum")
    ),
    (
      "request.model-profile",
      FailureEvidence(
        status: 400, errorType: "ValidationException",
        message: "Invocation of model ID x with on-demand throughput isn't supported.")
    ),
    ("request.too-large", FailureEvidence(status: 413)),
    (
      "request.model-gone",
      FailureEvidence(status: 404, errorType: "not_found_error", message: "model: claude-3-opus-20240229")
    ),
    ("request.not-found", FailureEvidence(status: 404, errorType: "NOT_FOUND", message: "no such thing")),
    ("request.wrong-path", FailureEvidence(status: 404)),
    ("request.method", FailureEvidence(status: 405)),
    ("request.conflict", FailureEvidence(status: 409, errorType: "conflict_error")),
    ("request.conflict-type", FailureEvidence(status: 400, errorType: "ConflictException")),
    ("request.hung-up", FailureEvidence(status: 499, errorType: "CANCELLED")),
    ("request.unprocessable", FailureEvidence(status: 422)),
    ("request.invalid", FailureEvidence(status: 400, errorType: "ValidationException")),
    ("request.invalid", FailureEvidence(status: 400)),
    ("request.other", FailureEvidence(status: 418)),
    ("request.redirect", FailureEvidence(status: 302)),
    ("overload.capacity", FailureEvidence(status: 529)),
    ("overload.capacity", FailureEvidence(status: 200, errorType: "overloaded_error")),
    ("overload.text", FailureEvidence(status: 500, errorType: "api_error", message: "Overloaded")),
    ("overload.not-ready", FailureEvidence(status: 429, errorType: "ModelNotReadyException")),
    ("overload.unavailable", FailureEvidence(status: 503, errorType: "ServiceUnavailableException")),
    ("overload.unavailable", FailureEvidence(status: 200, errorType: "serviceUnavailableException")),
    (
      "quota.shared-capacity",
      FailureEvidence(
        status: 429, errorType: "RESOURCE_EXHAUSTED", message: "Resource exhausted. Please try again later.")
    ),
    (
      "quota.google",
      FailureEvidence(status: 429, errorType: "RESOURCE_EXHAUSTED", message: "Quota exceeded for aiplatform")
    ),
    ("quota.throttled", FailureEvidence(status: 200, errorType: "throttlingException")),
    ("quota.rate-limit", FailureEvidence(status: 429, errorType: "rate_limit_error")),
    ("quota.too-many", FailureEvidence(status: 429)),
    ("server.timeout", FailureEvidence(status: 408, errorType: "ModelTimeoutException")),
    ("server.timeout", FailureEvidence(status: 504, errorType: "timeout_error")),
    ("timeout.request", FailureEvidence(status: 408)),
    ("server.model", FailureEvidence(status: 424, errorType: "ModelErrorException")),
    ("server.error", FailureEvidence(status: 500, errorType: "api_error", message: "Internal server error")),
    ("server.error", FailureEvidence(status: 200, errorType: "internalServerException")),
    ("server.unavailable", FailureEvidence(status: 503, errorType: "UNAVAILABLE")),
    ("server.502", FailureEvidence(status: 502)),
    ("server.503", FailureEvidence(status: 503, message: "upstream connect error or disconnect/reset")),
    ("server.504", FailureEvidence(status: 504)),
    ("server.edge", FailureEvidence(status: 522)),
    ("server.other", FailureEvidence(status: 599)),
    ("server.stream-error", FailureEvidence(status: 200, errorType: "brand_new_error")),
    ("network.unknown", FailureEvidence()),
  ]

  @Test("Each kind of evidence finds its row", arguments: examples)
  func findsRow(id: String, evidence: FailureEvidence) {
    #expect(FailureTable.classify(evidence)?.id == id)
  }

  @Test("Every row is reached by some evidence, and ids are unique")
  func isComplete() {
    let ids = FailureTable.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids).subtracting(Self.examples.map(\.0)) == [])
  }

  @Test("Every row says a cause, a fix and when it applies in whole sentences")
  func speaks() {
    for rule in FailureTable.rules {
      #expect(rule.cause.hasSuffix("."), "\(rule.id)")
      #expect(rule.fix.hasSuffix("."), "\(rule.id)")
      #expect(!rule.trigger.isEmpty, "\(rule.id)")
    }
    #expect(FailureTable.rule("overload.capacity")?.trigger == "overloaded_error; or HTTP 529")
    #expect(FailureTable.rule("network.unknown")?.trigger == "anything else")
  }

  @Test("The caller's own mistakes are not retried, what passes by itself is")
  func retries() {
    for status in [400, 401, 403, 404, 405, 413, 422] {
      #expect(FailureTable.classify(FailureEvidence(status: status))?.isRetryable == false, "\(status)")
    }
    for status in [408, 409, 429, 500, 502, 503, 504, 520, 529] {
      #expect(FailureTable.classify(FailureEvidence(status: status))?.isRetryable == true, "\(status)")
    }
  }

  @Test("Our own 4xx, quota and cancellation are neutral to a breaker; outages count")
  func counts() {
    for status in [400, 401, 402, 403, 404, 408, 409, 413, 422, 429] {
      #expect(FailureTable.classify(FailureEvidence(status: status))?.countsForBreaker == false, "\(status)")
    }
    for status in [500, 502, 503, 504, 521, 529] {
      #expect(FailureTable.classify(FailureEvidence(status: status))?.countsForBreaker == true, "\(status)")
    }
    #expect(FailureTable.classify(FailureEvidence(transport: .cancelled))?.countsForBreaker == false)
  }

  @Test("A complete good answer is no failure, whatever its status in the 200s")
  func success() {
    for status in 200..<300 {
      #expect(FailureTable.classify(FailureEvidence(status: status)) == nil)
      #expect(FailureTable.classify(FailureEvidence(status: status, end: .complete)) == nil)
    }
  }

  @Test("Every status from 0 to 999 has an answer, and only the 200s are none")
  func isTotal() {
    for status in 0...999 {
      let rule = FailureTable.classify(FailureEvidence(status: status))
      #expect((rule == nil) == (200..<300).contains(status), "\(status)")
    }
    for transport in TransportFailure.allCases {
      #expect(FailureTable.classify(FailureEvidence(transport: transport)) != nil)
    }
  }

  @Test("A recorded observation is explained by the row that classified it")
  func explainsObservations() {
    let series = SeriesID(platform: .anthropic, region: "", capability: .streaming, model: Model("m"))
    var observation = Observation(
      series: series, purpose: .scheduled, startedAt: Instant(seconds: 1), phases: Phases(),
      outcome: .failed(.stalled), status: 200, errorType: "stalled")
    #expect(FailureTable.classify(FailureEvidence(observation))?.id == "stalled.gap")
    observation.status = nil
    observation.errorType = "dns"
    #expect(FailureTable.classify(FailureEvidence(observation))?.id == "network.dns")
    observation.status = 429
    observation.errorType = "enforced_spend_limit_reached"
    #expect(FailureTable.classify(FailureEvidence(observation))?.id == "quota.enforced-spend-limit")
  }
}
