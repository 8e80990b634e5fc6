import SitrepCore

/// The first-party Messages API (facts/anthropic-api.md).
///
/// A key that contains "invalid" is refused with 401; any other is taken.
struct AnthropicDialect: Dialect {
  let platform = Platform.anthropic

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake {
    do throws(Refusal) {
      let route = try Route(request)
      let key = try key(of: request)
      switch route {
      case .models: return .notice(AnthropicBodies.models(served), .notice(.anthropic, .models))
      case .model(let name):
        return .notice(AnthropicBodies.model(try find(name, served)), .notice(.anthropic, .models))
      case .messages, .countTokens:
        let body = try MessageBody.read(request)
        let version = try version(of: request)
        try MessageBody.check(body, version: version, counts: route == .countTokens)
        let asked = body["model"]?.text ?? ""
        let model = try find(asked, served)
        let call = Call(
          .anthropic, model, asked: asked, streams: body["stream"]?.isTrue ?? false, key: key, body: body)
        guard route == .countTokens else { return .call(call) }
        return .notice(
          ["input_tokens": call.inputTokens.json], .notice(.anthropic, .countTokens, model: model))
      }
    } catch {
      return .refused(error)
    }
  }

  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply {
    let isKnown = refusal.status != 401
    return VendorReply(
      status: refusal.status,
      headers: headers(stamp, isKnown: isKnown) + [VendorHeader("x-should-retry", "false")],
      delay: .milliseconds(12),
      body: .whole(AnthropicBodies.error(refusal.type, refusal.message, stamp).bytes))
  }

  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply {
    VendorReply(
      status: 200, headers: headers(stamp), delay: .milliseconds(60), body: .whole(body.bytes))
  }

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply {
    let retry = max(1, Int(refusal.wait.inSeconds.rounded(.up)))
    let message =
      "This request would exceed your organization's rate limit of \(grouped(refusal.limit)) \(refusal.what) "
      + "per minute (org: \(AnthropicBodies.organization), model: \(ticket.call.askedModel)). "
      + "For details, refer to: https://docs.claude.com/en/api/rate-limits."
    return VendorReply(
      status: 429,
      headers: headers(ticket.stamp)
        + [VendorHeader("retry-after", String(retry)), VendorHeader("x-should-retry", "true")]
        + limitHeaders(ticket),
      delay: .milliseconds(25),
      body: .whole(AnthropicBodies.error("rate_limit_error", message, ticket.stamp).bytes))
  }

  func whole(_ ticket: Ticket) -> VendorReply {
    VendorReply(
      status: 200,
      headers: headers(ticket.stamp) + limitHeaders(ticket) + served(ticket.times.answer),
      delay: ticket.times.answer,
      body: .whole(AnthropicBodies.message(ticket, id: "msg_\(ticket.stamp.message)").bytes))
  }

  func streamHead(_ ticket: Ticket) -> VendorReply {
    let kind = [
      VendorHeader("content-type", "text/event-stream; charset=utf-8"),
      VendorHeader("cache-control", "no-cache"),
    ]
    return VendorReply(
      status: 200,
      headers: kind + headers(ticket.stamp).filter { $0.name != "content-type" } + limitHeaders(ticket)
        + served(ticket.times.opening),
      delay: ticket.times.opening, body: .whole([]))
  }

  func opening(_ ticket: Ticket) -> JSON {
    AnthropicBodies.opening(ticket, id: "msg_\(ticket.stamp.message)")
  }

  func frame(_ events: [StreamEvent], _ ticket: Ticket) -> [VendorPiece] {
    ServerSentEvents.pieces(events, padding: ticket.stamp.padding)
  }

  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece {
    let error = AnthropicBodies.error("overloaded_error", "Overloaded", ticket.stamp)
    return ServerSentEvents.pieces([StreamEvent(at: moment, type: "error", json: error)], padding: [0])[0]
  }

  /// The key, from either header but not from both.
  private func key(of request: VendorRequest) throws(Refusal) -> String {
    let classic = request.header("x-api-key")
    guard let key = classic ?? request.bearer else {
      throw Refusal(status: 401, type: "authentication_error", message: "x-api-key header is required")
    }
    guard classic == nil || request.bearer == nil, !key.contains("invalid") else {
      throw Refusal(status: 401, type: "authentication_error", message: "invalid x-api-key")
    }
    return key
  }

  private func version(of request: VendorRequest) throws(Refusal) -> String {
    guard let version = request.header("anthropic-version") else {
      throw .invalid("anthropic-version: header is required")
    }
    guard ["2023-06-01", "2026-10-21"].contains(version) else {
      throw .invalid("anthropic-version: \"\(version)\" is not a valid version")
    }
    return version
  }

  private func find(_ name: String, _ served: ServedPlatform) throws(Refusal) -> Model {
    guard served.models[Model(name)] != nil else {
      throw Refusal(status: 404, type: "not_found_error", message: "model: \(name)")
    }
    return Model(name)
  }

  private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.enumerated().reduce(into: "") { text, entry in
      if entry.offset > 0, (digits.count - entry.offset) % 3 == 0 { text.append(",") }
      text.append(entry.element)
    }
  }
}

/// The paths that the first party knows.
private enum Route: Equatable {
  case messages, countTokens, models
  case model(String)

  init(_ request: VendorRequest) throws(Refusal) {
    let parts = request.parts
    let method: String
    switch parts.count {
    case 2 where parts == ["v1", "messages"]: (self, method) = (.messages, "POST")
    case 3 where parts == ["v1", "messages", "count_tokens"]: (self, method) = (.countTokens, "POST")
    case 2 where parts == ["v1", "models"]: (self, method) = (.models, "GET")
    case 3 where parts.starts(with: ["v1", "models"]): (self, method) = (.model(parts[2]), "GET")
    default: throw Refusal(status: 404, type: "not_found_error", message: "Not found")
    }
    guard request.method == method else {
      throw Refusal(status: 405, type: "invalid_request_error", message: "Method Not Allowed")
    }
  }
}
