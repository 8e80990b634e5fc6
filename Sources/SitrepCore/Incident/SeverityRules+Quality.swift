extension SeverityRules {
  /// P4: answers come and some of them are wrong, while nothing fails outright.
  ///
  /// At least as many as P2 wants errors, within the window of P3, the newest within five minutes.
  static func quality(
    _ all: [SeriesState], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    let numbers = state.settings.severity
    for series in all {
      let recent = series.samples.since(now - numbers.window)
      let wrong = recent.filter { $0.outcome == .failed(.content) }
      guard wrong.count >= numbers.errorCount, let newest = wrong.last, now - newest.at <= .minutes(5),
        Double(wrong.count) >= state.settings.objectives.errorRate * Double(recent.count)
      else { continue }
      return SeverityAssessment(
        severity: .p4, rule: "P4 quality degraded",
        evidence: "\(wrong.count) of \(recent.count) answers of \(series.id) were wrong")
    }
    return nil
  }
}
