/// Folding of what policy and people decided.
extension State {
  mutating func take(_ change: BreakerChange, at now: Instant) {
    let index = breakerIndex(change.target, at: now)
    breakers[index].breaker.apply(change.transition, at: now)
    breakers[index].reason = change.transition.reason
  }

  mutating func take(_ change: RouteChange, at now: Instant) {
    if control.active != change.to { control.activeSince = now }
    control.active = change.to
    control.failback = change.failback
    control.generation += 1
  }

  mutating func open(_ incident: Incident, event: Event) {
    var opened = incident
    opened.number = nextIncident
    opened.openedBySequence = event.sequence
    opened.start(at: event.at, settings.incident)
    nextIncident += 1
    incidents.append(opened)
    let over = incidents.indices.filter { incidents[$0].isOver }
    if incidents.count > State.keptIncidents, let oldest = over.first { incidents.remove(at: oldest) }
  }

  mutating func take(_ change: IncidentChange, event: Event) {
    let before = incident(change.number)
    let settings = settings.incident
    update(change.number) { $0.take(change, event: event, settings) }
    guard case .merged(let into) = change.change, let before, !before.isOver,
      incident(change.number)?.mergedInto == into
    else { return }
    update(into) { $0.absorb(before) }
  }

  mutating func take(_ change: ControlChange, event: Event) {
    control.take(change.act, by: event.actor, expires: change.expires, at: event.at)
    if let undone = change.undoes, let index = acts.firstIndex(where: { $0.sequence == undone }) {
      acts[index].undoneBy = event.sequence
    }
    acts.append(
      ActRecord(sequence: event.sequence, at: event.at, actor: event.actor, change: change, undoneBy: nil))
    if acts.count > State.keptActs { acts.removeFirst() }
  }
}

extension Control {
  mutating func take(_ act: ControlAct, by actor: Operator?, expires: Instant?, at now: Instant) {
    let actor = actor ?? Operator("policy")
    switch act {
    case .breaker(let platform, let position):
      overrides[platform] = position.map {
        BreakerOverride(position: $0, since: now, by: actor, expires: expires)
      }
    case .pin(let platform):
      pin = platform.map { Pin(platform: $0, since: now, by: actor, expires: expires) }
      if let platform, platform != active {
        active = platform
        activeSince = now
      }
      failback = nil
    case .order(let platforms):
      order = platforms
    }
    generation += 1
  }
}

extension SeverityState {
  /// Notes what is measured now, for the hysteresis: every severity at or below it counts as measured.
  mutating func measure(_ assessment: SeverityAssessment, at now: Instant) {
    guard let measured = assessment.severity else { return }
    for severity in Severity.allCases where severity <= measured { lastMeasured[severity.rawValue] = now }
  }

  mutating func decide(_ assessment: SeverityAssessment, at now: Instant) {
    if current.severity != assessment.severity { since = now }
    if current.isUnmeasured, !assessment.isUnmeasured { measure(assessment, at: now) }
    current = assessment
  }
}
