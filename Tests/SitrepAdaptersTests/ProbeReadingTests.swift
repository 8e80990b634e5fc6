import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite("Reading of answers")
struct ProbeReadingTests {
  private static let now = Instant(seconds: 1_795_200_302)  // 2026-11-20T18:45:02Z

  private func reading(_ platform: Platform, _ capability: Capability = .messages) -> ProbeReading {
    let series = SeriesID(platform: platform, region: "r", capability: capability, model: Model("m"))
    return ProbeReading(
      ProbeContext(series: series, purpose: .scheduled, startedAt: Self.now, key: "sk-ant-…3fQA"))
  }

  private func head(_ status: Int, _ headers: [String: String] = [:]) -> HTTPResponseHead {
    HTTPResponseHead(status: status, headers: HTTPHeaders(headers.map { (name: $0.key, value: $0.value) }))
  }

  private func answer(
    _ platform: Platform, _ status: Int, _ file: String, headers: [String: String] = [:],
    total: TimeSpan = .seconds(1)
  ) throws -> Observation {
    reading(platform).answered(
      head(status, headers), body: try Payload.bytes(file), phases: Phases(total: total), now: Self.now)
  }

  @Test("A key that an answer quotes is read as its fingerprint, wherever it stands")
  func quotedKeys() {
    let own = "tok_0123456789abcdef"
    var reading = reading(.anthropic)
    reading.context.secrets = [Secret(own)]
    let foreign = "sk-ant-api03-SECRETSECRETSECRET-3fQA"
    let long = String(repeating: "x", count: 290)
    let bodies = [
      #"{"error":{"type":"\#(foreign)","message":"invalid x-api-key: \#(own) and \#(foreign)"}}"#,
      #"{"error":{"type":"auth","message":"\#(long) \#(foreign)"},"request_id":"\#(own)"}"#,
      "<p>key \(foreign) of \(own) is not known</p>",
    ]
    for body in bodies {
      let seen = reading.answered(
        head(401, ["request-id": own]), body: Array(body.utf8), phases: Phases(), now: Self.now)
      let told = "\(seen.message?.text ?? "") \(seen.errorType?.text ?? "") \(seen.requestID?.text ?? "")"
      #expect(!told.contains("SECRET") && !told.contains("0123456789"), "\(told)")
    }
  }

  /// File, status, platform, `x-amzn-ErrorType`, and the row and word that must come of it.
  static let errors: [(file: String, status: Int, Platform, header: String?, row: String, word: String?)] = [
    ("error-400-invalid-request.json", 400, .anthropic, nil, "request.invalid", "invalid_request_error"),
    ("error-400-low-credit.json", 400, .anthropic, nil, "quota.credit", "invalid_request_error"),
    (
      "error-400-own-spend-limit.json", 400, .anthropic, nil, "quota.own-spend-limit", "invalid_request_error"
    ),
    ("error-400-prompt-too-long.json", 400, .anthropic, nil, "request.too-long", "invalid_request_error"),
    (
      "error-400-version-2026-10-21-temperature.json", 400, .anthropic, nil, "request.version-parameter",
      "invalid_request_error"
    ),
    ("error-401-authentication.json", 401, .anthropic, nil, "auth.key", "authentication_error"),
    ("error-402-billing.json", 402, .anthropic, nil, "quota.billing", "billing_error"),
    ("error-403-permission.json", 403, .anthropic, nil, "auth.permission", "permission_error"),
    ("error-404-model.json", 404, .anthropic, nil, "request.model-gone", "not_found_error"),
    ("error-409-conflict.json", 409, .anthropic, nil, "request.conflict", "conflict_error"),
    ("error-413-cloudflare.html", 413, .anthropic, nil, "request.too-large", nil),
    ("error-413-too-large.json", 413, .anthropic, nil, "request.too-large", "request_too_large"),
    (
      "error-429-enforced-spend-limit.json", 429, .anthropic, nil, "quota.enforced-spend-limit",
      "enforced_spend_limit_reached"
    ),
    ("error-429-input-tokens-old-wording.json", 429, .anthropic, nil, "quota.rate-limit", "rate_limit_error"),
    ("error-429-input-tokens.json", 429, .anthropic, nil, "quota.rate-limit", "rate_limit_error"),
    ("error-500-api-error.json", 500, .anthropic, nil, "server.error", "api_error"),
    ("error-500-overloaded-null-request-id.json", 500, .anthropic, nil, "overload.text", "api_error"),
    ("error-502-cloudflare.html", 502, .anthropic, nil, "server.502", nil),
    ("error-503-envoy.txt", 503, .anthropic, nil, "server.503", nil),
    ("error-504-timeout.json", 504, .anthropic, nil, "server.timeout", "timeout_error"),
    ("error-529-null-request-id.json", 529, .anthropic, nil, "overload.capacity", "overloaded_error"),
    ("error-529-overloaded-with-link.json", 529, .anthropic, nil, "overload.capacity", "overloaded_error"),
    ("error-529-overloaded.json", 529, .anthropic, nil, "overload.capacity", "overloaded_error"),
    (
      "bedrock-error-400-validation.json", 400, .bedrock, "ValidationException", "request.invalid",
      "ValidationException"
    ),
    (
      "bedrock-error-403-access-denied.json", 403, .bedrock, "AccessDeniedException:http://internal",
      "auth.model-access", "AccessDeniedException"
    ),
    ("bedrock-error-403-expired-token.json", 403, .bedrock, nil, "auth.expired", nil),
    (
      "bedrock-error-403-signature.json", 403, .bedrock, "InvalidSignatureException", "auth.signature",
      "InvalidSignatureException"
    ),
    (
      "bedrock-error-424-model-error.json", 424, .bedrock, "ModelErrorException", "server.model",
      "ModelErrorException"
    ),
    (
      "bedrock-error-429-throttling.json", 429, .bedrock, "ThrottlingException", "quota.throttled",
      "ThrottlingException"
    ),
    (
      "bedrock-error-503-unavailable.json", 503, .bedrock, "ServiceUnavailableException",
      "overload.unavailable", "ServiceUnavailableException"
    ),
    (
      "vertex-error-400-failed-precondition.json", 400, .vertex, nil, "auth.model-access",
      "FAILED_PRECONDITION"
    ),
    ("vertex-error-401.json", 401, .vertex, nil, "auth.key", "UNAUTHENTICATED"),
    ("vertex-error-403.json", 403, .vertex, nil, "auth.permission", "PERMISSION_DENIED"),
    ("vertex-error-404.json", 404, .vertex, nil, "request.model-gone", "NOT_FOUND"),
    ("vertex-error-429-array.json", 429, .vertex, nil, "quota.google", "RESOURCE_EXHAUSTED"),
    ("vertex-error-429-object.json", 429, .vertex, nil, "quota.google", "RESOURCE_EXHAUSTED"),
    (
      "vertex-error-429-with-retryinfo.json", 429, .vertex, nil, "quota.shared-capacity", "RESOURCE_EXHAUSTED"
    ),
    ("vertex-error-529-anthropic-shape.json", 529, .vertex, nil, "overload.capacity", "overloaded_error"),
    ("openai-error-429-quota.json", 429, .openai, nil, "quota.plan", "insufficient_quota"),
    ("openai-error-429.json", 429, .openai, nil, "quota.rate-limit", "rate_limit_exceeded"),
    ("gemini-error-429.json", 429, .gemini, nil, "quota.plan", "RESOURCE_EXHAUSTED"),
  ]

  @Test("Every recorded error body becomes its failure", arguments: errors)
  func readsErrors(
    file: String, status: Int, platform: Platform, header: String?, row: String, word: String?
  ) throws {
    let headers = header.map { ["x-amzn-ErrorType": $0] } ?? [:]
    let observation = try answer(platform, status, file, headers: headers)
    let rule = try #require(FailureTable.classify(FailureEvidence(observation)))
    #expect(rule.id == row)
    #expect(observation.outcome == .failed(rule.failure))
    #expect(observation.errorType?.text == word)
    #expect(observation.status == status)
    #expect(observation.message?.text.isEmpty == false)
    #expect(observation.message?.text.contains("<") == false)
  }

  @Test("Headers give request id, limits and retry-after")
  func readsHeaders() throws {
    let limited = try answer(
      .anthropic, 429, "error-429-input-tokens.json", headers: Payload.headers("headers-429-rate-limit.txt"))
    #expect(limited.retryAfter == .seconds(17))
    #expect(limited.requestID?.text == "req_011CYhYqNv2Fvu2yTgQpEXAM")
    #expect(limited.limits.map(\.remaining) == [41, 7000, 0, 7000])
    #expect(limited.limits[2].reset == Self.now + .seconds(17))
    let spent = try answer(
      .anthropic, 429, "error-429-enforced-spend-limit.json",
      headers: Payload.headers("headers-429-spend-cap-no-retry-after.txt"))
    #expect(spent.retryAfter == nil)
    #expect(spent.limits.isEmpty)
    let throttled = try answer(
      .bedrock, 429, "bedrock-error-429-throttling.json", headers: Payload.headers("headers-bedrock-429.txt"))
    #expect(throttled.errorType?.text == "ThrottlingException")
    #expect(throttled.requestID?.text == "ca47a5ce-e260-4824-aa0e-2e62669d5d6e")
    let google = try answer(.vertex, 429, "vertex-error-429-with-retryinfo.json")
    #expect(google.retryAfter == .seconds(38))
    let real = try answer(
      .anthropic, 200, "real-message-nonstream-2025-08-21.json",
      headers: Payload.headers("real-headers-anthropic-200-nonstream-2025-08-21.txt"))
    #expect(real.limits.map(\.kind) == [.requests, .tokens, .inputTokens, .outputTokens])
    for file in [
      "headers-200-priority-and-fast.txt", "headers-200.txt", "real-headers-200-stream-2026-04-05.txt",
    ] {
      let names = try Payload.headers(file)
      #expect(HeadroomHeaders.parse(lookup: { names[$0] }, now: Self.now).count == 4, "\(file)")
    }
    for (file, count) in [
      ("real-headers-openai-200.txt", 2), ("real-headers-groq-200.txt", 2),
      ("real-headers-mistral-200.txt", 2),
      ("real-headers-openai-models-200.txt", 0), ("headers-vertex-429.txt", 0),
      ("headers-bedrock-200.txt", 0),
      ("headers-429-subscription-unified.txt", 0),
    ] {
      let names = try Payload.headers(file)
      #expect(HeadroomHeaders.parse(lookup: { names[$0] }, now: Self.now).count == count, "\(file)")
    }
  }

  @Test("A good answer is ok, or slow over the limit, with its usage")
  func readsSuccess() throws {
    for (file, platform) in [
      ("message-response.json", Platform.anthropic), ("message-response-tool-use.json", .anthropic),
      ("bedrock-invoke-response.json", .bedrock), ("vertex-message-response.json", .vertex),
      ("real-message-nonstream-2025-08-21.json", .anthropic),
    ] {
      let observation = try answer(platform, 200, file)
      #expect(observation.outcome == .ok, "\(file)")
      #expect((observation.usage?.outputTokens ?? 0) > 0, "\(file)")
    }
    #expect(try answer(.anthropic, 200, "message-response.json", total: .seconds(11)).outcome == .slow)
  }

  @Test(
    "A good status without the promised answer is a content failure with an excerpt",
    arguments: [
      "", "{}", "[]", "null", "<html><body><h1>Sign in</h1></body></html>", "{\"type\":\"message\"}",
      "{\"type\":",
      "{\"type\":\"message\",\"content\":\"no list\"}", "\u{1B}[2Jboo",
    ])
  func unreadable(body: String) {
    let observation = reading(.anthropic).answered(
      head(200), body: Array(body.utf8), phases: Phases(), now: Self.now)
    #expect(observation.outcome == .failed(.content))
    #expect(observation.errorType?.text == "unreadable")
    #expect(observation.message?.text.contains("\u{1B}") == false)
  }

  @Test("Wrong types, huge and hostile error bodies still classify by status")
  func hostileErrors() {
    let bodies: [[UInt8]] = [
      Array("{\"error\":7,\"request_id\":[]}".utf8), Array("{\"error\":{\"type\":{},\"message\":3}}".utf8),
      Array("[[[[]]]]".utf8), [UInt8](repeating: 0xFF, count: 5 << 20),
      Array(String(repeating: "{\"error\":", count: 100_000).utf8),
      Array("{\"error\":{\"type\":\"\\u001b[31mapi_error\",\"message\":\"\\u202ex\\u0000y\"}}".utf8),
    ]
    for body in bodies {
      let observation = reading(.anthropic).answered(head(500), body: body, phases: Phases(), now: Self.now)
      #expect(observation.outcome == .failed(.server))
    }
  }

  @Test("Every transport error becomes its failure, its message without secrets")
  func transportErrors() {
    let expected: [(HTTPError.Code, FailureClass, String)] = [
      (.resolve, .network, "dns"), (.connect, .network, "connect"), (.refused, .network, "refused"),
      (.tls, .network, "tls"),
      (.reset, .network, "reset"), (.timeoutConnect, .timeout, "connect-timeout"),
      (.timeoutFirstByte, .timeout, "first-byte-timeout"), (.timeoutTotal, .timeout, "total-timeout"),
      (.tooLarge, .content, "answer-too-large"), (.protocolError, .content, "malformed-http"),
      (.stalled, .stalled, "stalled"), (.truncated, .server, "truncated"), (.badRequest, .request, "local"),
      (.cancelled, .network, "cancelled"), (.other, .network, "transport"),
    ]
    for (code, failure, word) in expected {
      let error = HTTPError(code: code, operation: "POST", detail: "api.example.com/v1/messages")
      let observation = reading(.anthropic).failed(error, phases: Phases(), now: Self.now)
      #expect(observation.outcome == .failed(failure), "\(word)")
      #expect(observation.errorType?.text == word)
      #expect(observation.status == nil)
    }
  }
}
