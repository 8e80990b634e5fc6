import SitrepCore

/// One event of a streamed message; platforms differ only in how they frame it.
struct StreamEvent {
  var at: TimeSpan
  var type: String
  var json: JSON

  var isContent: Bool { type == "content_block_delta" }
}

extension Ticket {
  /// The events of a whole stream, in order (facts/anthropic-api.md 6.1).
  func events(message: JSON) -> [StreamEvent] {
    let first = times.firstToken
    var events = [
      StreamEvent(
        at: times.opening, type: "message_start", json: ["type": "message_start", "message": message]),
      StreamEvent(
        at: first, type: "content_block_start",
        json: ["type": "content_block_start", "index": 0, "content_block": block]),
      StreamEvent(at: first, type: "ping", json: ["type": "ping"]),
    ]
    var moment = first
    for (index, piece) in call.pieces.prefix(call.outputTokens).enumerated() {
      if index > 0, let gap = times.gaps.dropFirst(min(index, times.gaps.count - 1)).first {
        moment = moment + gap
      }
      let delta: JSON =
        call.tool == nil
        ? ["type": "text_delta", "text": piece.json]
        : ["type": "input_json_delta", "partial_json": piece.json]
      events.append(
        StreamEvent(
          at: moment, type: "content_block_delta",
          json: ["type": "content_block_delta", "index": 0, "delta": delta]))
    }
    return events + closing(at: moment + .milliseconds(5))
  }

  private var block: JSON {
    guard let tool = call.tool else { return ["type": "text", "text": ""] }
    return [
      "type": "tool_use", "id": AnthropicBodies.toolID(self).json, "name": tool.json, "input": .object([]),
    ]
  }

  private func closing(at moment: TimeSpan) -> [StreamEvent] {
    let delta: JSON = ["stop_reason": call.stopReason.json, "stop_sequence": nil, "stop_details": nil]
    let usage: JSON = [
      "input_tokens": call.inputTokens.json, "cache_creation_input_tokens": call.cacheWritten.json,
      "cache_read_input_tokens": call.cacheRead.json,
      "output_tokens": call.outputTokens.json,
    ]
    return [
      StreamEvent(
        at: moment, type: "content_block_stop", json: ["type": "content_block_stop", "index": 0]),
      StreamEvent(
        at: moment, type: "message_delta",
        json: ["type": "message_delta", "delta": delta, "usage": usage]),
      StreamEvent(at: moment, type: "message_stop", json: ["type": "message_stop"]),
    ]
  }
}

/// Server-sent events as the first party and Vertex frame them.
enum ServerSentEvents {
  /// Data lines are padded with blanks before the last brace, as in real captures.
  static func pieces(_ events: [StreamEvent], padding: [Int]) -> [VendorPiece] {
    events.enumerated().map { index, event in
      let blanks = String(repeating: " ", count: padding[index % padding.count])
      let data =
        event.type == "ping" ? "{\"type\": \"ping\"}" : "\(event.json.encoded.dropLast())\(blanks)}"
      return VendorPiece(at: event.at, bytes: Array("event: \(event.type)\ndata: \(data)\n\n".utf8))
    }
  }
}
