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
    let late = bad.count { !$0.outcome.isFailure }
    // What is mostly late is slow, whatever failed beside it.
    let failures = late > bad.count / 2 ? [] : bad.compactMap(\.outcome.failure)
    cause = Trouble.cause(failures) ?? .slow
    let began = bad.first?.at ?? now
    firstBad = began
    lastGood = recent.last { $0.at < began && !$0.isBad }?.at
    let failed = bad.compactMap(\.word)
    let tally = Breaker.tally(failed)
    let beside = failed.isEmpty ? "" : ", and \(tally)"
    words =
      failures.isEmpty ? "slow: \(late) of \(recent.count) answers late\(beside)" : "failing: \(tally)"
  }

  /// What callers meet and no probe does, held against the series that speaks for their target.
  private init(_ traffic: TrafficTrouble, _ id: SeriesID) {
    series = id
    cause = traffic.kind == .failing ? .unavailable : .limits
    lastGood = nil
    firstBad = traffic.since
    words = "\(traffic.kind == .failing ? "failing" : "limited"): \(traffic.words)"
  }

  /// Failures that come and go, and burn the budget of a platform.
  private init(_ burning: BurnWatch.Burning) {
    series = burning.series
    cause = .budget
    lastGood = nil
    firstBad = burning.since
    words = "budget burns \(burning.words)"
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
    state.series.indices.filter { index in
      guard state.series[index].capability != .canary, let suspicion = state.series[index].suspicion,
        suspicion.isConfirmed, let newest = suspicion.attempts.last(where: \.outcome.isFailure)
      else { return false }
      return newest.outcome == .failed(.content)
        || SeverityRules.isVendorSide(newest.outcome, lastGood: suspicion.lastGoodBefore, at: newest.at)
    }.map { state.series[$0] }
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
    let suspects = state.series.indices.filter {
      state.series[$0].capability.isModelCall
        && !state.series[$0].samples.isSurelyFine(since: now - .minutes(5), within: numbers.slowAfter)
    }
    let bad = suspects.map { state.series[$0] }.filter { series in
      guard !state.isOvershadowed(series),
        !sure.contains(where: { $0.id == series.id }),
        SeverityRules.trouble(of: series, numbers, at: now) != nil
      else { return false }
      let began = max(now - .minutes(5), start(series.id) ?? now - .minutes(5))
      return series.samples.since(began).count(where: \.isBad) >= numbers.errorCount
    }
    let own = (sure + bad).map { Trouble($0, at: now) }
    return own + carried(state, at: now, besides: own) + burning(state, besides: own)
  }

  /// Only what pages is cause for an incident, and only where nothing else says so better.
  private static func burning(_ state: State, besides others: [Trouble]) -> [Trouble] {
    (state.burn?.burning ?? []).filter { found in
      found.isPage && !others.contains { $0.series.platform == found.platform }
    }.map(Trouble.init)
  }

  private static func carried(_ state: State, at now: Instant, besides others: [Trouble]) -> [Trouble] {
    guard !state.traffic.isEmpty else { return [] }
    return state.platforms.compactMap { platform in
      guard let found = TrafficTrouble.first(platform, state, at: now) else { return nil }
      let speakers = state.speakers(for: platform)
      guard let series = (speakers.first { $0.id.target == found.target } ?? speakers.first)?.id,
        !others.contains(where: { $0.series.platform == platform })
      else { return nil }
      return Trouble(found, series)
    }
  }
}
