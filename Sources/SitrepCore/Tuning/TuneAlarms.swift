/// The alarms of one rule at one threshold, on every series.
struct TuneAlarms: Sendable {
  /// One alarm, from its first sight to its last; a platform has one at a time, as an operator would.
  struct Alarm: Sendable {
    var platform: Platform
    var began: Instant
    var last: Instant
  }

  let rule: TuneRule
  private(set) var alarms: [Alarm] = []
  private var newest: [Platform: Int] = [:]
  private var breakers: [BreakerTarget: Breaker] = [:]
  private var watches: [SeriesID: LatencyWatch] = [:]
  private let settings: Settings

  /// Most alarms kept.
  private static let most = 100_000

  init(_ rule: TuneRule, _ settings: Settings) {
    self.rule = rule
    var changed = settings
    switch rule.kind {
    case .breaker: changed.breaker.failuresToOpen = Int(rule.threshold)
    case .confirm: break
    case .errorRate: changed.severity.errorRate = rule.threshold
    case .slow: changed.severity.slowAfter = .fractionalSeconds(rule.threshold)
    case .latencyStep:
      var numbers = settings.latencySteps
      numbers.threshold = rule.threshold
      changed.latencyStep = numbers
    }
    self.settings = changed
  }

  /// Looks at one attempt that `series` has taken in already.
  mutating func take(_ observation: Observation, _ series: SeriesState, isOwnSideFine: Bool, at now: Instant)
  {
    guard isRaised(by: observation, series, at: now), isOwnSideFine else { return }
    raise(observation.series.platform, at: now)
  }

  private mutating func isRaised(
    by observation: Observation, _ series: SeriesState, at now: Instant
  ) -> Bool {
    switch rule.kind {
    case .breaker: return feedBreaker(observation, series, at: now)
    case .latencyStep: return watch(observation, series)
    case .confirm: return isConfirmed(series, at: now)
    case .errorRate:
      guard observation.outcome.isFailure else { return false }
      let recent = series.samples.since(now - .minutes(5))
      return SeverityRules.errorRate(series, recent, settings.severity, now) != nil
    case .slow:
      guard (observation.latency ?? .zero) > settings.severity.slowAfter else { return false }
      return SeverityRules.slow(series, settings.severity, now) != nil
    }
  }

  private mutating func feedBreaker(
    _ observation: Observation, _ series: SeriesState, at now: Instant
  ) -> Bool {
    let target = observation.series.target
    var breaker = breakers[target] ?? Breaker(since: now)
    let numbers = settings.breaker(of: observation.series.platform)
    let isRefused = observation.outcome == .failed(.auth)
    let counts =
      observation.outcome.countsForBreaker
      || isRefused
        && SeverityRules.isVendorSide(
          observation.outcome, lastGood: series.lastGoodAt, at: observation.startedAt)
    if counts {
      breaker.record(
        CallResult(observation), BreakerPass(generation: breaker.generation), at: now, settings: numbers)
    }
    while let transition = breaker.due(at: now, settings: numbers) {
      breaker.apply(transition, at: now)
    }
    breakers[target] = breaker
    return breaker.position != .closed
  }

  private mutating func watch(_ observation: Observation, _ series: SeriesState) -> Bool {
    guard observation.purpose == .scheduled, !observation.outcome.isFailure,
      let latency = observation.latency
    else { return false }
    var watch = watches[observation.series] ?? LatencyWatch()
    watch.take(latency, at: observation.startedAt, among: series.samples, settings.latencySteps)
    if let due = watch.due { watch.adopt(due.kind, due.step) }
    watches[observation.series] = watch
    return watch.step != nil
  }

  /// As `SeriesState.confirm`, with the rule's count.
  private func isConfirmed(_ series: SeriesState, at now: Instant) -> Bool {
    guard let suspicion = series.suspicion, now - suspicion.since >= settings.confirms.last ?? .zero,
      let failure = suspicion.attempts.last(where: \.outcome.isFailure)
    else { return false }
    let newest = suspicion.attempts.suffix(5)
    let isTheirs =
      failure.outcome == .failed(.content)
      || SeverityRules.isVendorSide(failure.outcome, lastGood: suspicion.lastGoodBefore, at: failure.at)
    return isTheirs && newest.count(where: \.outcome.isFailure) >= Int(rule.threshold)
  }

  /// A new alarm, or more of one that was quiet for less than the quiet hold.
  private mutating func raise(_ platform: Platform, at now: Instant) {
    if let index = newest[platform], now - alarms[index].last <= settings.incident.quietHold {
      alarms[index].last = max(alarms[index].last, now)
      return
    }
    guard alarms.count < TuneAlarms.most else { return }
    newest[platform] = alarms.count
    alarms.append(Alarm(platform: platform, began: now, last: now))
  }
}
