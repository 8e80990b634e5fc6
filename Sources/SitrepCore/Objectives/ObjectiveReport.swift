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
    func figures(_ scope: ObjectiveScope, _ series: [SeriesState]) -> ObjectiveFigures {
      ObjectiveFigures(scope, of: series, targets: targets, severity: state.settings.severity, at: now)
    }
    overall = figures(.overall, all)
    platforms = Set(all.map(\.id.platform)).sorted().map { platform in
      figures(.platform(platform), all.filter { $0.id.platform == platform })
    }
    series = state.series.map { figures(.series($0.id), [$0]) }
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
  /// Windows from 5 min to 3 days; one that history does not reach into is left out.
  package var burns: [BurnRate]
  /// What is left of the window's error budget: 1 all, 0 none, negative overdrawn; nil without data.
  package var budgetLeft: Double?
  /// The window's whole minutes: up, degraded, down and unknown.
  package var minutes: MinuteTally

  init(
    _ scope: ObjectiveScope, of series: [SeriesState], targets: ObjectiveTargets,
    severity: SeveritySettings, at now: Instant
  ) {
    self.scope = scope
    let rings = series.map { $0.samples(over: targets.window, at: now) }
    var tally = AttemptTally()
    for one in series { tally.add(one, over: targets.window, at: now) }
    let latencies = WindowLatencies(series, over: targets.window, at: now)
    availability = Objective(
      tally.availability, count: tally.attempts, target: targets.availability
    ) { $0 >= targets.availability }
    errorRate = Objective(
      tally.errorRate, count: tally.attempts, target: targets.errorRate
    ) { $0 < targets.errorRate || $0 == 0 }
    p50 = latencies.quantile(50)
    p95 = Objective(
      latencies.quantile(95), count: latencies.count, target: targets.p95
    ) { $0 <= targets.p95 }
    p99 = Objective(
      latencies.quantile(99), count: latencies.count, target: targets.p99,
      isReliable: latencies.count >= Quantile.reliableCountForP99
    ) { $0 <= targets.p99 }
    longestFailureRun = Objective(
      tally.attempts == 0 ? nil : rings.map(ObjectiveFigures.longestRun).max(), count: tally.attempts,
      target: targets.longestFailureRun
    ) { $0 <= targets.longestFailureRun }
    budgetLeft = tally.burn(of: targets).map { 1 - $0 }
    burns = BurnWindows(series: series, targets: targets, now: now).rates
    minutes = MinuteTally(series, over: targets.window, severity: severity, at: now)
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
  package var isBurningFast: Bool { alerts.contains { $0.rule == BurnRule.all[0] } }

  /// The pairs of windows that burn the budget now, the most urgent first.
  package var alerts: [BurnAlert] { BurnRule.all.compactMap { BurnAlert($0, in: burns) } }

  package func burn(over window: TimeSpan) -> BurnRate? { burns.first { $0.window == window } }
}

extension ObjectiveFigures {
  private static func longestRun(_ samples: [Sample]) -> Int {
    var longest = 0
    var run = 0
    for sample in samples {
      run = sample.outcome.isFailure ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

/// Attempts counted by what they say about the platform.
struct AttemptTally {
  var attempts = 0
  var failures = 0
  var unavailable = 0

  /// Counts a series over the window that ends at `now`: by its samples as far as they reach, else by
  /// its roll-ups.
  mutating func add(_ series: SeriesState, over window: TimeSpan, at now: Instant) {
    if !series.hasSamples(over: window, at: now), let history = series.history {
      for rollup in history.rollups(over: window, at: now) {
        attempts += rollup.attempts
        failures += rollup.failures
        unavailable += rollup.unavailable
      }
      return
    }
    for sample in series.samples(over: window, at: now) {
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
