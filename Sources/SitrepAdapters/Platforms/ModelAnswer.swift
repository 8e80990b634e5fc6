import SitrepCore

/// What a model said and which tools it called, whatever the platform's shape.
struct ModelAnswer {
  struct Call {
    var name: String
    /// Nil when they are not JSON.
    var arguments: LooseJSON?
  }

  private(set) var text = ""
  private(set) var calls: [Call] = []

  init(_ json: LooseJSON, _ platform: Platform) {
    switch platform {
    case .anthropic, .bedrock, .vertex: takeBlocks(json["content"]?.items ?? [])
    case .openai, .mistral: takeChoice(json["choices"]?.items.first?["message"])
    case .gemini: takeParts(json["candidates"]?.items.first?["content"]?["parts"]?.items ?? [])
    }
  }

  private mutating func takeBlocks(_ blocks: [LooseJSON]) {
    for block in blocks {
      if block["type"]?.text == "tool_use" {
        calls.append(Call(name: block["name"]?.text ?? "", arguments: block["input"]))
      }
      text += block["text"]?.text ?? ""
    }
  }

  private mutating func takeChoice(_ message: LooseJSON?) {
    text = message?["content"]?.text ?? ""
    for part in message?["content"]?.items ?? [] { text += part["text"]?.text ?? "" }
    for call in message?["tool_calls"]?.items ?? [] {
      let written = call["function"]?["arguments"]
      let arguments = written?.text.map { LooseJSON($0.utf8) } ?? written
      calls.append(Call(name: call["function"]?["name"]?.text ?? "", arguments: arguments))
    }
  }

  private mutating func takeParts(_ parts: [LooseJSON]) {
    for part in parts {
      text += part["text"]?.text ?? ""
      guard let call = part["functionCall"] else { continue }
      calls.append(Call(name: call["name"]?.text ?? "", arguments: call["args"]))
    }
  }
}
