// The rows. Sources: facts/anthropic-api.md 3, bedrock.md 7, vertex.md 4, other-providers.md, and the
// outcome table of notes/resilience.md C1 for what counts and what it means for the key.

extension FailureTable {
  static let transportRules: [FailureRule] = [
    FailureRule(
      "network.dns", FailureMatch(transport: .dns), .network, retry: true, .network,
      cause: "The host name could not be resolved.",
      fix: "Check the resolver and the network of this machine; try another resolver."),
    FailureRule(
      "network.proxy", FailureMatch(transport: .proxy), .network, retry: true, .network,
      cause: "The proxy could not be reached, or it refused the connection.",
      fix: "Check HTTPS_PROXY and NO_PROXY, then the proxy itself."),
    FailureRule(
      "network.connect", FailureMatch(transport: .connect), .network, retry: true, .unknown,
      cause: "No connection: the host is unreachable.",
      fix: "Compare with the control probes: if they fail too, it is this network."),
    FailureRule(
      "network.refused", FailureMatch(transport: .refused), .network, retry: true, .unknown,
      cause: "The host itself refused the connection: nothing listens there, and the network works.",
      fix: "Check base URL and port, then the service behind them; a firewall that rejects looks the same."),
    FailureRule(
      "network.tls", FailureMatch(transport: .tls), .network, retry: true, .unknown,
      cause: "The secure connection could not be made: certificate, clock or an intercepting proxy.",
      fix: "Check the clock of this machine, the proxy, and the certificate that is presented."),
    FailureRule(
      "network.reset", FailureMatch(transport: .reset), .network, retry: true, .unknown,
      cause: "The connection was cut before the answer was complete.",
      fix: "Retry with backoff; if other hosts are fine, it is the vendor's edge."),
    FailureRule(
      "timeout.connect", FailureMatch(transport: .connectTimeout), .timeout, retry: true, .network,
      cause: "No connection within the time limit.",
      fix: "Compare with the control probes: a firewall or a lossy network looks like this."),
    FailureRule(
      "timeout.first-byte", FailureMatch(transport: .firstByteTimeout), .timeout, retry: true, .vendor,
      cause: "Connected, but no answer began within the time limit.",
      fix: "Raise the read timeout, lower max_tokens, or stream; the request may have been billed."),
    FailureRule(
      "timeout.total", FailureMatch(transport: .totalTimeout), .timeout, retry: true, .unknown,
      cause: "The answer began but was not complete within the time limit.",
      fix: "Lower max_tokens, raise the timeout, or use a smaller model."),
    FailureRule(
      "content.too-large", FailureMatch(transport: .tooLarge), .content, retry: false, .unknown,
      cause: "The answer is longer than we read.",
      fix: "Check that the base URL points to the API and not to a web page."),
    FailureRule(
      "content.malformed-http", FailureMatch(transport: .malformed), .content, retry: true, .unknown,
      cause: "The answer is not valid HTTP.",
      fix: "Check the base URL and any proxy on the way."),
    FailureRule(
      "us.cancelled", FailureMatch(transport: .cancelled), .network, retry: true, .us, counts: false,
      cause: "We stopped waiting.",
      fix: "Nothing to do; it says nothing about the vendor."),
    FailureRule(
      "us.local", FailureMatch(transport: .local), .request, retry: false, .us,
      cause: "The request could not be sent from this machine.",
      fix: "Check the configured URL and the limits of this process."),
  ]

  static let endRules: [FailureRule] = [
    FailureRule(
      "stalled.start", FailureMatch(end: .noFirstContent), .stalled, retry: true, .vendor,
      cause: "The stream opened and stayed without content.",
      fix: "Try without streaming or another platform; thinking models may need a longer limit."),
    FailureRule(
      "stalled.gap", FailureMatch(end: .stalled), .stalled, retry: true, .vendor,
      cause: "The stream began and then stopped making progress; pings do not count.",
      fix: "Fall back to a request without streaming, or another platform."),
    FailureRule(
      "server.truncated", FailureMatch(end: .truncated), .server, retry: true, .vendor,
      cause: "The stream was closed without its end mark: the answer is incomplete.",
      fix: "Discard the partial answer and retry; without streaming if it happens again."),
    FailureRule(
      "content.bad-frame", FailureMatch(end: .badFrame), .content, retry: true, .vendor,
      cause: "A frame of the stream failed its checksum or cannot be read.",
      fix: "Retry without streaming; suspect a proxy that changes bytes."),
    FailureRule(
      "content.unreadable", FailureMatch(end: .unreadable), .content, retry: true, .unknown,
      cause: "The answer has a good status but is not what the API promises.",
      fix: "Check the base URL and any proxy; look at the excerpt."),
  ]

  static let billingRules: [FailureRule] = [
    FailureRule(
      "quota.enforced-spend-limit", FailureMatch(types: ["enforced_spend_limit_reached"]), .quota,
      retry: false,
      .us, key: .exhausted,
      cause: "The monthly spend cap that the vendor enforces is reached; it resets on the first, 00:00 UTC.",
      fix: "Ask for a higher cap, use another organisation's key, or move to another platform."),
    FailureRule(
      "quota.own-spend-limit",
      FailureMatch(phrases: ["reached your specified", "you will regain access on"]), .quota, retry: false,
      .us,
      key: .exhausted,
      cause: "Your own configured spend limit is reached; the message names when access returns.",
      fix: "Raise the limit in the console, or move to another platform until then."),
    FailureRule(
      "quota.credit", FailureMatch(phrases: ["credit balance is too low"]), .quota, retry: false, .us,
      key: .exhausted,
      cause: "The prepaid credit is used up.",
      fix: "Buy credits in the console under Plans & Billing."),
    FailureRule(
      "quota.billing", [FailureMatch(types: ["billing_error"]), FailureMatch(statuses: [402...402])], .quota,
      retry: false, .us, key: .exhausted,
      cause: "The account has a payment problem.",
      fix: "Check the payment details in the console."),
    FailureRule(
      "quota.plan",
      [
        FailureMatch(types: ["insufficient_quota"]),
        FailureMatch(phrases: ["exceeded your current quota", "check your plan and billing"]),
      ], .quota, retry: false, .us, key: .exhausted,
      cause: "The plan's quota for the day or the month is used up, not just this minute's.",
      fix:
        "Check plan and billing; retrying will not help (Gemini's daily quota returns at midnight Pacific)."),
    FailureRule(
      "quota.day", FailureMatch(phrases: ["tokens per day", "requests per day"]), .quota, retry: false, .us,
      key: .exhausted,
      cause: "The daily quota is used up.",
      fix: "Ask for a higher daily quota, or move to another region or platform."),
    FailureRule(
      "quota.hard", FailureMatch(types: ["ServiceQuotaExceededException"]), .quota, retry: false, .us,
      key: .exhausted,
      cause: "A hard account quota is exceeded.",
      fix: "Ask for a quota increase; retrying will not help."),
  ]

  static let authRules: [FailureRule] = [
    FailureRule(
      "auth.clock",
      [
        FailureMatch(types: ["RequestExpired", "RequestTimeTooSkewed"]),
        FailureMatch(phrases: ["signature expired", "signature not yet current"]),
      ], .auth, retry: false, .us,
      cause: "The request's signing time is too far from the vendor's clock.",
      fix: "Set the clock of this machine; compare it with the Date header."),
    FailureRule(
      "auth.expired",
      [
        FailureMatch(types: ["ExpiredTokenException", "ExpiredToken"]),
        FailureMatch(statuses: [400...403], phrases: ["token included in the request is expired"]),
      ], .auth, retry: false, .us, key: .rejected,
      cause: "The session credentials have expired.",
      fix: "Refresh the credentials; sign in again."),
    FailureRule(
      "auth.signature",
      [
        FailureMatch(
          types: [
            "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature",
            "IncompleteSignatureException",
          ]),
        FailureMatch(statuses: [400...403], phrases: ["signature we calculated does not match"]),
      ], .auth, retry: false, .us, key: .rejected,
      cause: "The request's signature does not match: wrong secret, region or changed bytes.",
      fix: "Check the secret key and the region; look for a proxy that changes headers."),
    FailureRule(
      "auth.key",
      [
        FailureMatch(
          types: [
            "authentication_error", "UNAUTHENTICATED", "UnrecognizedClientException", "InvalidClientTokenId",
            "MissingAuthenticationToken", "MissingAuthenticationTokenException", "invalid_api_key",
            "API_KEY_INVALID",
          ]),
        FailureMatch(statuses: [401...401]),
      ], .auth, retry: false, .us, key: .rejected,
      cause: "The key or token is missing, wrong, revoked or expired.",
      fix: "Look at the active keys in the console; if it worked minutes ago unchanged, suspect the vendor."),
    FailureRule(
      "auth.model-not-enabled",
      FailureMatch(
        types: ["FTUFormNotFilled"]), .auth, retry: false, .us,
      cause: "The first-use form for Anthropic models was not filled in for this account.",
      fix: "Fill in the form in the Bedrock console."),
    FailureRule(
      "auth.model-access",
      FailureMatch(
        statuses: [400...400, 403...403],
        phrases: ["not allowed to use publisher model", "don't have access to the model"]), .auth,
      retry: false, .us,
      cause: "The account or project is not enabled for this model.",
      fix: "Enable the model in the Bedrock console or in Model Garden."),
    FailureRule(
      "auth.permission",
      FailureMatch(types: ["permission_error", "PERMISSION_DENIED", "AccessDeniedException", "AccessDenied"]),
      .auth,
      retry: false, .us, key: .rejected,
      cause: "The key lacks the permission, the model is not enabled, or the place is not served.",
      fix: "Check scopes, roles and model access for this key."),
    FailureRule(
      "auth.refused-at-edge", FailureMatch(statuses: [403...403], isUntyped: true), .auth, retry: false,
      .unknown,
      cause: "Refused by an edge or a proxy before the API looked at the key.",
      fix: "Check the network's exit, a proxy, and whether the country is served."),
    FailureRule(
      "auth.forbidden", FailureMatch(statuses: [403...403]), .auth, retry: false, .us, key: .rejected,
      cause: "The key is not allowed to do this.",
      fix: "Check scopes, roles and model access for this key."),
  ]

  static let requestRules: [FailureRule] = [
    FailureRule(
      "request.api-version",
      FailureMatch(statuses: [400...400], phrases: ["anthropic-version", "anthropic_version"]), .request,
      retry: false, .us,
      cause: "The API version is missing or not one the vendor knows.",
      fix: "Send anthropic-version: 2023-06-01 (Bedrock and Vertex: their own version in the body)."),
    FailureRule(
      "request.version-parameter",
      FailureMatch(statuses: [400...400], phrases: ["not supported in this api version"]), .request,
      retry: false,
      .us,
      cause: "A parameter that this API version no longer takes, such as temperature.",
      fix: "Leave the parameter out, or go back to the earlier version."),
    FailureRule(
      "request.too-long",
      FailureMatch(
        phrases: [
          "prompt is too long", "input is too long", "context_length_exceeded", "maximum context length",
        ]),
      .request, retry: false, .us,
      cause: "The prompt does not fit the model's window.",
      fix: "Shorten the prompt, or use a model with a larger window."),
    FailureRule(
      "request.model-profile", FailureMatch(phrases: ["on-demand throughput"]), .request, retry: false, .us,
      cause: "Bedrock serves this model through an inference profile only.",
      fix: "Call the profile: put us., eu. or global. in front of the model's id."),
    FailureRule(
      "request.too-large",
      [FailureMatch(types: ["request_too_large"]), FailureMatch(statuses: [413...413])], .request,
      retry: false, .us,
      cause: "The request body is over the size limit; on Vertex it can also mean too many tokens.",
      fix: "Send less: fewer or smaller images, a shorter prompt."),
    FailureRule(
      "request.model-gone",
      FailureMatch(statuses: [404...404], phrases: ["model"]), .request, retry: false, .us,
      cause: "The model is unknown here: misspelled, retired, or not offered in this region.",
      fix: "Set another model; list the models on offer. For a probe: the probe is misconfigured."),
    FailureRule(
      "request.not-found",
      FailureMatch(types: ["not_found_error", "NOT_FOUND", "ResourceNotFoundException", "model_not_found"]),
      .request,
      retry: false, .us,
      cause: "The path or the model does not exist here.",
      fix: "Check base URL, region and model."),
    FailureRule(
      "request.wrong-path", FailureMatch(statuses: [404...404]), .request, retry: false, .us,
      cause: "The path does not exist at this host.",
      fix: "Check the base URL."),
    FailureRule(
      "request.method", FailureMatch(statuses: [405...405]), .request, retry: false, .us,
      cause: "The method is not allowed at this path; a bot check of an edge also answers so.",
      fix: "Check the base URL; the API wants POST."),
    FailureRule(
      "request.conflict", FailureMatch(statuses: [409...409]), .request, retry: true, .us,
      cause: "The request conflicts with the state of the resource.",
      fix: "Retry once; if it stays, read the state first."),
    FailureRule(
      "request.conflict-type", FailureMatch(types: ["conflict_error", "ConflictException", "ABORTED"]),
      .request,
      retry: false, .us,
      cause: "The request conflicts with the state of the resource.",
      fix: "Read the state first, then send the request again."),
    FailureRule(
      "request.hung-up", FailureMatch(statuses: [499...499]), .request, retry: false, .us,
      cause: "The vendor saw us hang up.",
      fix: "Raise our own timeout; it says nothing about the vendor."),
    FailureRule(
      "request.unprocessable", FailureMatch(statuses: [422...422]), .request, retry: false, .us,
      cause: "The request is well-formed but cannot be processed.",
      fix: "Read the message; correct the named field."),
    FailureRule(
      "request.invalid",
      [
        FailureMatch(
          types: [
            "invalid_request_error", "ValidationException", "INVALID_ARGUMENT", "FAILED_PRECONDITION",
            "OUT_OF_RANGE",
          ]),
        FailureMatch(statuses: [400...400]),
      ], .request, retry: false, .us,
      cause: "The request is not valid: a wrong, missing or unknown field.",
      fix: "Read the message; correct the named field."),
  ]

  static let overloadRules: [FailureRule] = [
    FailureRule(
      "overload.capacity",
      [FailureMatch(types: ["overloaded_error"]), FailureMatch(statuses: [529...529])], .overload,
      retry: true, .vendor,
      cause: "The vendor is out of capacity for everybody; it is not your quota.",
      fix: "Retry after 30–60 s with jitter; many of these foretell an outage: cache harder or move early."),
    FailureRule(
      "overload.text", FailureMatch(statuses: [200...200, 500...599], phrases: ["overloaded"]), .overload,
      retry: true, .vendor,
      cause: "A server error whose text says overload.",
      fix: "Retry after 30–60 s with jitter, or move to another platform."),
    FailureRule(
      "overload.not-ready", FailureMatch(types: ["ModelNotReadyException"]), .overload, retry: true, .vendor,
      cause: "The model is not ready at the vendor; it is not a throttle.",
      fix: "Retry with backoff, or use another region."),
    FailureRule(
      "overload.unavailable",
      FailureMatch(types: ["ServiceUnavailableException", "server_is_overloaded", "slow_down"]), .overload,
      retry: true, .vendor,
      cause: "The service is short of capacity.",
      fix: "Wait longer than after a 500, then retry; or use another region or platform."),
  ]

  static let quotaRules: [FailureRule] = [
    FailureRule(
      "quota.shared-capacity",
      FailureMatch(
        types: ["RESOURCE_EXHAUSTED"], phrases: ["try again later", "resource has been exhausted"]), .quota,
      retry: true, .unknown, key: .cools,
      cause: "Shared capacity or your quota: the message does not tell which.",
      fix: "Honour the retry delay if one is given; otherwise back off, or use another region."),
    FailureRule(
      "quota.google", FailureMatch(types: ["RESOURCE_EXHAUSTED"]), .quota, retry: true, .us, key: .cools,
      cause: "The project's quota for this base model is used up; a new project may have none at all.",
      fix: "Ask for a quota increase; back off, or use another region."),
    FailureRule(
      "quota.throttled", FailureMatch(types: ["ThrottlingException", "TooManyRequestsException"]), .quota,
      retry: true, .unknown, key: .cools,
      cause: "Account quota or shared capacity: the code does not tell which.",
      fix: "Back off with full jitter; a rise at constant traffic means overload: use another region."),
    FailureRule(
      "quota.rate-limit", FailureMatch(types: ["rate_limit_error", "rate_limit_exceeded"]), .quota,
      retry: true, .us,
      key: .cools,
      cause: "A limit of requests or tokens per minute is used up, or traffic rose too sharply.",
      fix: "Read the limit headers, reduce traffic, wait for retry-after."),
    FailureRule(
      "quota.too-many", FailureMatch(statuses: [429...429]), .quota, retry: true, .us, key: .cools,
      cause: "Too many requests.",
      fix: "Reduce traffic, wait for retry-after."),
  ]

  static let serverRules: [FailureRule] = [
    FailureRule(
      "server.timeout",
      FailureMatch(types: ["timeout_error", "DEADLINE_EXCEEDED", "ModelTimeoutException"]), .server,
      retry: true,
      .vendor,
      cause: "The vendor gave up on its own time limit: a long generation or a struggling backend.",
      fix: "Stream, lower max_tokens, or use a smaller model; then retry."),
    FailureRule(
      "timeout.request", FailureMatch(statuses: [408...408]), .timeout, retry: true, .unknown, counts: false,
      cause: "The vendor did not get our whole request in time.",
      fix: "Retry once; suspect a slow upload path."),
    FailureRule(
      "server.model",
      [
        FailureMatch(types: ["ModelErrorException", "ModelStreamErrorException"]),
        FailureMatch(statuses: [424...424]),
      ], .server, retry: true, .vendor,
      cause: "The model failed while it worked on the request.",
      fix: "Retry carefully; if one input always fails, it is that input."),
    FailureRule(
      "server.error",
      [
        FailureMatch(
          types: ["api_error", "INTERNAL", "InternalServerException", "InternalFailure", "server_error"]),
        FailureMatch(statuses: [500...500]),
      ], .server, retry: true, .vendor,
      cause: "An internal error at the vendor.",
      fix: "Look at the status page; retry with backoff."),
    FailureRule(
      "server.unavailable", FailureMatch(types: ["UNAVAILABLE", "service_unavailable"]), .server, retry: true,
      .vendor,
      cause: "The service says it is unavailable.",
      fix: "Wait longer than after a 500, then retry; or move to another platform."),
    FailureRule(
      "server.502", FailureMatch(statuses: [502...502]), .server, retry: true, .vendor,
      cause: "The vendor's edge got no good answer from the service behind it.",
      fix: "Look at the status page; retry with backoff."),
    FailureRule(
      "server.503", FailureMatch(statuses: [503...503]), .server, retry: true, .vendor,
      cause: "The vendor's front could not reach the service behind it.",
      fix: "Wait longer than after a 500, then retry; or move to another platform."),
    FailureRule(
      "server.504", FailureMatch(statuses: [504...504]), .server, retry: true, .vendor,
      cause: "The vendor's front waited too long for the service behind it.",
      fix: "Stream, lower max_tokens, or use a smaller model; then retry."),
    FailureRule(
      "server.edge", FailureMatch(statuses: [520...527]), .server, retry: true, .vendor,
      cause: "The vendor's edge could not talk to the origin.",
      fix: "Look at the status page; retry with backoff."),
    FailureRule(
      "server.other", FailureMatch(statuses: [500...599]), .server, retry: true, .vendor,
      cause: "A server error.",
      fix: "Look at the status page; retry with backoff."),
  ]

  static let remainingRules: [FailureRule] = [
    FailureRule(
      "request.other", FailureMatch(statuses: [400...499]), .request, retry: false, .us,
      cause: "The request was refused.",
      fix: "Read the message; check base URL, headers and body."),
    FailureRule(
      "request.redirect", FailureMatch(statuses: [300...399]), .request, retry: false, .us,
      cause: "The host answers with a redirect instead of the API's answer.",
      fix: "Set the base URL to the final address."),
    FailureRule(
      "server.stream-error", FailureMatch(statuses: [200...299]), .server, retry: true, .vendor,
      cause: "An error of a kind we do not know arrived inside a good answer.",
      fix: "Read the error type; retry with backoff."),
    FailureRule(
      "network.unknown", FailureMatch(), .network, retry: true, .unknown,
      cause: "The attempt failed without a status and without a known reason.",
      fix: "Compare with the control probes and retry."),
  ]
}
