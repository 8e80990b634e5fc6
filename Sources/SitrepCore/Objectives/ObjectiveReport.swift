/// Service levels over the objective's sliding window, per series, per platform and over all.
///
/// Made of scheduled attempts only: confirms and manual probes never enter.
/// A failure never enters a latency as a number; it is counted, not timed.
package struct ObjectiveReport: Hashable, Sendable {
  package var window: TimeSpan
  package var overall: ObjectiveFigures
  /// In the order of the vocabulary; only platforms that have a series.
  package var platforms: [ObjectiveFigures]
  /// In the order of the settings.
  package var series: [ObjectiveFigures]

  package init(_ state: State, at now: Instant) {
    let targets = state.settings.objectives
    window = targets.window
    let all = state.series.filter(\.id.capability.isModelCall)
    overall = ObjectiveFigures(.overall, of: all, targets: targets, at: now)
    platforms = Set(all.map(\.id.platform)).sorted().map { platform in
      ObjectiveFigures(
        .platform(platform), of: all.filter { $0.id.platform == platform }, targets: targets, at: now)
    }
    series = state.series.map { ObjectiveFigures(.series($0.id), of: [$0], targets: targets, at: now) }
  }

  package func figures(for platform: Platform) -> ObjectiveFigures? {
    platforms.first { $0.scope == .platform(platform) }
  }

  package func figures(for id: SeriesID) -> ObjectiveFigures? {
    series.first { $0.scope == .series(id) }
  }
}

/// The service levels of one scope.
package struct ObjectiveFigures: Hashable, Sendable {
  package var scope: ObjectiveScope
  /// Share of attempts that the platform answered (see `Outcome.isUnavailable`).
  package var availability: Objective<Double>
  /// Share of attempts that failed for whatever reason, own limits and own mistakes included.
  package var errorRate: Objective<Double>
  package var p50: TimeSpan?
  package var p95: Objective<TimeSpan>
  /// Judged only from 300 successes on; before, its status is `unreliable`.
  package var p99: Objective<TimeSpan>
  /// Failed attempts in a row within one series; over several series the longest of theirs.
  package var longestFailureRun: Objective<Int>
  /// Windows of 5 min, 1 h and 6 h; one that history does not reach into is left out.
  package var burns: [BurnRate]
  /// What is left of the window's error budget: 1 all, 0 none, negative overdrawn; nil without data.
  package var budgetLeft: Double?

  init(_ scope: ObjectiveScope, of series: [SeriesState], targets: ObjectiveTargets, at now: Instant) {
    self.scope = scope
    let rings = series.map { ObjectiveFigures.samples(of: $0, since: now - targets.window, to: now) }
    let tally = AttemptTally(rings.joined())
    let latencies = rings.joined().compactMap { $0.outcome.isFailure ? nil : $0.latency }.sorted()
    availability = Objective(
      tally.availability, count: tally.attempts, target: targets.availability
    ) { $0 >= targets.availability }
    errorRate = Objective(
      tally.errorRate, count: tally.attempts, target: targets.errorRate
    ) { $0 < targets.errorRate || $0 == 0 }
    p50 = Quantile.nearestRank(50, ofSorted: latencies)
    p95 = Objective(
      Quantile.nearestRank(95, ofSorted: latencies), count: latencies.count, target: targets.p95
    ) { $0 <= targets.p95 }
    p99 = Objective(
      Quantile.nearestRank(99, ofSorted: latencies), count: latencies.count, target: targets.p99,
      isReliable: latencies.count >= Quantile.reliableCountForP99
    ) { $0 <= targets.p99 }
    longestFailureRun = Objective(
      tally.attempts == 0 ? nil : rings.map(ObjectiveFigures.longestRun).max(), count: tally.attempts,
      target: targets.longestFailureRun
    ) { $0 <= targets.longestFailureRun }
    budgetLeft = tally.burn(of: targets).map { 1 - $0 }
    burns = ObjectiveFigures.burns(of: series, targets: targets, at: now)
  }

  /// Violated when any level is, no data when there is none, else kept.
  package var status: ObjectiveStatus {
    let all = [
      availability.status, errorRate.status, p95.status, p99.status, longestFailureRun.status,
    ]
    if all.contains(.violated) { return .violated }
    return availability.status == .noData ? .noData : .kept
  }

  /// Whether the budget burns fast enough to wake somebody: 14.4 over an hour, and still so in 5 minutes.
  ///
  /// Wants 20 attempts in the hour and 3 failures in each window (notes/incidents.md D1).
  package var isBurningFast: Bool {
    guard let short = burn(over: ObjectiveFigures.burnWindows[0]),
      let long = burn(over: ObjectiveFigures.burnWindows[1]), long.attempts >= 20
    else { return false }
    return [short, long].allSatisfy { $0.isSignificant && $0.rate >= ObjectiveFigures.fastBurn }
  }

  package func burn(over window: TimeSpan) -> BurnRate? { burns.first { $0.window == window } }

  package static let burnWindows: [TimeSpan] = [.minutes(5), .hours(1), .hours(6)]
  package static let fastBurn = 14.4
}

extension ObjectiveFigures {
  /// Attempts in (start, now]; what a clock that went back left in the future is not of this window.
  private static func samples(of series: SeriesState, since start: Instant, to now: Instant) -> [Sample] {
    series.samples.samples.filter { $0.at > start && $0.at <= now }
  }

  private static func longestRun(_ samples: [Sample]) -> Int {
    var longest = 0
    var run = 0
    for sample in samples {
      run = sample.outcome.isFailure ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// A window is reported only when history reaches beyond the next shorter one, else it would repeat it.
  private static func burns(
    of series: [SeriesState], targets: ObjectiveTargets, at now: Instant
  ) -> [BurnRate] {
    var burns: [BurnRate] = []
    for window in burnWindows {
      let attempts = series.map { samples(of: $0, since: now - window, to: now) }.joined()
      let tally = AttemptTally(attempts)
      let oldest = attempts.map(\.at).min() ?? now
      guard let rate = tally.burn(of: targets), burns.last.map({ now - oldest > $0.window }) ?? true else {
        continue
      }
      burns.append(
        BurnRate(
          window: window, covered: reach(of: series, within: window, oldest: oldest, at: now),
          attempts: tally.attempts, failures: tally.unavailable, rate: rate))
    }
    return burns
  }

  /// The whole window when anything older than it is kept, else back to the oldest attempt.
  private static func reach(
    of series: [SeriesState], within window: TimeSpan, oldest: Instant, at now: Instant
  ) -> TimeSpan {
    let start = now - window
    let reachesBeyond = series.contains { $0.samples.samples.first.map { $0.at <= start } ?? false }
    return reachesBeyond ? window : now - oldest
  }
}

/// Attempts counted by what they say about the platform.
struct AttemptTally {
  var attempts = 0
  var failures = 0
  var unavailable = 0

  init(_ samples: some Sequence<Sample>) {
    for sample in samples {
      attempts += 1
      if sample.outcome.isFailure { failures += 1 }
      if sample.outcome.isUnavailable { unavailable += 1 }
    }
  }

  var errorRate: Double? { attempts == 0 ? nil : Double(failures) / Double(attempts) }

  var availability: Double? { attempts == 0 ? nil : Double(attempts - unavailable) / Double(attempts) }

  /// Share of unavailable attempts against the share that the target allows; nil when it allows none.
  func burn(of targets: ObjectiveTargets) -> Double? {
    let allowed = 1 - targets.availability
    guard attempts > 0, allowed > 0 else { return nil }
    return Double(unavailable) / Double(attempts) / allowed
  }
}

extension Outcome {
  /// Whether the caller was not served by the platform.
  ///
  /// Own quota and own malformed requests are errors but not unavailability; an answer with bad content
  /// was served. A refused key counts: whoever holds it is not served, whoever is at fault.
  package var isUnavailable: Bool {
    switch self {
    case .ok, .slow, .failed(.quota), .failed(.request), .failed(.content): false
    case .failed(.network), .failed(.timeout), .failed(.stalled), .failed(.auth), .failed(.overload),
      .failed(.server):
      true
    }
  }
}
