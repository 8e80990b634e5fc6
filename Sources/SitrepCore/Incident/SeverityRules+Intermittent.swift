/// P3: errors that come and go.
extension SeverityRules {
  /// Fewest separate runs of failures: an outage is one, errors that come and go are many.
  private static let fewestRuns = 5

  /// Confirmed, or at least 5 separate runs and 1 % of the window, of one series or of a platform's together.
  static func intermittent(
    _ all: [SeriesState], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    let open = all.filter { $0.plan.idle == nil && $0.id.capability != .canary }
    let failing = open.filter { hasFailedLately($0, state, at: now) }
    guard !failing.isEmpty else { return nil }
    for series in failing {
      if let found = intermittent([series], "\(series.id)", state, at: now) { return found }
    }
    for platform in Set(failing.map(\.id.platform)).sorted() {
      let speakers = open.filter { $0.id.platform == platform && $0.id.capability.speaksForTraffic }
      guard speakers.count > 1, speakers.allSatisfy(isSettled) else { continue }
      if let found = intermittent(speakers, platform.rawValue, state, at: now) { return found }
    }
    return nil
  }

  /// What is still being confirmed is not judged yet.
  private static func isSettled(_ series: SeriesState) -> Bool {
    series.suspicion?.isConfirmed ?? true
  }

  private static func hasFailedLately(_ series: SeriesState, _ state: State, at now: Instant) -> Bool {
    isSettled(series)
      && !series.samples.isSurelyFine(since: now - longest, within: state.settings.severity.slowAfter)
      && series.samples.since(now - longest).contains { $0.outcome.isFailure }
  }

  private static func intermittent(
    _ series: [SeriesState], _ name: String, _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    var (attempts, failed, runs) = (0, 0, 0)
    var newest: Instant?
    for one in series {
      let recent = one.samples.since(now - state.settings.severity.window)
      let failures = recent.filter { isVendorSide($0.outcome, lastGood: one.lastGoodAt, at: $0.at) }
      attempts += recent.count
      failed += failures.count
      runs += self.runs(in: recent)
      newest = [newest, failures.last?.at].compactMap(\.self).max()
    }
    let patience = patience(failed, in: state.settings.severity.window)
    let isConfirmed = series.count == 1 && series[0].suspicion?.isConfirmed == true
    let isFrequent =
      runs >= fewestRuns && Double(failed) >= state.settings.objectives.errorRate * Double(attempts)
    guard isConfirmed || isFrequent, let newest, now - newest <= (isConfirmed ? shortest : patience) else {
      return nil
    }
    return SeverityAssessment(
      severity: .p3, rule: "P3 intermittent errors",
      evidence: "\(failed) of \(attempts) probes of \(name) failed")
  }

  private static let shortest = TimeSpan.minutes(5)
  private static let longest = TimeSpan.minutes(20)

  /// How old the newest failure may be: twice the usual pause between them, so that rare ones are not told
  /// as trouble that ends and begins again.
  private static func patience(_ failed: Int, in window: TimeSpan) -> TimeSpan {
    min(longest, max(shortest, window * (2 / Double(max(1, failed)))))
  }

  /// How many times failures began: an outage is one run, errors that come and go are many.
  static func runs(in samples: ArraySlice<Sample>) -> Int {
    var count = 0
    var wasFailing = false
    for sample in samples {
      if sample.outcome.isFailure, !wasFailing { count += 1 }
      wasFailing = sample.outcome.isFailure
    }
    return count
  }
}
