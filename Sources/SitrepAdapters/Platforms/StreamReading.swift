import FoundationEssentials
package import SitrepCore

/// How long a stream may go without content before it counts as stalled.
package struct StallLimits: Hashable, Sendable {
  /// To the first content, from the start of the attempt.
  package var firstContent: TimeSpan
  /// Between two signs of progress after it; pings are none.
  package var between: TimeSpan

  package init(firstContent: TimeSpan = .seconds(30), between: TimeSpan = .seconds(10)) {
    self.firstContent = firstContent
    self.between = between
  }
}

/// Follows one stream of a probe: what came when, whether it is getting on, how it ended.
///
/// Times are spans since the start of the attempt, so nothing here reads a clock.
package struct StreamReading: Sendable {
  /// Whose events these are.
  package enum Dialect: Sendable {
    case anthropic
    case openAI
    case gemini
  }

  package let dialect: Dialect
  package private(set) var firstContent: TimeSpan?
  package private(set) var largestGap: TimeSpan?
  package private(set) var pings = 0
  /// The end mark was seen.
  package private(set) var isDone = false
  package private(set) var error: VendorError?
  package private(set) var usage: Usage?
  private var lastContent: TimeSpan?
  private var lastProgress: TimeSpan?

  package init(_ dialect: Dialect) {
    self.dialect = dialect
  }

  /// When the stream counts as stalled if nothing more comes.
  package func deadline(_ limits: StallLimits) -> TimeSpan {
    guard firstContent != nil, let lastProgress else { return limits.firstContent }
    return lastProgress + limits.between
  }

  /// What a silence beyond the deadline is called.
  package var stall: AnswerEnd { firstContent == nil ? .noFirstContent : .stalled }

  /// What the end of the bytes means.
  package var end: AnswerEnd { isDone ? .complete : .truncated }

  /// Takes the data of one server-sent event; false when it cannot be read.
  package mutating func take(data: String, at elapsed: TimeSpan) -> Bool {
    if dialect == .openAI, data == "[DONE]" {
      isDone = true
      return true
    }
    guard let json = LooseJSON(data.utf8), json.isObject else { return false }
    take(json, at: elapsed)
    return true
  }

  /// Takes one event as JSON.
  package mutating func take(_ json: LooseJSON, at elapsed: TimeSpan) {
    switch dialect {
    case .anthropic: takeAnthropic(json, elapsed)
    case .openAI: takeOpenAI(json, elapsed)
    case .gemini: takeGemini(json, elapsed)
    }
  }

  /// Takes an error that did not come as an event, as Bedrock's exceptions do.
  package mutating func fail(_ error: VendorError) {
    self.error = self.error ?? error
  }

  // MARK: Dialects

  private mutating func takeAnthropic(_ json: LooseJSON, _ elapsed: TimeSpan) {
    switch json["type"]?.text {
    case "ping": pings += 1
    case "error": fail(VendorError(json: json))
    case "content_block_delta":
      let delta = json["delta"]?.fields ?? [:]
      let hasContent = delta.contains { $0.key != "type" && $0.value != .string("") && $0.value != .null }
      if hasContent { content(elapsed) } else { lastProgress = elapsed }
    case "content_block_start" where json["content_block"]?["type"]?.text?.hasSuffix("tool_use") == true:
      // The tool's name is content: a call without arguments has no other.
      content(elapsed)
    case "message_start":
      count(json["message"]?["usage"])
      lastProgress = elapsed
    case "message_delta":
      count(json["usage"])
      lastProgress = elapsed
    case "message_stop":
      isDone = true
      lastProgress = elapsed
    case let type?:
      // Blocks begin and end; an event type we do not know is progress only if it is some delta.
      if type.hasPrefix("content_block") || type.contains("delta") { lastProgress = elapsed }
    case nil:
      if json["error"] != nil { fail(VendorError(json: json)) }
    }
  }

  private mutating func takeOpenAI(_ json: LooseJSON, _ elapsed: TimeSpan) {
    if let error = json["error"], error != .null { return fail(VendorError(json: json)) }
    count(json["usage"])
    let delta = json["choices"]?.items.first?["delta"]
    let text = delta?["content"]?.text ?? ""
    if text.isEmpty { lastProgress = elapsed } else { content(elapsed) }
  }

  private mutating func takeGemini(_ json: LooseJSON, _ elapsed: TimeSpan) {
    if let error = json["error"], error != .null { return fail(VendorError(json: json)) }
    count(json["usageMetadata"])
    let candidate = json["candidates"]?.items.first
    let parts = candidate?["content"]?["parts"]?.items ?? []
    if parts.contains(where: { $0["text"]?.text?.isEmpty == false }) {
      content(elapsed)
    } else {
      lastProgress = elapsed
    }
    if candidate?["finishReason"]?.text != nil { isDone = true }
  }

  private mutating func content(_ elapsed: TimeSpan) {
    if let lastContent { largestGap = max(largestGap ?? .zero, elapsed - lastContent) }
    firstContent = firstContent ?? elapsed
    lastContent = elapsed
    lastProgress = elapsed
  }

  /// Usage is cumulative: the last word counts, field by field.
  private mutating func count(_ json: LooseJSON?) {
    guard let read = Usage(vendor: json) else { return }
    let partial = json?["output_tokens"] != nil && json?["input_tokens"] == nil
    usage =
      partial
      ? Usage(
        inputTokens: usage?.inputTokens ?? 0, outputTokens: read.outputTokens,
        cacheReadTokens: usage?.cacheReadTokens, cacheWriteTokens: usage?.cacheWriteTokens) : read
  }
}

extension Usage {
  /// Reads the usage object of any vendor; nil when it holds no count.
  package init?(vendor json: LooseJSON?) {
    guard let json else { return nil }
    func count(_ names: String...) -> Int? {
      names.lazy.compactMap { json[$0]?.integer }.first { (0...1_000_000_000).contains($0) }
    }
    let input = count("input_tokens", "prompt_tokens", "promptTokenCount")
    let output = count("output_tokens", "completion_tokens", "candidatesTokenCount")
    guard input != nil || output != nil else { return nil }
    self.init(
      inputTokens: input ?? 0, outputTokens: output ?? 0,
      cacheReadTokens: count("cache_read_input_tokens", "cachedContentTokenCount"),
      cacheWriteTokens: count("cache_creation_input_tokens"))
  }
}
