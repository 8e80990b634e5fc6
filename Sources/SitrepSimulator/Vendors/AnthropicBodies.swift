import SitrepCore

/// Bodies of the first party; Vertex and Bedrock pass the same message objects on.
enum AnthropicBodies {
  static let organization = "00000000-0000-4000-8000-000000000000"

  /// The text that Envoy sent on 10 Sep 2025.
  static let envoy =
    "upstream connect error or disconnect/reset before headers. reset reason: connection termination"

  static let badGateway = """
    <html>
    <head><title>502 Bad Gateway</title></head>
    <body>
    <center><h1>502 Bad Gateway</h1></center>
    <hr><center>cloudflare</center>
    </body>
    </html>

    """

  static func error(_ type: String, _ message: String, _ stamp: Stamp, hasID: Bool = true) -> JSON {
    error(type, message, id: hasID ? "req_011C\(stamp.request)" : nil)
  }

  static func error(_ type: String, _ message: String, id: String?) -> JSON {
    [
      "type": "error",
      "error": ["details": nil, "type": type.json, "message": message.json],
      "request_id": id.map(JSON.text) ?? .null,
    ]
  }

  static func message(_ ticket: Ticket, id: String) -> JSON {
    [
      "model": ticket.call.plainModel.json, "id": id.json, "type": "message", "role": "assistant",
      "content": [content(ticket)],
      "stop_reason": ticket.call.stopReason.json, "stop_sequence": nil, "stop_details": nil,
      "usage": usage(ticket, output: ticket.call.outputTokens),
    ]
  }

  private static func content(_ ticket: Ticket) -> JSON {
    guard let tool = ticket.call.tool else { return ["type": "text", "text": ticket.call.text.json] }
    let arguments = JSON(reading: Array(ticket.call.text.utf8)) ?? .object([])
    return ["type": "tool_use", "id": toolID(ticket).json, "name": tool.json, "input": arguments]
  }

  static func toolID(_ ticket: Ticket) -> String { "toolu_\(ticket.stamp.message)" }

  /// The message as a stream opens it: nothing said yet.
  static func opening(_ ticket: Ticket, id: String) -> JSON {
    [
      "model": ticket.call.plainModel.json, "id": id.json, "type": "message", "role": "assistant",
      "content": [],
      "stop_reason": nil, "stop_sequence": nil, "stop_details": nil, "usage": usage(ticket, output: 1),
    ]
  }

  private static func usage(_ ticket: Ticket, output: Int) -> JSON {
    [
      "input_tokens": ticket.call.inputTokens.json,
      "cache_creation_input_tokens": ticket.call.cacheWritten.json,
      "cache_read_input_tokens": ticket.call.cacheRead.json,
      "cache_creation": [
        "ephemeral_5m_input_tokens": ticket.call.cacheWritten.json, "ephemeral_1h_input_tokens": 0,
      ],
      "output_tokens": output.json, "service_tier": "standard", "inference_geo": "not_available",
    ]
  }

  static func models(_ served: ServedPlatform) -> JSON {
    let models = served.models.keys.sorted()
    return [
      "data": .list(models.map(model)), "has_more": false,
      "first_id": models.first?.json ?? .null, "last_id": models.last?.json ?? .null,
    ]
  }

  static func model(_ model: Model) -> JSON {
    let words = model.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let numbers = words.drop { $0.first?.isNumber != true }.joined(separator: ".")
    let name = (words.prefix { $0.first?.isNumber != true } + [numbers]).joined(separator: " ")
    return [
      "type": "model", "id": model.json, "display_name": name.json, "created_at": "2026-07-22T00:00:00Z",
      "max_input_tokens": 1_000_000, "max_tokens": 128_000, "capabilities": nil,
    ]
  }
}

extension Model {
  var json: JSON { .text(rawValue) }
}
