/// What is broken and whose fault it is: the rule that matched, with evidence for and against.
package struct Verdict: Hashable, Codable, Sendable {
  package enum Side: String, Codable, Sendable { case us, vendor, unknown, nobody }
  package enum Confidence: String, Codable, Comparable, Sendable {
    case low, medium, high
    package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    private var rank: Int { self == .low ? 0 : self == .medium ? 1 : 2 }
  }

  /// Rules that say nothing is wrong, or that not enough is known to say so.
  private static let quiet: Set<String> = ["R2b", "R3b", "R4", "R4b", "R7"]

  /// Whether it says that all is well or not known: what stands behind it then is the better news.
  package var isQuiet: Bool { Verdict.quiet.contains(rule) }

  /// Whether it says that something is wrong, rather than well or not known.
  package var isTrouble: Bool { !isQuiet && !["R0", "R1", "R5b"].contains(rule) }

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
  /// What would have to be seen for another verdict.
  package var changeOfMind: String
  /// What to do, in this order.
  package var mitigations: [Mitigation]
  /// The branch of the runbook's tree that leads here; nil when nothing is wrong.
  package var branch: TriageBranch?
  /// What the failure table says of the newest failure of the kind that decided.
  package var explanation: FailureExplanation?

  package init(
    rule: String, short: String, sentence: String, side: Side, confidence: Confidence, platform: Platform?,
    evidence: [String], against: [String], changeOfMind: String, mitigations: [Mitigation],
    branch: TriageBranch? = nil, explanation: FailureExplanation? = nil
  ) {
    self.rule = rule
    self.short = short
    self.sentence = sentence
    self.side = side
    self.confidence = confidence
    self.platform = platform
    self.evidence = evidence
    self.against = against
    self.changeOfMind = changeOfMind
    self.mitigations = mitigations
    self.branch = branch
    self.explanation = explanation
  }

  /// What to do, in words.
  package var suggestions: [String] { mitigations.map(\.text) }
}

/// A row of the failure table as it explains one failure.
package struct FailureExplanation: Hashable, Codable, Sendable {
  /// The row: "overload.capacity".
  package var row: String
  package var cause: String
  package var fix: String

  init(_ rule: FailureRule) {
    row = rule.id
    cause = rule.cause
    fix = rule.fix
  }
}
