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
  /// What its page says of it, for rules that say how badly a platform does.
  private let page: String?
  private let condition: @Sendable (TriageInputs) -> Bool

  init(
    _ id: String, _ sentence: String, _ side: Verdict.Side, _ confidence: Verdict.Confidence,
    path: Path = .none, page: String? = nil, unless changeOfMind: String, do steps: [TriageStep],
    if condition: @escaping @Sendable (TriageInputs) -> Bool
  ) {
    self.id = id
    self.sentence = sentence
    self.side = side
    self.confidence = confidence
    self.path = path
    self.changeOfMind = changeOfMind
    self.steps = steps
    self.page = page
    self.condition = condition
  }

  /// The sentence in the degree of the trouble: fails, is degraded, is slow.
  func sentence(_ probes: TriageInputs.Probes, _ slowness: Slowness?) -> String {
    guard let page, probes == .degraded else { return sentence }
    guard let slowness else { return "vendor platform is degraded, \(page)" }
    return "vendor platform is slow: \(slowness.words); \(page)"
  }

  /// Whether the rule judges how badly one platform does.
  var isOfDegree: Bool { page != nil }

  package func matches(_ inputs: TriageInputs) -> Bool { condition(inputs) }

  /// The rule for any inputs: the table ends with a row that always matches.
  package static func first(for inputs: TriageInputs) -> TriageRule {
    table.first { $0.matches(inputs) } ?? unknown
  }

  private static let unknown = TriageRule(
    "R0", "unknown: no rule matches", .unknown, .low, unless: "a rule that matches", do: [], if: { _ in true }
  )
}
