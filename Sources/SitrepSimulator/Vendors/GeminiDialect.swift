import SitrepCore

/// Google's Gemini API (facts/other-providers.md): `google.rpc.Status` errors, no headroom, no request id.
///
/// A key that contains "invalid" is refused as Google refuses it, with 400; any other is taken.
struct GeminiDialect: Dialect {
  let platform = Platform.gemini

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake {
    do throws(Refusal) {
      let parts = request.parts
      guard parts.count >= 2, parts[0] == "v1beta", parts[1] == "models", parts.count <= 3 else {
        throw Refusal(status: 404, type: "NOT_FOUND", message: "Requested entity was not found.")
      }
      let key = try key(of: request)
      guard parts.count == 3 else { return .notice(models(served), .notice(.gemini, .models)) }
      let (name, verb) = try target(parts[2], request)
      guard let body = JSON(reading: request.body), case .object = body,
        body["contents"]?.list?.isEmpty == false
      else {
        throw Refusal(
          status: 400, type: "INVALID_ARGUMENT",
          message: "* GenerateContentRequest.contents: contents is not specified\n")
      }
      guard served.models[Model(name)] != nil else { throw missing(name, verb) }
      let call = Call(
        .gemini, Model(name), asked: name, streams: verb == "streamGenerateContent", key: key, body: body)
      guard verb == "countTokens" else { return .call(call) }
      let counts: JSON = ["modality": "TEXT", "tokenCount": call.inputTokens.json]
      return .notice(
        ["totalTokens": call.inputTokens.json, "promptTokensDetails": [counts]],
        .notice(.gemini, .countTokens, model: Model(name)))
    } catch {
      return .refused(error)
    }
  }

  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply {
    reply(refusal.status, error(refusal.status, refusal.type, refusal.message), after: .milliseconds(15))
  }

  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply {
    reply(200, body, after: .milliseconds(60))
  }

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply {
    wrapped(
      429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", ticket,
      after: .milliseconds(30), retry: refusal.wait)
  }

  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply {
    let slow = ticket.times.answer
    switch fault {
    case .forbidden:
      return wrapped(
        403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.", ticket,
        after: slow * 0.1)
    case .withdrawn:
      let gone = missing(ticket.call.askedModel, "generateContent")
      return wrapped(404, gone.type, gone.message, ticket, after: slow * 0.1)
    case .limited:
      return wrapped(
        429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", ticket,
        after: slow * 0.1)
    case .spent:
      return wrapped(
        429, "RESOURCE_EXHAUSTED",
        "You exceeded your current quota, please check your plan and billing details.", ticket,
        after: slow * 0.1, retry: .seconds(38))
    case .unavailable:
      return wrapped(
        503, "UNAVAILABLE", "The model is overloaded. Please try again later.", ticket, after: slow * 0.3)
    case .gatewayTimeout:
      return wrapped(
        504, "DEADLINE_EXCEEDED", "The request timed out. Please try again.", ticket, after: slow * 8)
    case .htmlUnavailable: return GoogleFront.page(ticket)
    default: return wrapped(500, "INTERNAL", "An internal error has occurred.", ticket, after: slow * 0.8)
    }
  }

  func whole(_ ticket: Ticket) -> VendorReply {
    reply(200, answer(ticket, parts(ticket), finish: finish(ticket)), after: ticket.times.answer)
  }

  func streamHead(_ ticket: Ticket) -> VendorReply {
    VendorReply(
      status: 200,
      headers: [
        VendorHeader("content-type", "text/event-stream"), VendorHeader("content-disposition", "attachment"),
      ] + GoogleFront.headers,
      delay: ticket.times.opening, body: .whole([]))
  }

  func opening(_ ticket: Ticket) -> JSON { .object([]) }

  /// One line of data a content; a tool's call comes whole, with the end.
  func frame(_ events: [StreamEvent], _ ticket: Ticket) -> [VendorPiece] {
    events.compactMap { event in
      switch event.type {
      case "content_block_delta":
        guard let text = event.json["delta"]?["text"] else { return nil }
        return line(answer(ticket, [["text": text]], finish: nil), at: event.at)
      case "message_delta":
        let last: JSON = ticket.call.tool == nil ? [["text": ""]] : parts(ticket)
        return line(answer(ticket, last, finish: finish(ticket)), at: event.at)
      default: return nil
      }
    }
  }

  /// The error stands in the stream as it is, without `data:`, as captured (vercel/ai issue 5217).
  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece {
    let body = error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")
    return VendorPiece(at: moment, bytes: body.bytes + Array("\r\n".utf8))
  }

  // MARK: Parts

  private func key(of request: VendorRequest) throws(Refusal) -> String {
    guard let key = request.header("x-goog-api-key") else {
      throw Refusal(
        status: 403, type: "PERMISSION_DENIED",
        message: "Method doesn't allow unregistered callers (callers without established identity). Please "
          + "use API Key or other form of API consumer identity to call this API.")
    }
    guard !key.contains("invalid") else {
      throw Refusal(
        status: 400, type: "INVALID_ARGUMENT", message: "API key not valid. Please pass a valid API key.")
    }
    return key
  }

  private func target(_ part: String, _ request: VendorRequest) throws(Refusal) -> (String, String) {
    guard let colon = part.lastIndex(of: ":"), request.method == "POST",
      ["generateContent", "streamGenerateContent", "countTokens"].contains(part[part.index(after: colon)...])
    else { throw Refusal(status: 404, type: "NOT_FOUND", message: "Requested entity was not found.") }
    return (String(part[..<colon]), String(part[part.index(after: colon)...]))
  }

  private func missing(_ name: String, _ verb: String) -> Refusal {
    Refusal(
      status: 404, type: "NOT_FOUND",
      message: "models/\(name) is not found for API version v1beta, or is not supported for \(verb). "
        + "Call ListModels to see the list of available models and their supported methods.")
  }

  private func models(_ served: ServedPlatform) -> JSON {
    let models = served.models.keys.sorted().map { model -> JSON in
      [
        "name": "models/\(model.rawValue)".json, "version": "001", "displayName": model.json,
        "inputTokenLimit": 1_048_576, "outputTokenLimit": 65_536,
        "supportedGenerationMethods": ["generateContent", "countTokens"],
      ]
    }
    return ["models": .list(models)]
  }

  private func parts(_ ticket: Ticket) -> JSON {
    guard let tool = ticket.call.tool else { return [["text": ticket.call.text.json]] }
    let arguments = JSON(reading: Array(ticket.call.text.utf8)) ?? .object([])
    return [["functionCall": ["name": tool.json, "args": arguments]]]
  }

  private func finish(_ ticket: Ticket) -> String {
    ticket.call.stopReason == "max_tokens" ? "MAX_TOKENS" : "STOP"
  }

  private func answer(_ ticket: Ticket, _ parts: JSON, finish: String?) -> JSON {
    let (input, output) = (ticket.call.inputTokens, ticket.call.outputTokens)
    var candidate: JSON = ["content": ["parts": parts, "role": "model"], "index": 0]
    if let finish { candidate = candidate.adding(["finishReason": finish.json]) }
    return [
      "candidates": [candidate],
      "usageMetadata": [
        "promptTokenCount": input.json, "candidatesTokenCount": output.json,
        "totalTokenCount": (input + output).json,
      ],
      "modelVersion": ticket.call.askedModel.json, "responseId": ticket.stamp.message.json,
    ]
  }

  private func line(_ json: JSON, at moment: TimeSpan) -> VendorPiece {
    VendorPiece(at: moment, bytes: Array("data: \(json.encoded)\r\n\r\n".utf8))
  }

  private func error(_ status: Int, _ word: String, _ message: String, retry: TimeSpan? = nil) -> JSON {
    let inner: JSON = ["code": status.json, "message": message.json, "status": word.json]
    guard let retry else { return ["error": inner] }
    let seconds = max(1, Int(retry.inSeconds.rounded(.up)))
    let info: JSON = ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "\(seconds)s".json]
    return ["error": inner.adding(["details": [info]])]
  }

  /// Streams may get the error in a list.
  private func wrapped(
    _ status: Int, _ word: String, _ message: String, _ ticket: Ticket, after delay: TimeSpan,
    retry: TimeSpan? = nil
  ) -> VendorReply {
    let body = error(status, word, message, retry: retry)
    return reply(status, ticket.call.streams ? [body] : body, after: delay)
  }

  private func reply(_ status: Int, _ body: JSON, after delay: TimeSpan) -> VendorReply {
    VendorReply(
      status: status,
      headers: [VendorHeader("content-type", "application/json; charset=UTF-8")] + GoogleFront.headers,
      delay: delay, body: .whole(body.bytes))
  }
}

/// Google's front end, which stands before both of its platforms.
enum GoogleFront {
  static let headers = [
    VendorHeader("server", "scaffolding on HTTPServer2"), VendorHeader("vary", "Origin, X-Origin, Referer"),
    VendorHeader("x-content-type-options", "nosniff"), VendorHeader("x-frame-options", "SAMEORIGIN"),
    VendorHeader("x-xss-protection", "0"),
  ]

  /// Its page for people, when nothing behind it answers.
  static func page(_ ticket: Ticket) -> VendorReply {
    let page =
      "<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 503 (Service Unavailable)!!1</title>\n"
      + "<p><b>503.</b> <ins>That’s an error.</ins>\n<p>The service you requested is not available at this "
      + "time.  <ins>That’s all we know.</ins>\n"
    return VendorReply(
      status: 503,
      headers: [VendorHeader("content-type", "text/html; charset=UTF-8")] + headers.dropFirst(2),
      delay: ticket.times.answer * 0.3, body: .whole(Array(page.utf8)))
  }
}
