import SitrepCore

/// OpenAI's chat completions (facts/other-providers.md): relative resets, an error's code beside its type.
///
/// A key that contains "invalid" is refused with 401; any other is taken.
struct OpenAIDialect: Dialect {
  let platform = Platform.openai

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake {
    do throws(Refusal) {
      let isList = request.parts == ["v1", "models"]
      guard isList || request.parts == ["v1", "chat", "completions"] else {
        throw Refusal(
          status: 404, type: "invalid_request_error",
          message: "Invalid URL (\(request.method) \(request.path))")
      }
      guard request.method == (isList ? "GET" : "POST") else {
        throw Refusal(
          status: 405, type: "method_not_supported",
          message: "Not allowed to \(request.method) on \(request.path).")
      }
      let key = try key(of: request)
      if isList { return .notice(ChatBodies.models(served, owner: "system"), .notice(.openai, .models)) }
      let body = try ChatBodies.check(request, tokens: "max_completion_tokens")
      let asked = body["model"]?.text ?? ""
      guard served.models[Model(asked)] != nil else { throw missing(asked) }
      return .call(
        Call(
          .openai, Model(asked), asked: asked, streams: body["stream"]?.isTrue == true, key: key, body: body))
    } catch {
      return .refused(error)
    }
  }

  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply {
    let code = refusal.type == "invalid_request_error" ? nil : refusal.type
    return VendorReply(
      status: refusal.status, headers: headers(stamp), delay: .milliseconds(10),
      body: .whole(error("invalid_request_error", code, refusal.message).bytes))
  }

  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply {
    VendorReply(status: 200, headers: headers(stamp), delay: .milliseconds(70), body: .whole(body.bytes))
  }

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply {
    let isRequests = refusal.what == "requests"
    let wait = GoDuration.text(refusal.wait)
    let message =
      "Rate limit reached for \(ticket.call.askedModel) in organization org-simulated on "
      + "\(isRequests ? "requests" : "tokens") per min (\(isRequests ? "RPM" : "TPM")): Limit \(refusal.limit). "
      + "Please try again in \(wait). Visit https://platform.openai.com/account/rate-limits to learn more."
    let milliseconds = max(1, refusal.wait.wholeMilliseconds)
    return VendorReply(
      status: 429,
      headers: headers(ticket.stamp) + limitHeaders(ticket) + [
        VendorHeader("retry-after-ms", String(milliseconds)),
        VendorHeader("retry-after", String((milliseconds + 999) / 1000)),
      ],
      delay: .milliseconds(20),
      body: .whole(error(isRequests ? "requests" : "tokens", "rate_limit_exceeded", message).bytes))
  }

  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply {
    switch fault {
    case .unauthorized:
      return fail(
        401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.", ticket, 0.1)
    case .forbidden:
      return fail(
        403, "request_forbidden", "unsupported_country_region_territory",
        "Country, region, or territory not supported", ticket, 0.1)
    case .withdrawn:
      let gone = missing(ticket.call.askedModel)
      return fail(404, "invalid_request_error", gone.type, gone.message, ticket, 0.1)
    case .limited:
      return fail(
        429, "requests", "rate_limit_exceeded",
        "Rate limit reached for \(ticket.call.askedModel). Please slow down.", ticket, 0.1)
    case .spent:
      return fail(
        429, "insufficient_quota", "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.", ticket, 0.1)
    case .unavailable:
      return fail(
        503, "server_error", "server_is_overloaded",
        "The server is currently overloaded with other requests. Sorry about that!", ticket, 0.4)
    case .badGateway:
      return VendorReply(
        status: 502,
        headers: [
          VendorHeader("content-type", "text/html"), VendorHeader("server", "cloudflare"),
          VendorHeader("cf-ray", ticket.stamp.ray),
        ], delay: ticket.times.answer * 0.5, body: .whole(Array(AnthropicBodies.badGateway.utf8)))
    default:
      return fail(
        500, "server_error", nil,
        "The server had an error while processing your request. Sorry about that!", ticket, 0.8)
    }
  }

  func whole(_ ticket: Ticket) -> VendorReply {
    let extra: JSON = ["service_tier": "default", "system_fingerprint": nil]
    return VendorReply(
      status: 200, headers: headers(ticket.stamp, took: ticket.times.answer) + limitHeaders(ticket),
      delay: ticket.times.answer, body: .whole(ChatBodies.whole(ticket, id: id(ticket), extra: extra).bytes))
  }

  func streamHead(_ ticket: Ticket) -> VendorReply {
    VendorReply(
      status: 200,
      headers: [VendorHeader("content-type", "text/event-stream; charset=utf-8")]
        + headers(ticket.stamp, took: ticket.times.opening).filter { $0.name != "content-type" }
        + limitHeaders(ticket),
      delay: ticket.times.opening, body: .whole([]))
  }

  func opening(_ ticket: Ticket) -> JSON { .object([]) }

  func frame(_ events: [StreamEvent], _ ticket: Ticket) -> [VendorPiece] {
    ChatBodies.pieces(events, ticket, id: id(ticket), tells: false)
  }

  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece {
    let message = "The server had an error while processing your request. Sorry about that!"
    return ChatBodies.line(error("server_error", nil, message), at: moment)
  }

  // MARK: Parts

  private func key(of request: VendorRequest) throws(Refusal) -> String {
    guard let key = request.bearer else {
      throw Refusal(
        status: 401, type: "invalid_request_error",
        message: "You didn't provide an API key. You need to provide your API key in an Authorization "
          + "header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).")
    }
    guard !key.contains("invalid") else {
      throw Refusal(status: 401, type: "invalid_api_key", message: "Incorrect API key provided.")
    }
    return key
  }

  private func missing(_ model: String) -> Refusal {
    Refusal(
      status: 404, type: "model_not_found",
      message: "The model `\(model)` does not exist or you do not have access to it.")
  }

  private func id(_ ticket: Ticket) -> String { "chatcmpl-\(ticket.stamp.message)" }

  private func error(_ type: String, _ code: String?, _ message: String) -> JSON {
    [
      "error": [
        "message": message.json, "type": type.json, "param": nil, "code": code.map(JSON.text) ?? .null,
      ]
    ]
  }

  /// `share` is the failure's time as a share of a good answer's.
  private func fail(
    _ status: Int, _ type: String, _ code: String?, _ message: String, _ ticket: Ticket, _ share: Double
  ) -> VendorReply {
    VendorReply(
      status: status, headers: headers(ticket.stamp), delay: ticket.times.answer * share,
      body: .whole(error(type, code, message).bytes))
  }

  private func headers(_ stamp: Stamp, took: TimeSpan? = nil) -> [VendorHeader] {
    let time = took.map {
      [
        VendorHeader("openai-processing-ms", String(max(1, $0.wholeMilliseconds - 5))),
        VendorHeader("x-envoy-upstream-service-time", String(max(1, $0.wholeMilliseconds - 2))),
      ]
    }
    return [
      VendorHeader("content-type", "application/json"), VendorHeader("openai-version", "2020-10-01"),
      VendorHeader("openai-organization", "org-simulated"),
      VendorHeader("x-request-id", "req_\(stamp.uuid.filter { $0 != "-" })"),
      VendorHeader("server", "cloudflare"), VendorHeader("cf-ray", stamp.ray),
    ] + (time ?? [])
  }

  /// On answers of models only; tokens are input and output together.
  private func limitHeaders(_ ticket: Ticket) -> [VendorHeader] {
    guard let levels = ticket.levels else { return [] }
    let (requests, input, output) = (levels.requests, levels.input, levels.output)
    let reset = max(input.untilFull, output.untilFull)
    return [
      VendorHeader("x-ratelimit-limit-requests", String(requests.limit)),
      VendorHeader("x-ratelimit-limit-tokens", String(input.limit + output.limit)),
      VendorHeader("x-ratelimit-remaining-requests", String(requests.remaining)),
      VendorHeader("x-ratelimit-remaining-tokens", String(input.remaining + output.remaining)),
      VendorHeader("x-ratelimit-reset-requests", GoDuration.text(requests.untilFull)),
      VendorHeader("x-ratelimit-reset-tokens", GoDuration.text(reset)),
    ]
  }
}

/// Spans as Go prints them, which is how OpenAI tells resets: "12ms", "1.4s", "6m0s".
enum GoDuration {
  static func text(_ span: TimeSpan) -> String {
    let milliseconds = max(0, span.wholeMilliseconds)
    if milliseconds == 0 { return "0s" }
    if milliseconds < 1000 { return "\(milliseconds)ms" }
    let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000)
    var fraction = String(rest % 1000 + 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let seconds = "\(rest / 1000)\(fraction.isEmpty ? "" : ".\(fraction)")s"
    guard minutes > 0 else { return seconds }
    return minutes < 60 ? "\(minutes)m\(seconds)" : "\(minutes / 60)h\(minutes % 60)m\(seconds)"
  }
}
