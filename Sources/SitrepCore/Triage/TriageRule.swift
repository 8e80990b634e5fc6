/// A row of the decision table.
///
/// The first one whose condition holds is the verdict's rule.
package struct TriageRule: Sendable {
  /// Which branch of the runbook's tree the rule stands for.
  package enum Path: Hashable, Sendable {
    case none
    case at(TriageBranch)
    /// The one of the failures that were seen.
    case byFailure
  }

  package var id: String
  package var sentence: String
  package var side: Verdict.Side
  package var confidence: Verdict.Confidence
  package var path: Path
  /// What would have to be seen for another verdict.
  package var changeOfMind: String
  /// What to do, in this order.
  package var steps: [TriageStep]
  private let condition: @Sendable (TriageInputs) -> Bool

  init(
    _ id: String, _ sentence: String, _ side: Verdict.Side, _ confidence: Verdict.Confidence,
    path: Path = .none, unless changeOfMind: String, do steps: [TriageStep],
    if condition: @escaping @Sendable (TriageInputs) -> Bool
  ) {
    self.id = id
    self.sentence = sentence
    self.side = side
    self.confidence = confidence
    self.path = path
    self.changeOfMind = changeOfMind
    self.steps = steps
    self.condition = condition
  }

  package func matches(_ inputs: TriageInputs) -> Bool { condition(inputs) }

  /// The rule for any inputs: the table ends with a row that always matches.
  package static func first(for inputs: TriageInputs) -> TriageRule {
    table.first { $0.matches(inputs) } ?? unknown
  }

  private static let unknown = TriageRule(
    "R0", "unknown: no rule matches", .unknown, .low, unless: "a rule that matches", do: [], if: { _ in true }
  )
}
