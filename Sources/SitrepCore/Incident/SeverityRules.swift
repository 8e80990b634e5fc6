/// Measures the severity now (DESIGN section 5, "Severity").
///
/// First and worst rule that matches wins.
package enum SeverityRules {
  package static func assess(_ state: State, at now: Instant) -> SeverityAssessment {
    guard isOwnSideFine(state) else {
      return SeverityAssessment(severity: nil, rule: "own side", evidence: "our own network is in doubt")
    }
    return .calm
  }

  static func isOwnSideFine(_ state: State) -> Bool {
    !state.ownSide.contains { $0.last?.health == .failing }
  }
}
