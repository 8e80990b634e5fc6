/// Opens incidents on confirmed failures and moves them on by what is measured.
enum IncidentPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    let assigned = assign(state, at: now)
    if !assigned.isEmpty { return assigned }
    let open = state.openIncidents
    guard !open.isEmpty else { return [] }
    let troubles = Trouble.all(state, at: now)
    return open.flatMap { incident in
      raise(incident, state, at: now) + vendor(incident, state) + flap(incident, state)
        + move(incident, troubles, state, at: now)
    }
  }

  // MARK: While it is open

  private static func raise(_ incident: Incident, _ state: State, at now: Instant) -> [Policy.Decision] {
    guard !incident.severityByHand, !incident.series.isEmpty else { return [] }
    let assessment = SeverityRules.assess(incident, in: state, at: now)
    guard let measured = assessment.severity, measured > incident.severity else { return [] }
    return [change(incident, .severity(measured, byHand: false), assessment.evidence)]
  }

  private static func vendor(_ incident: Incident, _ state: State) -> [Policy.Decision] {
    guard incident.vendorPostedAt == nil else { return [] }
    for feed in state.feeds where feed.plan.role == nil {
      guard let platform = feed.plan.platform, incident.platforms.contains(platform),
        let page = feed.snapshot?.incidents.first(where: { isAbout($0, incident) }),
        let posted = page.updates.map(\.publishedAt).min() ?? page.startedAt
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

  /// Coming and going is said, and keeps the incident open until it has settled.
  private static func flap(_ incident: Incident, _ state: State) -> [Policy.Decision] {
    let own = state.series.filter { incident.series.contains($0.id) }
    if incident.flappingSince == nil {
      guard let first = own.first(where: { Flapping.share($0).map { $0 >= Flapping.begins } ?? false })
      else { return [] }
      return [change(incident, .flapping, Flapping.words(first))]
    }
    let goesOn = own.contains { Flapping.share($0).map { $0 >= Flapping.ends } ?? false }
    return goesOn ? [] : [change(incident, .steady, "few changes in \(Flapping.checks) checks")]
  }

  private static func move(
    _ incident: Incident, _ troubles: [Trouble], _ state: State, at now: Instant
  ) -> [Policy.Decision] {
    switch incident.phase {
    case .open, .acknowledged:
      if let proof = MitigationProof.proof(incident, state, at: now) {
        return [change(incident, .mitigated, proof)]
      }
      return quieten(incident, troubles, state, at: now)
    case .mitigated:
      if let loss = MitigationProof.loss(incident, troubles, state, at: now) {
        return [change(incident, .relapsed, loss)]
      }
      return quieten(incident, troubles, state, at: now)
    case .monitoring: return watch(incident, state, at: now)
    case .suspected, .resolved: return []
    }
  }

  private static func quieten(
    _ incident: Incident, _ troubles: [Trouble], _ state: State, at now: Instant
  ) -> [Policy.Decision] {
    guard isQuiet(incident, troubles, state, at: now) else { return [] }
    return [change(incident, .monitoring, "all its series answer again")]
  }

  /// Nothing of it fails or is suspected any more, its breakers are closed, and it does not come and go.
  ///
  /// One declared by hand has no series.
  private static func isQuiet(
    _ incident: Incident, _ troubles: [Trouble], _ state: State, at now: Instant
  ) -> Bool {
    // Silence of what is not measured is no quiet.
    guard !incident.series.isEmpty, incident.flappingSince == nil,
      Sight.blindness(incident, state, at: now) == nil,
      !troubles.contains(where: { incident.series.contains($0.series) })
    else { return false }
    let isSuspected = state.series.contains { incident.series.contains($0.id) && $0.suspicion != nil }
    let isOpen = state.breakers.contains { entry in
      entry.breaker.position != .closed && incident.series.contains { $0.target == entry.target }
    }
    return !isSuspected && !isOpen
  }

  /// In *monitoring*: a relapse, a late proof that users are well, or the end.
  private static func watch(_ incident: Incident, _ state: State, at now: Instant) -> [Policy.Decision] {
    guard let since = incident.monitoringSince else { return [] }
    let failing = Trouble.all(state, at: now) { _ in since }.filter { incident.series.contains($0.series) }
    if !failing.isEmpty { return [change(incident, .relapsed, "failing again")] }
    if incident.mitigatedAt == nil, let proof = MitigationProof.proof(incident, state, at: now) {
      return [change(incident, .mitigated, proof)]
    }
    // Quiet is what probes have seen; sleep, or a clock that jumped, is not.
    let quietSince = max(since, state.disturbedAt ?? since)
    guard now - quietSince >= state.settings.incident.quietHold, incident.flappingSince == nil,
      isWatched(incident, state, at: now)
    else { return [] }
    let quiet = "quiet for \((now - quietSince).wholeSeconds) s"
    if incident.acknowledgedAt == nil { return [change(incident, .resolved, quiet)] }
    guard incident.resolveAskedAt == nil, incident.keptUntil.map({ now >= $0 }) ?? true else { return [] }
    return [change(incident, .resolveAsked, quiet)]
  }

  /// Whether every series of it that is still probed answered lately, and nothing is in doubt.
  private static func isWatched(_ incident: Incident, _ state: State, at now: Instant) -> Bool {
    guard Sight.blindness(incident, state, at: now) == nil else { return false }
    let own = state.series.filter { incident.series.contains($0.id) && $0.plan.idle == nil }
    return own.allSatisfy { series in
      let patience = series.plan.cadence * 3 + series.plan.timeout
      return series.suspicion == nil && series.last.map { now - $0.startedAt <= patience } ?? false
    }
  }

  /// What of an incident fails still: then it cannot be over.
  static func failing(_ incident: Incident, _ state: State, at now: Instant) -> [SeriesID] {
    Trouble.all(state, at: now) { _ in incident.monitoringSince }.map(\.series)
      .filter(incident.series.contains)
  }

  static func change(
    _ incident: Incident, _ change: IncidentChange.Change, _ reason: String
  ) -> Policy.Decision {
    Policy.Decision(
      .incidentChanged(IncidentChange(number: incident.number, change: change, reason: CleanText(reason))))
  }

  static func deadlines(_ state: State) -> [Instant] {
    let open = state.openIncidents
    guard !open.isEmpty else { return [] }
    let holds = open.compactMap { $0.monitoringSince.map { $0 + state.settings.incident.quietHold } }
    let minute = [state.control.activeSince.map { $0 + .minutes(1) }].compactMap(\.self)
    return holds + minute + open.compactMap(\.keptUntil)
  }
}
