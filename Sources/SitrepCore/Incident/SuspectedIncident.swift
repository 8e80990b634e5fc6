/// An incident before it opens: a failed probe that is being confirmed, and what is awaited.
///
/// It has no number, so that a false alarm uses none up.
package struct SuspectedIncident: Hashable, Sendable {
  package let series: SeriesID
  /// Start of the first failed attempt.
  package let since: Instant
  /// The newest failure's word: "529".
  package let word: String
  /// Failures among the newest five attempts, and how many confirm.
  package let failed: Int
  package let wanted: Int
  /// When the next attempt is due, as near as the state tells; nil when it is under way.
  package let nextAt: Instant?

  /// What is suspected now and belongs to no open incident, the oldest first.
  package static func all(_ state: State, at now: Instant) -> [SuspectedIncident] {
    let known = Set(state.openIncidents.flatMap(\.series))
    return state.series.compactMap { series in
      guard !known.contains(series.id), !state.isOvershadowed(series) else { return nil }
      return SuspectedIncident(series, state, at: now)
    }.sorted { $0.since < $1.since }
  }

  private init?(_ one: SeriesState, _ state: State, at now: Instant) {
    guard one.plan.idle == nil, let suspicion = one.suspicion, !suspicion.isConfirmed,
      let newest = suspicion.attempts.last(where: \.outcome.isFailure), let last = one.last,
      SuspectedIncident.isConfirmable(newest.outcome, suspicion)
    else { return nil }
    series = one.id
    since = suspicion.since
    word = newest.word ?? "failed"
    wanted = Suspicion.confirmingFailures
    failed = min(wanted, suspicion.attempts.suffix(5).count { $0.outcome.isFailure })
    let answered = last.startedAt + (last.phases.total ?? .zero)
    nextAt = SuspectedIncident.next(one, suspicion, state.settings.confirms, after: max(answered, now))
  }

  /// What is never cause for an incident is not awaited either: our own limits and requests.
  private static func isConfirmable(_ outcome: Outcome, _ suspicion: Suspicion) -> Bool {
    outcome == .failed(.content)
      || SeverityRules.isVendorSide(outcome, lastGood: suspicion.lastGoodBefore, at: suspicion.since)
  }

  /// The soonest confirm or turn after `moment`.
  private static func next(
    _ one: SeriesState, _ suspicion: Suspicion, _ confirms: [TimeSpan], after moment: Instant
  ) -> Instant? {
    let turn = one.samples.samples.last.map { $0.at + one.plan.cadence }
    let all = confirms.map { suspicion.since + $0 } + [turn].compactMap(\.self)
    return all.filter { $0 > moment }.min()
  }

  /// "confirming: 1 of 3, next in 8 s".
  package func awaited(at now: Instant) -> String {
    let next =
      nextAt.map { "next in \(max(1, Int(($0 - now).inSeconds.rounded(.up)))) s" } ?? "next under way"
    return "confirming: \(failed) of \(wanted), \(next)"
  }
}
