/// Folding of what was measured.
extension State {
  mutating func take(_ observation: Observation, at now: Instant) {
    guard let index = series.firstIndex(where: { $0.id == observation.series }) else { return }
    spend(on: observation, series[index].plan, at: now)
    // Whatever was measured while we stood still is our own time, not the vendor's.
    guard !stoodStill(from: observation.startedAt, to: now) else { return }
    series[index].take(observation)
    series[index].sumUp(
      observation, isUnsure: !SeverityRules.isOwnSideFine(self, at: now), settings.latencySteps)
    series[index].confirm(span: settings.confirms.last ?? .zero, at: now)
    if settings.gateway == nil, observation.series.capability.speaksForTraffic,
      !isBlocked(observation, at: now), countsForBreaker(observation, series[index])
    {
      feedBreaker(observation, at: now)
    }
    takeLimits(of: observation, at: now)
    takeKey(of: observation, at: now)
    followBurn(observation, at: now)
    severity.measure(SeverityRules.assess(self, at: now), at: now)
  }

  /// As every outcome, but a refused key that worked within a quarter of an hour is the vendor's doing.
  private func countsForBreaker(_ observation: Observation, _ series: SeriesState) -> Bool {
    let isRefused = observation.outcome == .failed(.auth)
    return observation.outcome.countsForBreaker
      || isRefused && series.isUnchanged(for: observation)
        && SeverityRules.isVendorSide(
          observation.outcome, lastGood: series.lastGoodAt, at: observation.startedAt)
  }

  /// Without a gateway there is no traffic, so probes are the calls that the breaker counts.
  private mutating func feedBreaker(_ observation: Observation, at now: Instant) {
    let index = breakerIndex(observation.series.target, at: now)
    let pass = breakers[index].breaker.witnessPass
    breakers[index].breaker.record(
      CallResult(observation), pass, at: now, settings: settings.breaker(of: observation.series.platform))
  }

  private mutating func takeLimits(of observation: Observation, at now: Instant) {
    let platform = observation.series.platform
    let model = observation.series.model
    // Counting tokens and listing models have limits of their own.
    guard !observation.series.capability.isFree else { return }
    guard !observation.limits.isEmpty || observation.outcome == .failed(.quota) else { return }
    let index =
      headroom.firstIndex { $0.platform == platform && $0.model == model && $0.key == observation.key }
      ?? headroom.endIndex
    if index == headroom.endIndex {
      headroom.append(
        HeadroomState(
          platform: platform, model: model, key: observation.key, readings: [], at: now, history: [:]))
    }
    headroom[index].take(observation, at: now)
  }

  mutating func take(_ observation: ControlObservation, at now: Instant) {
    guard let index = ownSide.firstIndex(where: { $0.plan.name == observation.name }),
      !stoodStill(from: now - (observation.took ?? .zero), to: now)
    else { return }
    let before = ownSide[index].at
    ownSide[index].last = observation
    ownSide[index].at = now
    followLine(before: before, at: now)
    if observation.health == .failing, isOwnLineDown(at: now) { forgetBlockedFailures() }
  }

  mutating func take(_ report: FeedReport) {
    guard let index = feeds.firstIndex(where: { $0.plan.vendor == report.vendor }) else { return }
    feeds[index].fetchedAt = report.fetchedAt
    // Before the page itself, whose posts until now tell which of the past ones are known.
    if let history = report.history { feeds[index].take(history, at: report.fetchedAt) }
    switch report.result {
    case .changed(let snapshot):
      feeds[index].snapshot = feeds[index].marked(snapshot)
      feeds[index].goodAt = report.fetchedAt
      feeds[index].failure = nil
    case .unchanged:
      feeds[index].goodAt = report.fetchedAt
      feeds[index].failure = nil
    case .failed(let reason): feeds[index].failure = reason
    }
  }

  mutating func take(_ report: TrafficReport, at now: Instant) {
    control.confirmations[report.consumer] = Confirmation(generation: report.generation, at: now)
    guard !stoodStill(from: now - report.over, to: now) else { return }
    takeSolo(report, at: now)
    for flow in report.flows {
      let index = traffic.firstIndex { $0.target == flow.target } ?? traffic.endIndex
      if index == traffic.endIndex { traffic.append(TrafficState(target: flow.target, stretches: [])) }
      traffic[index].take(flow, over: report.over, at: now)
    }
    severity.measure(SeverityRules.assess(self, at: now), at: now)
  }
}

extension SeriesState {
  /// Longest kept run of attempts under suspicion.
  private static let keptAttempts = 60

  mutating func take(_ observation: Observation) {
    if observation.purpose == .scheduled {
      samples.append(
        Sample(
          at: observation.startedAt, outcome: observation.outcome,
          latency: observation.outcome.isFailure ? nil : observation.latency,
          status: observation.outcome.isFailure ? observation.status : nil))
    }
    suspect(observation)
    if observation.outcome.isFailure {
      failuresInARow += 1
    } else {
      failuresInARow = 0
      lastGoodAt = observation.startedAt
      lastGoodKey = observation.key
    }
    last = observation
  }

  /// Adds a scheduled attempt to the roll-ups, and a success to the watch over its latency.
  mutating func sumUp(_ observation: Observation, isUnsure: Bool, _ numbers: LatencyStepSettings) {
    guard observation.purpose == .scheduled else { return }
    let latency = observation.outcome.isFailure ? nil : observation.latency
    if history == nil { history = SeriesHistory() }
    history?.take(observation.outcome, latency: latency, at: observation.startedAt, isUnsure: isUnsure)
    guard let latency else { return }
    if latencyWatch == nil { latencyWatch = LatencyWatch() }
    latencyWatch?.take(latency, at: observation.startedAt, among: samples, numbers)
  }

  private mutating func suspect(_ observation: Observation) {
    let failed = observation.outcome.isFailure
    guard failed || suspicion != nil else { return }
    var suspicion =
      self.suspicion
      ?? Suspicion(
        since: observation.startedAt, lastGoodBefore: lastGoodAt, attempts: [], confirmedAt: nil,
        successesInARow: 0)
    suspicion.attempts.append(
      Suspicion.Attempt(
        at: observation.startedAt, outcome: observation.outcome, word: observation.failureWord))
    suspicion.attempts = Array(suspicion.attempts.suffix(SeriesState.keptAttempts))
    suspicion.successesInARow = failed ? 0 : suspicion.successesInARow + 1
    self.suspicion = suspicion.successesInARow >= 2 ? nil : suspicion
  }

  /// Marks the failure as confirmed once 3 of the last 5 attempts failed over the span of the confirms.
  mutating func confirm(span: TimeSpan, at now: Instant) {
    guard let suspicion, !suspicion.isConfirmed, now - suspicion.since >= span else { return }
    let newest = suspicion.attempts.suffix(5)
    guard newest.count(where: { $0.outcome.isFailure }) >= Suspicion.confirmingFailures else { return }
    self.suspicion?.confirmedAt = now
  }
}

extension HeadroomState {
  private static let keptPoints = 30

  mutating func take(_ observation: Observation, at now: Instant) {
    self.at = now
    if observation.outcome == .failed(.quota), let wait = observation.retryAfter { coolingUntil = now + wait }
    for reading in observation.limits {
      readings.removeAll { $0.kind == reading.kind }
      readings.append(reading)
      var points = history[reading.kind] ?? []
      points.append(
        HeadroomPoint(at: now, remaining: reading.remaining, limit: reading.limit, reset: reading.reset))
      history[reading.kind] = Array(points.suffix(HeadroomState.keptPoints))
    }
  }
}

extension TrafficState {
  private static let keptStretches = 60

  mutating func take(_ flow: TrafficReport.Flow, over span: TimeSpan, at now: Instant) {
    stretches.append(
      Stretch(
        endedAt: now, over: span, ok: flow.ok, failed: flow.failures, vendorFailed: flow.vendorFailures,
        refused: flow.refused, limited: flow.failed[.quota]))
    if stretches.count > TrafficState.keptStretches { stretches.removeFirst() }
    followFailing(at: now)
  }

  private mutating func followFailing(at now: Instant) {
    let recent = stretches.filter { now - $0.endedAt <= .minutes(1) }
    let failed = recent.reduce(0) { $0 + $1.vendorFailed }
    let calls = recent.reduce(0) { $0 + $1.ok + $1.failed }
    guard Double(failed) > MixedTraffic.failingShare * Double(calls) else {
      failingSince = nil
      return
    }
    // What failed before a pause of a minute was another stretch of failures.
    if !recent.dropLast().contains(where: { $0.vendorFailed > 0 }) { failingSince = nil }
    failingSince = failingSince ?? recent.first { $0.vendorFailed > 0 }.map { $0.endedAt - $0.over }
  }
}
