import SitrepCore

/// Mistral's chat completions (facts/other-providers.md): flat errors, limits without resets, no `retry-after`.
///
/// A key that contains "invalid" is refused with 401; any other is taken.
struct MistralDialect: Dialect {
  let platform = Platform.mistral

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake {
    do throws(Refusal) {
      let isList = request.parts == ["v1", "models"]
      guard isList || request.parts == ["v1", "chat", "completions"],
        request.method == (isList ? "GET" : "POST")
      else { throw Refusal(status: 404, type: "detail", message: "Not Found") }
      guard let key = request.bearer, !key.contains("invalid") else {
        throw Refusal(status: 401, type: "detail", message: "Unauthorized")
      }
      if isList { return .notice(ChatBodies.models(served, owner: "mistralai"), .notice(.mistral, .models)) }
      let body = try ChatBodies.check(request, tokens: "max_tokens")
      let asked = body["model"]?.text ?? ""
      guard served.models[Model(asked)] != nil else {
        throw Refusal(status: 400, type: "invalid_model", message: "Invalid model: \(asked)")
      }
      return .call(
        Call(
          .mistral, Model(asked), asked: asked, streams: body["stream"]?.isTrue == true, key: key, body: body)
      )
    } catch {
      return .refused(error)
    }
  }

  /// Its gateway says `detail`, the service behind it the flat error.
  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply {
    let body: JSON =
      refusal.type == "detail"
      ? ["detail": refusal.message.json]
      : error(refusal.type, refusal.type == "invalid_model" ? "1500" : nil, refusal.message)
    return VendorReply(
      status: refusal.status, headers: headers(stamp), delay: .milliseconds(12), body: .whole(body.bytes))
  }

  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply {
    VendorReply(status: 200, headers: headers(stamp), delay: .milliseconds(60), body: .whole(body.bytes))
  }

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply {
    let what = refusal.what == "requests" ? "Requests" : "Tokens"
    return VendorReply(
      status: 429, headers: headers(ticket.stamp) + limitHeaders(ticket), delay: .milliseconds(20),
      body: .whole(error("rate_limited", "1300", "\(what) rate limit exceeded").bytes))
  }

  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply {
    switch fault {
    case .unauthorized: return fail(401, ["detail": "Unauthorized"], ticket, 0.1)
    case .forbidden: return fail(403, ["detail": "Forbidden"], ticket, 0.1)
    case .withdrawn:
      // It has no 404 for a model: an unknown one is an invalid request.
      let message = "Invalid model: \(ticket.call.askedModel)"
      return fail(400, error("invalid_model", "1500", message), ticket, 0.1)
    case .limited:
      let message = "Service tier capacity exceeded for this model."
      return fail(429, error("service_tier_capacity_exceeded", "3505", message), ticket, 0.1)
    case .unavailable:
      return fail(503, error("internal_server_error", "1000", "Service unavailable."), ticket, 0.4)
    case .badGateway:
      return VendorReply(
        status: 502,
        headers: [
          VendorHeader("content-type", "text/html"), VendorHeader("server", "cloudflare"),
          VendorHeader("cf-ray", ticket.stamp.ray),
        ], delay: ticket.times.answer * 0.5, body: .whole(Array(AnthropicBodies.badGateway.utf8)))
    default:
      return fail(500, error("internal_server_error", "1000", "Internal server error."), ticket, 0.8)
    }
  }

  func whole(_ ticket: Ticket) -> VendorReply {
    VendorReply(
      status: 200, headers: headers(ticket.stamp, took: ticket.times.answer) + limitHeaders(ticket),
      delay: ticket.times.answer, body: .whole(ChatBodies.whole(ticket, id: id(ticket)).bytes))
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
    ChatBodies.pieces(events, ticket, id: id(ticket), tells: true)
  }

  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece {
    ChatBodies.line(
      ["error": error("internal_server_error", "1000", "Internal server error.")], at: moment)
  }

  // MARK: Parts

  private func id(_ ticket: Ticket) -> String { ticket.stamp.uuid.filter { $0 != "-" } }

  private func error(_ type: String, _ code: String?, _ message: String) -> JSON {
    [
      "object": "error", "message": message.json, "type": type.json, "param": nil,
      "code": code.map(JSON.text) ?? .null,
    ]
  }

  private func fail(_ status: Int, _ body: JSON, _ ticket: Ticket, _ share: Double) -> VendorReply {
    VendorReply(
      status: status, headers: headers(ticket.stamp), delay: ticket.times.answer * share,
      body: .whole(body.bytes))
  }

  private func headers(_ stamp: Stamp, took: TimeSpan? = nil) -> [VendorHeader] {
    let time = took.map {
      [
        VendorHeader("x-envoy-upstream-service-time", String(max(1, $0.wholeMilliseconds - 6))),
        VendorHeader("x-kong-upstream-latency", String(max(1, $0.wholeMilliseconds - 5))),
        VendorHeader("x-kong-proxy-latency", "5"),
      ]
    }
    return [
      VendorHeader("content-type", "application/json"),
      VendorHeader("mistral-correlation-id", stamp.uuid), VendorHeader("x-kong-request-id", stamp.uuid),
      VendorHeader("server", "cloudflare"), VendorHeader("cf-ray", stamp.ray),
    ] + (time ?? [])
  }

  private func limitHeaders(_ ticket: Ticket) -> [VendorHeader] {
    guard let levels = ticket.levels else { return [] }
    let (input, output) = (levels.input, levels.output)
    let cost = ticket.call.inputTokens + ticket.call.outputTokens
    // Told for ten seconds, kept for a minute.
    let (most, rest) = (max(1, levels.requests.limit / 6), levels.requests.remaining / 6)
    return [
      VendorHeader("x-ratelimit-limit-tokens-minute", String(input.limit + output.limit)),
      VendorHeader("x-ratelimit-remaining-tokens-minute", String(input.remaining + output.remaining)),
      VendorHeader("x-ratelimit-limit-tokens-month", "10000000000"),
      VendorHeader("x-ratelimit-remaining-tokens-month", "9999999932"),
      VendorHeader("x-ratelimit-tokens-query-cost", String(cost)),
      VendorHeader("x-ratelimit-limit-req-10-second", String(most)),
      VendorHeader("x-ratelimit-remaining-req-10-second", String(rest)),
    ]
  }
}
