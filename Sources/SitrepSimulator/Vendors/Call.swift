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
  var stopReason: String { pieces.count > maxTokens ? "max_tokens" : "end_turn" }

  /// What is drawn for it is drawn per kind, so that one series does not disturb another.
  var kind: String { "\(platform.rawValue) \(model.rawValue) \(streams ? "stream" : "whole")" }
}

extension Call {
  /// Reads the fields that are the same on all platforms.
  ///
  /// The body was checked before.
  init(_ platform: Platform, _ model: Model, asked: String, streams: Bool, key: String, body: JSON) {
    let texts = PromptText(body)
    var capabilities: Set<Capability> = [streams ? .streaming : .messages]
    if body["tools"] != nil { capabilities.insert(.toolUse) }
    if texts.hasImage { capabilities.insert(.vision) }
    if texts.hasCacheMark { capabilities.insert(.promptCaching) }
    self.init(
      platform: platform, model: model, askedModel: asked, streams: streams, capabilities: capabilities,
      maxTokens: max(1, body["max_tokens"]?.integer ?? 1), inputTokens: texts.tokens,
      pieces: texts.answer, keyHash: Draw.hash(key),
      hasSession: body["metadata"]?["user_id"]?.text?.isEmpty == false)
  }
}

/// What a prompt says, as far as a vendor of short answers needs it.
struct PromptText {
  private(set) var characters = 0
  private(set) var hasImage = false
  private(set) var hasCacheMark = false
  private var last = ""

  init(_ body: JSON) {
    read(body["system"])
    for message in body["messages"]?.list ?? [] { read(message["content"]) }
  }

  /// About four characters a token, and a little for the frame around them.
  var tokens: Int { characters / 4 + 7 }

  /// The word that was asked for ("the single word pong"), else a short sentence.
  var answer: [String] {
    let words = last.split { !$0.isLetter }
    if let at = words.lastIndex(of: "word"), at + 1 < words.count { return [String(words[at + 1])] }
    return ["ok", ",", " this", " answer", " is", " simulated", "."]
  }

  private mutating func read(_ content: JSON?) {
    switch content {
    case .text(let text): add(text)
    case .list(let blocks): blocks.forEach { readBlock($0) }
    default: break
    }
  }

  private mutating func readBlock(_ block: JSON) {
    if block["cache_control"] != nil { hasCacheMark = true }
    if block["type"]?.text == "image" { hasImage = true }
    if let text = block["text"]?.text { add(text) }
  }

  private mutating func add(_ text: String) {
    characters += text.unicodeScalars.count
    last = text
  }
}
