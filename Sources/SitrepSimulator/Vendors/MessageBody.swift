/// Checks on the body of a message call that all platforms make, in the first party's words.
enum MessageBody {
  static func read(_ request: VendorRequest) throws(Refusal) -> JSON {
    guard let body = JSON(reading: request.body), case .object = body else {
      throw .invalid("The request body is not valid JSON")
    }
    return body
  }

  static func check(_ body: JSON, version: String, counts: Bool) throws(Refusal) {
    guard body["model"]?.text?.isEmpty == false else { throw .invalid("model: Field required") }
    try checkMessages(body, counts: counts)
    guard version == "2026-10-21" else { return }
    for parameter in ["temperature", "top_p", "top_k"] where body[parameter] != nil {
      throw .invalid("\(parameter): this parameter is not supported in this API version")
    }
  }

  static func checkMessages(_ body: JSON, counts: Bool) throws(Refusal) {
    if !counts {
      guard let most = body["max_tokens"] else { throw .invalid("max_tokens: Field required") }
      guard let number = most.integer, number >= 1 else {
        throw .invalid("max_tokens: Input should be greater than or equal to 1")
      }
    }
    guard let messages = body["messages"] else { throw .invalid("messages: Field required") }
    guard let list = messages.list, !list.isEmpty else {
      throw .invalid("messages: at least one message is required")
    }
    for (index, message) in list.enumerated() {
      guard let role = message["role"]?.text, ["user", "assistant"].contains(role) else {
        throw .invalid("messages.\(index).role: Input should be 'user' or 'assistant'")
      }
      guard message["content"] != nil else { throw .invalid("messages.\(index).content: Field required") }
    }
  }
}

extension Refusal {
  /// A body or header that the first party does not take.
  static func invalid(_ message: String) -> Refusal {
    Refusal(status: 400, type: "invalid_request_error", message: message)
  }
}
