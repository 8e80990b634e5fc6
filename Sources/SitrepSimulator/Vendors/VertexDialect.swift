import SitrepCore

/// Claude on Vertex AI (facts/vertex.md): two shapes of errors, no headroom headers.
///
/// The front end's errors come as one object, or wrapped in a list on the streaming path.
struct VertexDialect: Dialect {
  let platform = Platform.vertex
  /// Only tokens that simulated Google gave, and until their end; else any token is taken.
  let isStrict: Bool
  let seed: UInt64
  let moment: TimeSpan

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake {
    do throws(Refusal) {
      let (name, verb) = try target(of: request)
      guard let token = request.bearer, isGood(token) else {
        throw Refusal(
          status: 401, type: "UNAUTHENTICATED",
          message: "Request had invalid authentication credentials. Expected OAuth 2 access token, "
            + "login cookie or other valid authentication credential.")
      }
      let body = try body(of: request)
      let counts = name == "count-tokens"
      let asked = counts ? body["model"]?.text ?? "" : name
      guard served.models[Model(asked)] != nil else {
        throw Refusal(
          status: 404, type: "NOT_FOUND",
          message: "Publisher Model `\(request.parts.dropFirst().joined(separator: "/"))` was not found or "
            + "your project does not have access to it.")
      }
      let streams = verb == "streamRawPredict"
      try MessageBody.checkMessages(body, counts: counts)
      let call = Call(.vertex, Model(asked), asked: asked, streams: streams, key: token, body: body)
      guard counts else { return .call(call) }
      return .notice(
        ["input_tokens": call.inputTokens.json], .notice(.vertex, .countTokens, model: Model(asked)))
    } catch {
      return .refused(error)
    }
  }

  /// Google's words for what its front end refuses, the first party's for what the back end refuses.
  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply {
    let body =
      refusal.type == "invalid_request_error"
      ? AnthropicBodies.error(refusal.type, refusal.message, id: "req_vrtx_011C\(stamp.request)")
      : front(refusal.status, refusal.type, refusal.message)
    return reply(refusal.status, body, after: .milliseconds(15))
  }

  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply {
    reply(200, body, after: .milliseconds(50))
  }

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply {
    let metric =
      refusal.what == "requests"
      ? "online_prediction_requests_per_base_model" : "online_prediction_tokens_per_minute_per_base_model"
    let message =
      "Quota exceeded for aiplatform.googleapis.com/\(metric) with base model: "
      + "anthropic-\(ticket.call.model.rawValue). Please submit a quota increase request. "
      + "https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai."
    return wrapped(429, "RESOURCE_EXHAUSTED", message, ticket, after: .milliseconds(30))
  }

  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply {
    let slow = ticket.times.answer
    switch fault {
    case .overloaded:
      let body = AnthropicBodies.error(
        "overloaded_error", "Overloaded", id: "req_vrtx_011C\(ticket.stamp.request)")
      return reply(529, body, after: slow * 0.4)
    case .limited:
      return wrapped(
        429, "RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later.", ticket, after: slow * 0.1)
    case .unauthorized:
      return wrapped(
        401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", ticket, after: slow * 0.1)
    case .forbidden:
      return wrapped(
        403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied on resource.", ticket,
        after: slow * 0.1)
    case .withdrawn:
      return wrapped(
        404, "NOT_FOUND", "Publisher Model `\(ticket.call.askedModel)` was not found.", ticket,
        after: slow * 0.1)
    case .unavailable:
      return wrapped(503, "UNAVAILABLE", "The service is currently unavailable.", ticket, after: slow * 0.3)
    case .htmlUnavailable: return GoogleFront.page(ticket)
    case .gatewayTimeout:
      return wrapped(
        504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", ticket, after: slow * 8
      )
    default: return wrapped(500, "INTERNAL", "Internal error encountered.", ticket, after: slow * 0.8)
    }
  }

  func whole(_ ticket: Ticket) -> VendorReply {
    reply(
      200, AnthropicBodies.message(ticket, id: "msg_vrtx_\(ticket.stamp.message)"), after: ticket.times.answer
    )
  }

  func streamHead(_ ticket: Ticket) -> VendorReply {
    VendorReply(
      status: 200,
      headers: [VendorHeader("content-type", "text/event-stream; charset=utf-8")] + GoogleFront.headers,
      delay: ticket.times.opening, body: .whole([]))
  }

  func opening(_ ticket: Ticket) -> JSON {
    AnthropicBodies.opening(ticket, id: "msg_vrtx_\(ticket.stamp.message)")
  }

  func frame(_ events: [StreamEvent], _ ticket: Ticket) -> [VendorPiece] {
    ServerSentEvents.pieces(events, padding: ticket.stamp.padding)
  }

  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece {
    let error = AnthropicBodies.error(
      "overloaded_error", "Overloaded", id: "req_vrtx_011C\(ticket.stamp.request)")
    return ServerSentEvents.pieces([StreamEvent(at: moment, type: "error", json: error)], padding: [0])[0]
  }

  private func front(_ status: Int, _ word: String, _ message: String) -> JSON {
    ["error": ["code": status.json, "message": message.json, "status": word.json]]
  }

  private func wrapped(
    _ status: Int, _ word: String, _ message: String, _ ticket: Ticket, after delay: TimeSpan
  ) -> VendorReply {
    let body = front(status, word, message)
    return reply(status, ticket.call.streams ? [body] : body, after: delay)
  }

  private func reply(_ status: Int, _ body: JSON, after delay: TimeSpan) -> VendorReply {
    VendorReply(
      status: status,
      headers: [VendorHeader("content-type", "application/json; charset=UTF-8")] + GoogleFront.headers,
      delay: delay, body: .whole(body.bytes))
  }

  private func isGood(_ token: String) -> Bool {
    !isStrict || GoogleAccessToken(seed: seed).standing(token, at: moment) == .good
  }

  /// Model and verb of `…/publishers/anthropic/models/MODEL:VERB`, with or without `/v1` before it.
  private func target(of request: VendorRequest) throws(Refusal) -> (String, String) {
    let parts = Array(request.parts.drop { $0 == "v1" })
    guard parts.count == 8, parts[0] == "projects", parts[2] == "locations",
      Array(parts[4...6]) == ["publishers", "anthropic", "models"],
      let colon = parts[7].lastIndex(of: ":"),
      ["rawPredict", "streamRawPredict"].contains(parts[7][parts[7].index(after: colon)...])
    else { throw Refusal(status: 404, type: "NOT_FOUND", message: "The requested URL was not found.") }
    guard request.method == "POST" else {
      throw Refusal(status: 405, type: "INVALID_ARGUMENT", message: "Method not allowed")
    }
    return (String(parts[7][..<colon]), String(parts[7][parts[7].index(after: colon)...]))
  }

  private func body(of request: VendorRequest) throws(Refusal) -> JSON {
    let body = try MessageBody.read(request)
    guard body["anthropic_version"]?.text == "vertex-2023-10-16" else {
      throw .invalid("anthropic_version: Input should be 'vertex-2023-10-16'")
    }
    return body
  }
}
