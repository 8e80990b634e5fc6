/// What is broken and whose fault it is: the rule that matched, with evidence for and against.
package struct Verdict: Hashable, Codable, Sendable {
  package enum Side: String, Codable, Sendable { case us, vendor, unknown, nobody }
  package enum Confidence: String, Codable, Comparable, Sendable {
    case low, medium, high
    package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    private var rank: Int { self == .low ? 0 : self == .medium ? 1 : 2 }
  }

  /// Whether it says that something is wrong, rather than well or not known.
  package var isTrouble: Bool { !["R0", "R1", "R2b", "R4", "R7"].contains(rule) }

  /// "R16".
  package var rule: String
  /// For the pinned line: "ANTHROPIC FAILING 529/500".
  package var short: String
  package var sentence: String
  package var side: Side
  package var confidence: Confidence
  package var platform: Platform?
  package var evidence: [String]
  package var against: [String]
  package var suggestions: [String]

  package init(
    rule: String, short: String, sentence: String, side: Side, confidence: Confidence, platform: Platform?,
    evidence: [String], against: [String], suggestions: [String]
  ) {
    self.rule = rule
    self.short = short
    self.sentence = sentence
    self.side = side
    self.confidence = confidence
    self.platform = platform
    self.evidence = evidence
    self.against = against
    self.suggestions = suggestions
  }
}
