/// Measures the severity now (DESIGN section 5, "Severity").
///
/// The worst rule that matches wins. Hysteresis is not here: see `Policy`.
package enum SeverityRules {
  package static func assess(_ state: State, at now: Instant) -> SeverityAssessment {
    guard isOwnSideFine(state, at: now) else {
      return SeverityAssessment(severity: nil, rule: "own side", evidence: "our own network is in doubt")
    }
    return assess(state.series, of: Platform.allCases, state, at: now) ?? vendorOnly(state, at: now) ?? .calm
  }

  /// The same for what one incident is about; nothing that only a vendor says.
  package static func assess(
    _ incident: Incident, in state: State, at now: Instant
  ) -> SeverityAssessment {
    guard isOwnSideFine(state, at: now) else { return .calm }
    let own = state.series.filter { incident.series.contains($0.id) }
    let total = incident.cause == .quality ? [] : incident.platforms
    return assess(own, of: total, state, at: now) ?? .calm
  }

  private static func assess(
    _ series: [SeriesState], of platforms: [Platform], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    totalFailure(platforms, state, at: now) ?? troubledSeries(series, state, at: now)
      ?? troubledTraffic(platforms, state, at: now) ?? burning(.p2, platforms, state)
      ?? intermittent(series, state, at: now) ?? burning(.p3, platforms, state)
      ?? quality(series, state, at: now)
  }

  /// Whether nothing speaks against our own network; without checks it counts as fine.
  package static func isOwnSideFine(_ state: State, at now: Instant) -> Bool {
    OwnSideJudgement.judge(state, at: now) == .ok
  }

  /// Failures that speak against the vendor, given that the same key worked within 15 minutes.
  static func isVendorSide(_ outcome: Outcome, lastGood: Instant?, at: Instant) -> Bool {
    switch outcome.failure {
    case .server, .overload, .stalled, .timeout, .network: true
    case .auth: lastGood.map { at - $0 <= .minutes(15) } ?? false
    default: false
    }
  }

  // MARK: P1

  /// At least 90 % of at least 5 confirmed attempts in 2 minutes on a platform fail.
  private static func totalFailure(
    _ platforms: [Platform], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    let numbers = state.settings.severity
    for platform in platforms {
      guard let run = PlatformRun(platform, in: state, at: now), run.isConfirmed,
        run.isWhole, run.attempts >= numbers.totalAttempts,
        Double(run.vendorFailures.count) >= numbers.totalShare * Double(run.attempts)
      else { continue }
      return SeverityAssessment(
        severity: .p1, rule: "P1 total failure",
        evidence: "\(run.vendorFailures.count) of \(run.attempts) \(platform.rawValue) attempts failed: "
          + Breaker.tally(run.vendorFailures))
    }
    return nil
  }

  // MARK: P2

  /// The gravest rule of P2 that one series meets by itself; nil when it is fine, as nearly always.
  static func trouble(
    of series: SeriesState, _ numbers: SeveritySettings, at now: Instant
  ) -> SeverityAssessment? {
    // What is no longer probed measures nothing.
    guard series.plan.idle == nil else { return nil }
    guard
      series.suspicion != nil
        || !series.samples.isSurelyFine(since: now - .minutes(5), within: numbers.slowAfter)
    else { return nil }
    let recent = series.samples.since(now - .minutes(5))
    let isSlow = recent.contains { ($0.latency ?? .zero) > numbers.slowAfter }
    guard isSlow || series.suspicion != nil || recent.contains(where: { $0.outcome.isFailure }) else {
      return nil
    }
    return wholeSeries(series, numbers, now) ?? errorRate(series, recent, numbers, now)
      ?? limited(series, recent, numbers, now) ?? (isSlow ? slow(series, numbers, now) : nil)
  }

  private static func troubledSeries(
    _ series: [SeriesState], _ state: State, at now: Instant
  ) -> SeverityAssessment? {
    var found: [SeverityAssessment] = []
    for one in series where one.id.capability.isModelCall {
      if let trouble = trouble(of: one, state.settings.severity, at: now) { found.append(trouble) }
    }
    return found.first { $0.rule == "P2 whole series" } ?? found.first
  }

  /// A whole model or capability fails, confirmed.
  private static func wholeSeries(
    _ series: SeriesState, _ numbers: SeveritySettings, _ now: Instant
  ) -> SeverityAssessment? {
    guard let suspicion = series.suspicion, suspicion.isConfirmed else { return nil }
    let attempts = suspicion.attempts.filter { now - $0.at <= numbers.totalWindow }
    // A capability whose every answer is wrong is as gone as one that does not answer.
    let failures = attempts.filter {
      $0.outcome == .failed(.content)
        || isVendorSide($0.outcome, lastGood: suspicion.lastGoodBefore, at: $0.at)
    }
    guard attempts.count >= 3, Double(failures.count) >= numbers.totalShare * Double(attempts.count)
    else { return nil }
    return SeverityAssessment(
      severity: .p2, rule: "P2 whole series",
      evidence: "\(failures.count) of \(attempts.count) attempts on \(series.id) failed: "
        + Breaker.tally(failures.compactMap(\.word)))
  }

  /// Error rate of 5 % and up over five minutes, while errors go on.
  static func errorRate(
    _ series: SeriesState, _ recent: ArraySlice<Sample>, _ numbers: SeveritySettings, _ now: Instant
  ) -> SeverityAssessment? {
    let failures = recent.filter { isVendorSide($0.outcome, lastGood: series.lastGoodAt, at: $0.at) }
    guard failures.count >= numbers.errorCount,
      recent.count >= numbers.errorAttempts || series.suspicion?.isConfirmed == true,
      Double(failures.count) >= numbers.errorRate * Double(recent.count),
      let newest = failures.last, now - newest.at <= numbers.hold
    else { return nil }
    return SeverityAssessment(
      severity: .p2, rule: "P2 error rate",
      evidence: "\(failures.count) of \(recent.count) probes of \(series.id) failed in 5 min")
  }

  /// 429 that persists: at least 3 and 5 %, while it goes on.
  private static func limited(
    _ series: SeriesState, _ recent: ArraySlice<Sample>, _ numbers: SeveritySettings, _ now: Instant
  ) -> SeverityAssessment? {
    let limited = recent.filter { $0.outcome == .failed(.quota) }
    guard limited.count >= numbers.errorCount,
      Double(limited.count) >= numbers.errorRate * Double(recent.count),
      let newest = limited.last, now - newest.at <= numbers.hold
    else { return nil }
    return SeverityAssessment(
      severity: .p2, rule: "P2 rate limited",
      evidence: "\(limited.count) of \(recent.count) probes of \(series.id) answered 429 in 5 min")
  }

  /// The one rule of P2 in which nothing fails.
  static let slowRule = "P2 slow"

  /// At least 3 successes over 10 s and 2 % of the window, or from 300 of them on the p99 itself.
  static func slow(
    _ series: SeriesState, _ numbers: SeveritySettings, _ now: Instant
  ) -> SeverityAssessment? {
    let recent = series.samples.since(now - numbers.window)
    let slow = recent.filter { ($0.latency ?? .zero) > numbers.slowAfter }
    let latencies = recent.compactMap(\.latency)
    let isP99 =
      latencies.count >= Quantile.reliableCountForP99
      && Quantile.nearestRank(99, ofSorted: latencies.sorted()).map { $0 > numbers.slowAfter } == true
    guard slow.count >= numbers.slowCount,
      isP99 || Double(slow.count) >= numbers.slowShare * Double(recent.count),
      let newest = slow.last, now - newest.at <= .minutes(5)
    else { return nil }
    return SeverityAssessment(
      severity: .p2, rule: slowRule,
      evidence: "\(slow.count) of \(recent.count) answers of \(series.id) took over "
        + "\(numbers.slowAfter.wholeSeconds) s")
  }

  // MARK: P4

  /// The vendor tells of trouble that we do not see.
  private static func vendorOnly(_ state: State, at now: Instant) -> SeverityAssessment? {
    for feed in state.feeds where feed.plan.role == nil && !feed.isStale(at: now) {
      guard let snapshot = feed.snapshot, snapshot.state >= .degraded, snapshot.state != .unknown
      else { continue }
      return SeverityAssessment(
        severity: .p4, rule: "P4 vendor incident not seen here",
        evidence: "\(feed.plan.vendor.rawValue) page: \(snapshot.state.word)")
    }
    return nil
  }
}

/// The attempts on one platform since its trouble began, at most two minutes back.
struct PlatformRun {
  var attempts = 0
  var vendorFailures: [String] = []
  var isConfirmed = false
  /// Whether every model was asked since: one that fails while another has not been asked is no total failure.
  var isWhole = true

  init?(_ platform: Platform, in state: State, at now: Instant) {
    let series = state.speakers(for: platform)
    guard let began = series.compactMap(\.suspicion?.since).min() else { return nil }
    let start = max(began, now - state.settings.severity.totalWindow)
    for one in series {
      if let suspicion = one.suspicion { take(suspicion, since: start) }
      if one.suspicion == nil { attempts += one.samples.since(start).count }
    }
    let fresh = Dictionary(grouping: series.filter { $0.isFresh(at: now) }, by: \.id.model)
    isWhole = fresh.values.allSatisfy { model in
      model.contains { $0.suspicion != nil || ($0.last?.startedAt ?? began) > began }
    }
  }

  private mutating func take(_ suspicion: Suspicion, since start: Instant) {
    isConfirmed = isConfirmed || suspicion.isConfirmed
    for attempt in suspicion.attempts where attempt.at >= start {
      attempts += 1
      let isVendor = SeverityRules.isVendorSide(
        attempt.outcome, lastGood: suspicion.lastGoodBefore, at: attempt.at)
      if isVendor, let word = attempt.word { vendorFailures.append(word) }
    }
  }
}
