/// Lets the severity rise at once and fall only after a lower one was measured for the hold.
enum SeverityPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    let measured = SeverityRules.assess(state, at: now)
    let current = state.severity.current.severity
    let held = held(state, at: now)
    let wanted = max(rank(measured.severity), rank(held))
    guard wanted != rank(current) else { return [] }
    if wanted == rank(measured.severity) { return [Policy.Decision(.severityMeasured(measured))] }
    let assessment = SeverityAssessment(
      severity: held, rule: "hold", evidence: "last measured less than \(hold(state).wholeSeconds) s ago")
    return [Policy.Decision(.severityMeasured(assessment))]
  }

  /// The worst severity that was measured within the hold, never above the current one.
  private static func held(_ state: State, at now: Instant) -> Severity? {
    Severity.allCases.first { severity in
      guard rank(severity) <= rank(state.severity.current.severity),
        let last = state.severity.lastMeasured[severity.rawValue]
      else { return false }
      return now - last < hold(state) && last <= now
    }
  }

  private static func hold(_ state: State) -> TimeSpan { state.settings.severity.hold }

  private static func rank(_ severity: Severity?) -> Int { severity.map { 5 - $0.rawValue } ?? 0 }

  static func deadlines(_ state: State) -> [Instant] {
    state.severity.current.severity == nil
      ? [] : state.severity.lastMeasured.values.map { $0 + hold(state) }
  }
}
