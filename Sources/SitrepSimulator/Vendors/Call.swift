import SitrepCore

/// A model call that was understood: what all platforms have in common.
struct Call: Hashable, Sendable {
  var platform: Platform
  /// As the drill spells it.
  var model: Model
  /// As the caller spelled it.
  var askedModel: String
  var streams: Bool
  var capabilities: Set<Capability>
  var maxTokens: Int
  var inputTokens: Int
  /// The answer in pieces, each counted as a token; cut at `maxTokens`.
  var pieces: [String]
  /// Tells keys apart without keeping them.
  var keyHash: UInt64
  /// The tool that is called instead of a text; its arguments are the pieces.
  var tool: String?
  /// What the caller wants remembered.
  var cache: CacheWish?
  /// Input tokens that the prompt cache took in, and gave.
  var cacheWritten = 0
  var cacheRead = 0
  /// Whether it belongs to a user's session (`metadata.user_id`), whose state platforms may share.
  var hasSession = false

  /// As the first party names it, which is what bodies say on every platform.
  var plainModel: String {
    let name = model.rawValue.hasPrefix("anthropic.") ? model.rawValue.dropFirst(10) : model.rawValue[...]
    let parts = name.split(separator: "-")
    let hasRevision = parts.last?.first == "v" && parts.last?.dropFirst().first?.isNumber == true
    return (hasRevision ? parts.dropLast() : parts[...]).joined(separator: "-")
      .split(separator: "@").joined(separator: "-")
  }

  var outputTokens: Int { max(1, min(maxTokens, pieces.count)) }
  var text: String { pieces.prefix(outputTokens).joined() }
  var stopReason: String {
    pieces.count > maxTokens ? "max_tokens" : tool == nil ? "end_turn" : "tool_use"
  }

  /// What is drawn for it is drawn per kind, so that one series does not disturb another.
  var kind: String {
    let special = capabilities.subtracting([.messages, .streaming]).map(\.rawValue).sorted()
    return (["\(platform.rawValue) \(model.rawValue) \(streams ? "stream" : "whole")"] + special)
      .joined(separator: " ")
  }
}

/// A beginning of a prompt that the caller marked to be remembered.
struct CacheWish: Hashable, Sendable {
  var hash: UInt64
  var tokens: Int
}

extension Call {
  /// Reads the fields that are the same on all platforms.
  ///
  /// The body was checked before.
  init(_ platform: Platform, _ model: Model, asked: String, streams: Bool, key: String, body: JSON) {
    let prompt = PromptText(body)
    let tool = ToolAnswer(body, question: prompt.question)
    var special: Set<Capability> = []
    if tool != nil || body["tools"] != nil { special.insert(.toolUse) }
    if prompt.hasImage { special.insert(.vision) }
    if prompt.cache != nil { special.insert(.promptCaching) }
    if prompt.asksSum { special.insert(.canary) }
    if special.isEmpty { special = [.messages] }
    if streams { special = special.subtracting([.messages]).union([.streaming]) }
    self.init(
      platform: platform, model: model, askedModel: asked, streams: streams, capabilities: special,
      maxTokens: max(1, Call.mostTokens(body) ?? 1),
      inputTokens: prompt.tokens, pieces: tool?.pieces ?? prompt.answer, keyHash: Draw.hash(key),
      tool: tool?.name, cache: prompt.cache,
      hasSession: body["metadata"]?["user_id"]?.text?.isEmpty == false)
  }

  private static func mostTokens(_ body: JSON) -> Int? {
    let gemini = body["generationConfig"]?["maxOutputTokens"]
    return (body["max_tokens"] ?? body["max_completion_tokens"] ?? gemini)?.integer
  }

  /// A request that asks no model anything.
  static func notice(_ platform: Platform, _ capability: Capability, model: Model = Model("")) -> Call {
    Call(
      platform: platform, model: model, askedModel: model.rawValue, streams: false,
      capabilities: [capability], maxTokens: 1, inputTokens: 0, pieces: [], keyHash: 0)
  }

  /// The same call as a vendor gets it wrong; nil when this fault is about something else.
  func spoiled(by fault: Fault) -> Call? {
    var call = self
    switch fault {
    case .badtool where tool != nil: call.pieces = ["{\"a\":", "\"seventeen\"", "}"]
    case .blind where capabilities.contains(.vision): call.pieces = ["purple"]
    case .wrong where tool == nil: call.pieces = ["42"]
    default: return nil
    }
    return call
  }
}
