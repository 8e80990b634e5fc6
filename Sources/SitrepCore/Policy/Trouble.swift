/// One series in trouble that is cause for an incident: what kind, since when, and in which words.
struct Trouble {
  let series: SeriesID
  let cause: IncidentCause
  /// Users began to feel it between these two.
  let lastGood: Instant?
  let firstBad: Instant
  /// "failing: 529 ×4, 500 ×1".
  let words: String

  init(_ state: SeriesState, at now: Instant) {
    series = state.id
    if let suspicion = state.suspicion, suspicion.isConfirmed {
      let failures = suspicion.attempts.compactMap(\.outcome.failure)
      cause = Trouble.cause(failures) ?? .slow
      lastGood = suspicion.lastGoodBefore
      firstBad = suspicion.since
      words = "failing: " + Breaker.tally(suspicion.attempts.compactMap(\.word))
      return
    }
    let recent = state.samples.since(now - .minutes(5))
    let bad = recent.filter(\.isBad)
    cause = Trouble.cause(bad.compactMap(\.outcome.failure)) ?? .slow
    let began = bad.first?.at ?? now
    firstBad = began
    lastGood = recent.last { $0.at < began && !$0.isBad }?.at
    let failed = bad.compactMap(\.word)
    words = failed.isEmpty ? "slow: \(bad.count) of \(recent.count)" : "failing: \(Breaker.tally(failed))"
  }

  /// The kind of most failures; of two kinds alike, the first in the table.
  private static func cause(_ failures: [FailureClass]) -> IncidentCause? {
    let kinds = failures.map(IncidentCause.init)
    return IncidentCause.allCases.filter(kinds.contains).max { first, second in
      kinds.count { $0 == first } < kinds.count { $0 == second }
    }
  }
}

extension Trouble {
  /// Series whose failure is confirmed and not our own doing.
  private static func confirmed(_ state: State) -> [SeriesState] {
    state.series.filter { series in
      guard series.id.capability != .canary, let suspicion = series.suspicion, suspicion.isConfirmed,
        let newest = suspicion.attempts.last(where: \.outcome.isFailure)
      else { return false }
      return newest.outcome == .failed(.content)
        || SeverityRules.isVendorSide(newest.outcome, lastGood: suspicion.lastGoodBefore, at: newest.at)
    }
  }

  /// Series that are cause for an incident: confirmed, or bad enough for P2 by their failures since `start`.
  ///
  /// Half of all calls failing rarely fails long enough in a row to be confirmed.
  static func all(
    _ state: State, at now: Instant, since start: (SeriesID) -> Instant? = { _ in nil }
  ) -> [Trouble] {
    guard SeverityRules.isOwnSideFine(state, at: now) else { return [] }
    let sure = confirmed(state).filter { !state.isOvershadowed($0) }
    let numbers = state.settings.severity
    let bad = state.series.filter { series in
      guard series.id.capability.isModelCall, !state.isOvershadowed(series),
        !sure.contains(where: { $0.id == series.id }),
        SeverityRules.trouble(of: series, numbers, at: now) != nil
      else { return false }
      let began = max(now - .minutes(5), start(series.id) ?? now - .minutes(5))
      return series.samples.since(began).count(where: \.isBad) >= numbers.errorCount
    }
    return (sure + bad).map { Trouble($0, at: now) }
  }
}
