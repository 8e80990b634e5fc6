import SitrepCore

/// Bedrock's runtime (facts/bedrock.md 2, 6, 7, 8): no headroom headers, no 529, no `retry-after`.
///
/// Any bearer key is taken; a signature is verified, with the secret of a pair that it knows.
struct BedrockDialect: Dialect {
  let platform = Platform.bedrock
  let keys: VendorKeys
  let now: Instant

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake {
    do throws(Refusal) {
      let parts = request.parts
      if parts == ["foundation-models"], request.method == "GET" {
        _ = try key(of: request, served)
        return .notice(models(served), .notice(.bedrock, .models))
      }
      guard parts.count == 3, parts[0] == "model",
        ["invoke", "invoke-with-response-stream", "count-tokens"].contains(parts[2])
      else { throw Refusal(status: 404, type: "UnknownOperationException", message: "Unknown operation") }
      guard request.method == "POST" else {
        throw Refusal(status: 405, type: "UnknownOperationException", message: "Method not allowed")
      }
      let key = try key(of: request, served)
      let body = try body(of: request, counts: parts[2] == "count-tokens")
      guard let model = find(parts[1], served) else {
        throw .validation("The provided model identifier is invalid.")
      }
      let call = Call(
        .bedrock, model, asked: parts[1], streams: parts[2] == "invoke-with-response-stream", key: key,
        body: body)
      guard parts[2] == "count-tokens" else { return .call(call) }
      return .notice(
        ["inputTokens": call.inputTokens.json], .notice(.bedrock, .countTokens, model: model))
    } catch {
      return .refused(error)
    }
  }

  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply {
    error(refusal.status, refusal.type, ["message": refusal.message.json], stamp, after: .milliseconds(9))
  }

  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply {
    VendorReply(status: 200, headers: headers(stamp), delay: .milliseconds(20), body: .whole(body.bytes))
  }

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply {
    let what = refusal.what == "requests" ? "requests" : "tokens"
    return error(
      429, "ThrottlingException", ["message": "Too many \(what), please wait before trying again."],
      ticket.stamp, after: .milliseconds(20))
  }

  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply {
    let (status, type, message): (Int, String, String) =
      switch fault {
      case .limited: (429, "ThrottlingException", "Too many tokens, please wait before trying again.")
      case .forbidden:
        (403, "AccessDeniedException", "You don't have access to the model with the specified model ID.")
      case .withdrawn: (404, "ResourceNotFoundException", "The model could not be found.")
      case .modelError:
        (
          424, "ModelErrorException",
          "The system encountered an unexpected error during processing. Try your request again."
        )
      case .unavailable: (503, "ServiceUnavailableException", "Bedrock is unable to process your request.")
      default:
        (500, "InternalServerException", "The system encountered an unexpected error during processing.")
      }
    var body: JSON = ["message": message.json]
    if fault == .modelError {
      body = ["message": message.json, "originalStatusCode": 500, "resourceName": ticket.call.model.json]
    }
    return error(status, type, body, ticket.stamp, after: ticket.times.answer * (status < 500 ? 0.2 : 0.6))
  }

  func whole(_ ticket: Ticket) -> VendorReply {
    let counts = [
      VendorHeader("X-Amzn-Bedrock-Invocation-Latency", String(ticket.times.answer.wholeMilliseconds)),
      VendorHeader("X-Amzn-Bedrock-Input-Token-Count", String(ticket.call.inputTokens)),
      VendorHeader("X-Amzn-Bedrock-Output-Token-Count", String(ticket.call.outputTokens)),
    ]
    return VendorReply(
      status: 200, headers: headers(ticket.stamp) + counts, delay: ticket.times.answer,
      body: .whole(AnthropicBodies.message(ticket, id: "msg_bdrk_\(ticket.stamp.message)").bytes))
  }

  func streamHead(_ ticket: Ticket) -> VendorReply {
    VendorReply(
      status: 200,
      headers: [
        VendorHeader("content-type", "application/vnd.amazon.eventstream"),
        VendorHeader("x-amzn-RequestId", ticket.stamp.uuid),
        VendorHeader("X-Amzn-Bedrock-Content-Type", "application/json"),
      ],
      delay: ticket.times.opening, body: .whole([]))
  }

  func opening(_ ticket: Ticket) -> JSON {
    AnthropicBodies.opening(ticket, id: "msg_bdrk_\(ticket.stamp.message)")
  }

  /// One frame an event; there are no pings here.
  ///
  /// The last one carries the invocation's metrics.
  func frame(_ events: [StreamEvent], _ ticket: Ticket) -> [VendorPiece] {
    events.enumerated().filter { $0.element.type != "ping" }.map { index, event in
      var json = event.json
      if event.type == "message_stop" { json = stop(event, ticket) }
      let padding = String(repeating: "a", count: ticket.stamp.padding[index % ticket.stamp.padding.count])
      let payload: JSON = ["bytes": Base64.encode(json.bytes).json, "p": padding.json]
      let headers = [
        VendorHeader(":event-type", "chunk"), VendorHeader(":content-type", "application/json"),
        VendorHeader(":message-type", "event"),
      ]
      return VendorPiece(
        at: event.at, bytes: EventStreamEncoder.encode(headers: headers, payload: payload.bytes))
    }
  }

  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece {
    let headers = [
      VendorHeader(":exception-type", "internalServerException"),
      VendorHeader(":content-type", "application/json"), VendorHeader(":message-type", "exception"),
    ]
    let payload: JSON = ["message": "The system encountered an unexpected error during processing."]
    return VendorPiece(
      at: moment, bytes: EventStreamEncoder.encode(headers: headers, payload: payload.bytes))
  }

  private func stop(_ event: StreamEvent, _ ticket: Ticket) -> JSON {
    let metrics: JSON = [
      "inputTokenCount": ticket.call.inputTokens.json, "outputTokenCount": ticket.call.outputTokens.json,
      "invocationLatency": Int(event.at.wholeMilliseconds).json,
      "firstByteLatency": Int(ticket.times.firstToken.wholeMilliseconds).json,
    ]
    return ["type": "message_stop", "amazon-bedrock-invocationMetrics": metrics]
  }

  private func headers(_ stamp: Stamp) -> [VendorHeader] {
    [VendorHeader("content-type", "application/json"), VendorHeader("x-amzn-RequestId", stamp.uuid)]
  }

  private func error(
    _ status: Int, _ type: String, _ body: JSON, _ stamp: Stamp, after delay: TimeSpan
  ) -> VendorReply {
    let name = VendorHeader(
      "x-amzn-ErrorType", "\(type):http://internal.amazon.com/coral/com.amazon.bedrock/")
    return VendorReply(
      status: status, headers: headers(stamp) + [name], delay: delay, body: .whole(body.bytes))
  }
}
