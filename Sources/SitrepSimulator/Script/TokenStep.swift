package import SitrepCore

/// One change of how Google's token endpoint answers, from an offset on.
package struct TokenStep: Hashable, Sendable {
  package var at: TimeSpan
  /// Nil leaves it as it was.
  package var answers: Answer?
  /// How long tokens live that are given from now on; nil leaves it.
  package var lifetime: TimeSpan?

  package init(at: TimeSpan, answers: Answer? = nil, lifetime: TimeSpan? = nil) {
    self.at = at
    self.answers = answers
    self.lifetime = lifetime
  }

  /// What it answers; nothing of it says anything about Vertex AI.
  package enum Answer: String, CaseIterable, Sendable {
    case tokens
    /// 400 `invalid_grant`, as for an account that was deleted.
    case refused
    case unavailable
    case hang
  }

  /// As Google's live (facts/vertex.md 5.1).
  package static let usualLifetime = TimeSpan.seconds(3599)
}

extension TokenStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "a change of tokens", keys: ["at", "answers", "lifetime"])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    answers = try map.word("answers", Answer.self)
    lifetime = (try map.find("lifetime", SpanText.expected) as SpanText?)?.span
    guard answers != nil || lifetime != nil else {
      throw map.missing("answers", oneOf(Answer.allCases.map(\.rawValue)))
    }
    if let lifetime, lifetime < .seconds(1) || lifetime > .hours(24) {
      throw map.refusal("lifetime", "found \(Expectation.words(lifetime)); expected from 1s to 24h")
    }
  }
}

extension DrillScript {
  /// How the token endpoint answers at `moment`.
  func tokens(at moment: TimeSpan) -> (answers: TokenStep.Answer, lifetime: TimeSpan) {
    let past = tokens.filter { $0.at <= moment }
    return (
      past.last { $0.answers != nil }?.answers ?? .tokens,
      past.last { $0.lifetime != nil }?.lifetime ?? TokenStep.usualLifetime
    )
  }
}
