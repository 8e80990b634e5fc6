/// Lets the severity rise at once and fall only after a lower one was measured for the hold.
enum SeverityPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    let measured = SeverityRules.assess(state, at: now)
    let current = state.severity.current.severity
    if rank(measured.severity) < rank(current), let held = unmeasured(state, at: now) { return held }
    let held = held(state, at: now)
    let wanted = max(rank(measured.severity), rank(held))
    // What was only held is measured again: the reason is then the rule's own.
    let isProved = rank(measured.severity) == wanted && state.severity.current.isHeld
    guard wanted != rank(current) || (isProved && measured.severity != nil) else { return [] }
    if wanted == rank(measured.severity) { return [Policy.Decision(.severityMeasured(measured))] }
    let assessment = SeverityAssessment(
      severity: held, rule: SeverityAssessment.hold,
      evidence: "last measured less than \(hold(state).wholeSeconds) s ago")
    return [Policy.Decision(.severityMeasured(assessment))]
  }

  /// What is not measured holds the severity: no data is no recovery.
  ///
  /// Once something is measured again, the hold begins anew. Nil when the severity was and is measured.
  private static func unmeasured(_ state: State, at now: Instant) -> [Policy.Decision]? {
    let current = state.severity.current
    guard let severity = current.severity, severity > .p4 else { return nil }
    let assessment: SeverityAssessment
    if let reason = Sight.blindness(state, at: now) {
      assessment = SeverityAssessment(
        severity: severity, rule: SeverityAssessment.notMeasured,
        evidence: "not measured, held at \(severity.word): \(reason)")
    } else if current.isUnmeasured {
      assessment = SeverityAssessment(
        severity: severity, rule: SeverityAssessment.hold,
        evidence: "measured again for less than \(hold(state).wholeSeconds) s")
    } else {
      return nil
    }
    return assessment == current ? [] : [Policy.Decision(.severityMeasured(assessment))]
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
