import SitrepCore

/// What a probe asks, and what a right answer must say.
enum ProbeQuestion {
  static let pong = "Reply with the single word pong."

  /// Output tokens that a right answer needs at most.
  static func maxTokens(_ capability: Capability) -> Int {
    switch capability {
    case .toolUse: 128
    case .canary: 16
    default: ProbeRequestShape.maxTokens
    }
  }

  // MARK: Tools

  static let tool = "add_numbers"
  /// Offered beside the right one, so that the choice proves something.
  static let otherTool = "multiply_numbers"
  static let addends = (a: 17, b: 25)
  static let sum = "Use one of the tools to add \(addends.a) and \(addends.b)."

  static let parameters: LooseJSON = [
    "type": "object", "required": ["a", "b"],
    "properties": ["a": ["type": "integer"], "b": ["type": "integer"]],
  ]

  // MARK: Vision

  static let colour = "Which colour fills this image? Answer with one word: red, green, blue or yellow."

  // MARK: Quality

  static let canary = "What is 17 times 23? Reply with only the number."
  static let canaryAnswer = "391"

  // MARK: Prompt caching

  /// A text that nobody has cached yet, longer by half than the model's minimum.
  ///
  /// About four and a half characters make a token of such prose.
  static func cachedPrefix(for model: Model, at moment: Instant) -> String {
    let sentence = "This sentence is here to be remembered for a while and has no other purpose. "
    let length = PromptCacheMinimum.tokens(for: model) * 6
    let nonce = "Probe of \(moment.nanoseconds). "
    return nonce + String(repeating: sentence, count: length / sentence.utf8.count + 1)
  }
}
