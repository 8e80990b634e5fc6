/// Which rate limit a reading is about.
package enum LimitKind: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  case requests
  case tokens
  case inputTokens
  case outputTokens

  /// The word on the screen.
  package var word: String {
    switch self {
    case .requests: "requests"
    case .tokens: "tokens"
    case .inputTokens: "input"
    case .outputTokens: "output"
    }
  }
}

/// One rate limit as a response's headers told it.
///
/// `reset` is when the bucket is completely full again, not when the next request is admitted
/// (facts/anthropic-api.md 4.2).
package struct LimitReading: Hashable, Codable, Sendable {
  package var kind: LimitKind
  package var limit: Int
  package var remaining: Int
  package var reset: Instant?

  package init(kind: LimitKind, limit: Int, remaining: Int, reset: Instant? = nil) {
    self.kind = kind
    self.limit = limit
    self.remaining = remaining
    self.reset = reset
  }

  /// What is left, 0…1; 0 when the limit is not positive.
  package var share: Double {
    limit > 0 ? min(1, max(0, Double(remaining) / Double(limit))) : 0
  }
}
