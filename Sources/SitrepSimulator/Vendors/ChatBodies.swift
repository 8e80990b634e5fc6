import SitrepCore

/// Bodies of chat completions, which OpenAI and Mistral share but for a few fields.
enum ChatBodies {
  /// What an answer is called: "chat.completion", or its chunks.
  static func whole(_ ticket: Ticket, id: String, extra: JSON = .object([])) -> JSON {
    let message: JSON = ["role": "assistant", "content": content(ticket), "tool_calls": calls(ticket)]
    let choice: JSON = [
      "index": 0, "message": message.withoutNulls(["tool_calls"]),
      "finish_reason": finish(ticket).json,
    ]
    return head(ticket, id, "chat.completion")
      .adding(["choices": [choice], "usage": usage(ticket)]).adding(extra)
  }

  /// One event of a stream as a chunk; nil for what has no counterpart here.
  ///
  /// `tells`: the last chunk carries the usage.
  static func chunk(_ event: StreamEvent, _ ticket: Ticket, id: String, tells: Bool) -> JSON? {
    let start = head(ticket, id, "chat.completion.chunk")
    func choice(_ delta: JSON, _ finish: JSON = .null) -> JSON {
      start.adding(["choices": [["index": 0, "delta": delta, "finish_reason": finish]]])
    }
    switch event.type {
    case "message_start": return choice(["role": "assistant", "content": ""])
    case "content_block_start":
      guard let tool = ticket.call.tool else { return nil }
      return choice(["tool_calls": [call(ticket, name: tool, arguments: "")]])
    case "content_block_delta":
      if let part = event.json["delta"]?["partial_json"]?.text {
        return choice(["tool_calls": [["index": 0, "function": ["arguments": part.json]]]])
      }
      return choice(["content": event.json["delta"]?["text"] ?? ""])
    case "message_delta":
      let last = choice(.object([]), finish(ticket).json)
      return tells ? last.adding(["usage": usage(ticket)]) : last
    default: return nil
    }
  }

  /// Server-sent events without names, ended by `[DONE]`.
  static func pieces(
    _ events: [StreamEvent], _ ticket: Ticket, id: String, tells: Bool
  ) -> [VendorPiece] {
    events.compactMap { event in
      if event.type == "message_stop" {
        return VendorPiece(at: event.at, bytes: Array("data: [DONE]\n\n".utf8))
      }
      return chunk(event, ticket, id: id, tells: tells).map { line($0, at: event.at) }
    }
  }

  static func line(_ json: JSON, at moment: TimeSpan) -> VendorPiece {
    VendorPiece(at: moment, bytes: Array("data: \(json.encoded)\n\n".utf8))
  }

  /// Checks on a body, in words that both vendors' are close to.
  static func check(_ request: VendorRequest, tokens: String) throws(Refusal) -> JSON {
    guard let body = JSON(reading: request.body), case .object = body else {
      throw .chat("We could not parse the JSON body of your request.")
    }
    guard body["model"]?.text?.isEmpty == false else { throw .chat("you must provide a model parameter") }
    guard let messages = body["messages"]?.list, !messages.isEmpty else {
      throw .chat("Missing required parameter: 'messages'.")
    }
    guard body[tokens]?.integer ?? 1 >= 1 else {
      throw .chat("Invalid '\(tokens)': integer below minimum value.")
    }
    return body
  }

  static func models(_ served: ServedPlatform, owner: String) -> JSON {
    let models = served.models.keys.sorted().map { model -> JSON in
      ["id": model.json, "object": "model", "created": 1_744_317_547, "owned_by": owner.json]
    }
    return ["object": "list", "data": .list(models)]
  }

  private static func head(_ ticket: Ticket, _ id: String, _ object: String) -> JSON {
    [
      "id": id.json, "object": object.json, "created": Int(ticket.stamp.now.wholeSeconds).json,
      "model": ticket.call.askedModel.json,
    ]
  }

  private static func content(_ ticket: Ticket) -> JSON {
    ticket.call.tool == nil ? ticket.call.text.json : .null
  }

  private static func calls(_ ticket: Ticket) -> JSON {
    guard let tool = ticket.call.tool else { return .null }
    return [call(ticket, name: tool, arguments: ticket.call.text)]
  }

  private static func call(_ ticket: Ticket, name: String, arguments: String) -> JSON {
    [
      "index": 0, "id": "call_\(ticket.stamp.message)".json, "type": "function",
      "function": ["name": name.json, "arguments": arguments.json],
    ]
  }

  private static func finish(_ ticket: Ticket) -> String {
    switch ticket.call.stopReason {
    case "max_tokens": "length"
    case "tool_use": "tool_calls"
    default: "stop"
    }
  }

  private static func usage(_ ticket: Ticket) -> JSON {
    let (input, output) = (ticket.call.inputTokens, ticket.call.outputTokens)
    return [
      "prompt_tokens": input.json, "completion_tokens": output.json, "total_tokens": (input + output).json,
    ]
  }
}

extension JSON {
  /// The members of another object after those of this one.
  func adding(_ other: JSON) -> JSON {
    guard case .object(let members) = self, case .object(let more) = other else { return self }
    return .object(members + more)
  }

  fileprivate func withoutNulls(_ keys: [String]) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !(keys.contains($0.key) && $0.value == .null) })
  }
}

extension Refusal {
  /// A body that a vendor of chat completions does not take.
  static func chat(_ message: String) -> Refusal {
    Refusal(status: 400, type: "invalid_request_error", message: message)
  }
}
