import FoundationEssentials
import SitrepCore

/// The body of a probe's request, in the platform's own shape.
struct ProbeBody {
  let series: SeriesID
  /// Sets what must differ from probe to probe.
  let moment: Instant
  let isStream: Bool

  private var capability: Capability { series.capability }
  private var model: LooseJSON { .string(series.model.rawValue) }
  private var most: LooseJSON { .number(Double(ProbeQuestion.maxTokens(capability))) }

  var json: LooseJSON {
    switch series.platform {
    case .anthropic: anthropic(["model": model])
    // Model and streaming are in Bedrock's path; the version is in the body.
    case .bedrock where capability == .countTokens: wrapped
    case .bedrock: anthropic(["anthropic_version": "bedrock-2023-05-31"])
    case .vertex where capability == .countTokens:
      anthropic(["anthropic_version": "vertex-2023-10-16", "model": model])
    case .vertex: anthropic(["anthropic_version": "vertex-2023-10-16"])
    case .openai: openAI(tokens: "max_completion_tokens", choice: "required")
    case .mistral: openAI(tokens: "max_tokens", choice: "any")
    case .gemini: gemini
    }
  }

  private var question: String {
    switch capability {
    case .toolUse: ProbeQuestion.sum
    case .vision: ProbeQuestion.colour
    case .canary: ProbeQuestion.canary
    default: ProbeQuestion.pong
    }
  }

  private var picture: String { Data(ProbeImage(at: moment).png).base64EncodedString() }

  // MARK: The Messages API

  private func anthropic(_ start: [String: LooseJSON]) -> LooseJSON {
    var fields = start
    if capability != .countTokens { fields["max_tokens"] = most }
    if isStream, series.platform != .bedrock { fields["stream"] = true }
    fields["messages"] = [["role": "user", "content": content]]
    switch capability {
    case .toolUse:
      fields["tools"] = .array(tools.map { ["name": .string($0), "input_schema": ProbeQuestion.parameters] })
      fields["tool_choice"] = ["type": "any"]
    case .promptCaching:
      let prefix = ProbeQuestion.cachedPrefix(for: series.model, at: moment)
      fields["system"] = [
        ["type": "text", "text": .string(prefix), "cache_control": ["type": "ephemeral"]]
      ]
    default: break
    }
    return .object(fields)
  }

  private var content: LooseJSON {
    guard capability == .vision else { return .string(question) }
    let source: LooseJSON = ["type": "base64", "media_type": "image/png", "data": .string(picture)]
    return [["type": "image", "source": source], ["type": "text", "text": .string(question)]]
  }

  private var tools: [String] { [ProbeQuestion.otherTool, ProbeQuestion.tool] }

  /// Bedrock counts the tokens of a body that it is given in base 64.
  private var wrapped: LooseJSON {
    let inner = ProbeBody(
      series: SeriesID(
        platform: .bedrock, region: series.region, capability: .messages, model: series.model),
      moment: moment, isStream: false)
    return ["input": ["invokeModel": ["body": .string(Data(inner.json.bytes ?? []).base64EncodedString())]]]
  }

  // MARK: The alternates

  private func openAI(tokens: String, choice: String) -> LooseJSON {
    var fields: [String: LooseJSON] = ["model": model, tokens: most]
    if isStream { fields["stream"] = true }
    var content: LooseJSON = .string(question)
    if capability == .vision {
      let url: LooseJSON = ["url": .string("data:image/png;base64,\(picture)")]
      content = [["type": "image_url", "image_url": url], ["type": "text", "text": .string(question)]]
    }
    fields["messages"] = [["role": "user", "content": content]]
    if capability == .toolUse {
      fields["tools"] = .array(
        tools.map {
          ["type": "function", "function": ["name": .string($0), "parameters": ProbeQuestion.parameters]]
        })
      fields["tool_choice"] = .string(choice)
    }
    return .object(fields)
  }

  private var gemini: LooseJSON {
    var parts: [LooseJSON] = [["text": .string(question)]]
    if capability == .vision {
      parts.insert(["inlineData": ["mimeType": "image/png", "data": .string(picture)]], at: 0)
    }
    var fields: [String: LooseJSON] = ["contents": [["role": "user", "parts": .array(parts)]]]
    if capability != .countTokens { fields["generationConfig"] = ["maxOutputTokens": most] }
    if capability == .toolUse {
      let functions = tools.map { name -> LooseJSON in
        ["name": .string(name), "parameters": ProbeQuestion.parameters]
      }
      fields["tools"] = [["functionDeclarations": .array(functions)]]
      fields["toolConfig"] = ["functionCallingConfig": ["mode": "ANY"]]
    }
    return .object(fields)
  }
}
