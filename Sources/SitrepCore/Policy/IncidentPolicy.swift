/// Opens incidents on confirmed failures and moves them on by what is measured.
enum IncidentPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    guard let incident = state.openIncident else { return open(state, at: now) }
    return attach(incident, state, at: now) + raise(incident, state) + vendor(incident, state)
      + move(incident, state, at: now)
  }

  /// Series whose failure is confirmed and not our own doing.
  private static func confirmed(_ state: State, at now: Instant) -> [SeriesState] {
    guard SeverityRules.isOwnSideFine(state, at: now) else { return [] }
    return state.series.filter { series in
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
  private static func failing(
    _ state: State, since start: Instant?, at now: Instant
  ) -> [SeriesState] {
    guard SeverityRules.isOwnSideFine(state, at: now) else { return [] }
    let sure = confirmed(state, at: now).filter { !state.isOvershadowed($0) }
    let numbers = state.settings.severity
    let began = max(now - .minutes(5), start ?? now - .minutes(5))
    let bad = state.series.filter { series in
      series.id.capability.isModelCall && !state.isOvershadowed(series)
        && !sure.contains { $0.id == series.id }
        && SeverityRules.trouble(of: series, numbers, at: now) != nil
        && series.samples.since(began).count(where: \.isBad) >= numbers.errorCount
    }
    return sure + bad
  }

  // MARK: Opening

  private static func open(_ state: State, at now: Instant) -> [Policy.Decision] {
    let failing = failing(state, since: state.incidents.compactMap(\.resolvedAt).max(), at: now)
    let impacts = failing.map { ($0, Onset($0, at: now)) }
    guard let (first, impact) = impacts.min(by: { $0.1.firstBad < $1.1.firstBad }) else { return [] }
    if let flapping = recent(first.id.platform, state, at: now) {
      return [
        change(
          flapping, .reopened,
          "\(first.id.platform.rawValue) fails again \((now - (flapping.resolvedAt ?? now)).wholeSeconds) s after"
        )
      ]
    }
    let severity = max(state.severity.current.severity ?? .p3, .p3)
    let incident = Incident(
      number: state.nextIncident, title: "\(first.id.platform.rawValue) \(impact.words)",
      severity: severity, severityReason: state.severity.current.evidence,
      platforms: unique(failing.map(\.id.platform)), series: failing.map(\.id),
      impactAfter: impact.lastGood, impactBefore: impact.firstBad, openedAt: now,
      openedBySequence: 0)
    return [Policy.Decision(.incidentOpened(incident), cause: state.sequence)]
  }

  /// The same cause again within ten minutes is the same incident, not a new one.
  private static func recent(_ platform: Platform, _ state: State, at now: Instant) -> Incident? {
    state.incidents.last {
      $0.platforms.contains(platform) && now - ($0.resolvedAt ?? now) < .minutes(10)
    }
  }

  private static func unique(_ platforms: [Platform]) -> [Platform] {
    platforms.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  // MARK: While it is open

  private static func attach(
    _ incident: Incident, _ state: State, at now: Instant
  ) -> [Policy.Decision] {
    let new = failing(state, since: nil, at: now).map(\.id).filter { !incident.series.contains($0) }
    guard !new.isEmpty else { return [] }
    return [
      change(incident, .attached(new), "also failing: \(new.map(\.description).joined(separator: ", "))")
    ]
  }

  private static func raise(_ incident: Incident, _ state: State) -> [Policy.Decision] {
    guard !incident.severityByHand, let measured = state.severity.current.severity,
      measured > incident.severity
    else { return [] }
    return [change(incident, .severity(measured, byHand: false), state.severity.current.evidence)]
  }

  private static func vendor(_ incident: Incident, _ state: State) -> [Policy.Decision] {
    guard incident.vendorPostedAt == nil else { return [] }
    for feed in state.feeds {
      guard let platform = feed.plan.platform, incident.platforms.contains(platform),
        let page = feed.snapshot?.incidents.first(where: { isAbout($0, incident) }),
        let posted = page.updates.map(\.postedAt).min() ?? page.startedAt
      else { continue }
      return [change(incident, .vendorPosted(posted), "\(feed.plan.vendor.rawValue): \(page.name)")]
    }
    return []
  }

  private static func isAbout(_ page: PageIncident, _ incident: Incident) -> Bool {
    guard !page.phase.isOver, page.impact != .operational else { return false }
    let began = page.updates.map(\.postedAt).min() ?? page.startedAt
    return began.map { $0 >= incident.impactBefore - .minutes(30) } ?? false
  }

  private static func move(_ incident: Incident, _ state: State, at now: Instant) -> [Policy.Decision] {
    switch incident.phase {
    case .open, .acknowledged:
      if isQuiet(incident, state, at: now) {
        return [change(incident, .monitoring, "all its series answer again")]
      }
      guard let proof = mitigation(incident, state, at: now) else { return [] }
      return [change(incident, .mitigated, "\(proof)")]
    case .mitigated:
      guard isQuiet(incident, state, at: now) else { return [] }
      return [change(incident, .monitoring, "all its series answer again")]
    case .monitoring:
      let failing = failing(state, since: incident.monitoringSince, at: now)
      if failing.contains(where: { incident.series.contains($0.id) }) {
        return [change(incident, .relapsed, "failing again")]
      }
      guard incident.acknowledgedAt == nil, let since = incident.monitoringSince,
        now - since >= state.settings.incident.quietHold
      else { return [] }
      return [change(incident, .resolved, "quiet for \((now - since).wholeSeconds) s")]
    case .resolved: return []
    }
  }

  /// Nothing of it fails or is suspected any more, and its breakers are closed.
  ///
  /// One declared by hand has no series.
  private static func isQuiet(_ incident: Incident, _ state: State, at now: Instant) -> Bool {
    guard !incident.series.isEmpty,
      !failing(state, since: nil, at: now).contains(where: { incident.series.contains($0.id) })
    else { return false }
    let isSuspected = state.series.contains { incident.series.contains($0.id) && $0.suspicion != nil }
    let isOpen = state.breakers.contains { entry in
      entry.breaker.position != .closed && incident.series.contains { $0.target == entry.target }
    }
    return !isSuspected && !isOpen
  }

  /// The first minute in which the active route met its objectives, proved by traffic, else by probes.
  private static func mitigation(_ incident: Incident, _ state: State, at now: Instant) -> String? {
    guard let active = state.control.active, let since = state.control.activeSince,
      now - since >= .minutes(1), now - incident.openedAt >= .seconds(1)
    else { return nil }
    if let carried = TrafficSummary(state, platform: active, window: .minutes(1), at: now) {
      guard carried.calls >= 10, carried.failureShare <= state.settings.objectives.errorRate else {
        return nil
      }
      return "\(carried.calls - carried.failures) of \(carried.calls) calls ok via \(active.rawValue) in 60 s"
    }
    let probes = state.speakers(for: active).flatMap {
      $0.samples.since(now - .minutes(1))
    }
    guard probes.count >= 3, !probes.contains(where: \.outcome.isFailure),
      !incident.platforms.contains(active)
    else { return nil }
    return "\(probes.count) of \(probes.count) probes ok via \(active.rawValue) in 60 s"
  }

  private static func change(
    _ incident: Incident, _ change: IncidentChange.Change, _ reason: CleanText
  ) -> Policy.Decision {
    Policy.Decision(.incidentChanged(IncidentChange(number: incident.number, change: change, reason: reason)))
  }

  private static func change(
    _ incident: Incident, _ kind: IncidentChange.Change, _ reason: String
  ) -> Policy.Decision {
    change(incident, kind, CleanText(reason))
  }

  static func deadlines(_ state: State) -> [Instant] {
    guard let incident = state.openIncident else { return [] }
    let hold = incident.monitoringSince.map { $0 + state.settings.incident.quietHold }
    let minute = state.control.activeSince.map { $0 + .minutes(1) }
    return [hold, minute].compactMap(\.self)
  }
}

/// When users began to feel one series, and what they felt.
private struct Onset {
  /// Impact began between these two.
  var lastGood: Instant?
  var firstBad: Instant
  /// "failing: 529 ×4, 500 ×1".
  var words: String

  init(_ series: SeriesState, at now: Instant) {
    if let suspicion = series.suspicion, suspicion.isConfirmed {
      lastGood = suspicion.lastGoodBefore
      firstBad = suspicion.since
      words = "failing: " + Breaker.tally(suspicion.attempts.compactMap(\.word))
      return
    }
    let recent = series.samples.since(now - .minutes(5))
    let bad = recent.filter(\.isBad)
    firstBad = bad.first?.at ?? now
    lastGood = recent.last { [firstBad] in $0.at < firstBad && !$0.isBad }?.at
    let failed = bad.compactMap(\.word)
    words = failed.isEmpty ? "slow: \(bad.count) of \(recent.count)" : "failing: \(Breaker.tally(failed))"
  }
}
