extension State {
  /// Takes in one event.
  ///
  /// Events come in the order of their sequence; one that was folded already is ignored.
  package mutating func fold(_ event: Event) {
    guard event.sequence > sequence else { return }
    let lines = Narrative.lines(for: event, before: self)
    sequence = event.sequence
    at = event.at
    take(event)
    if let request = event.request { remember(request) }
    timeline += lines
    if timeline.count > State.keptTimeline { timeline.removeFirst(timeline.count - State.keptTimeline) }
  }

  private mutating func remember(_ request: String) {
    requests.append(request)
    if requests.count > State.keptRequests { requests.removeFirst() }
  }

  private mutating func take(_ event: Event) {
    switch event.body {
    case .engineStarted(let body):
      engine = EngineInfo(
        version: body.version, pid: body.pid, host: body.host, startedAt: event.at, isRunning: true)
    case .engineStopped: engine?.isRunning = false
    case .clockStepped(let step): take(step, at: event.at)
    case .settingsAdopted(let settings): adopt(settings, at: event.at)
    case .observed(let observation): take(observation, at: event.at)
    case .controlObserved(let observation): take(observation, at: event.at)
    case .feedRead(let report): take(report)
    case .trafficMeasured(let report): take(report, at: event.at)
    case .breakerChanged(let change): take(change, at: event.at)
    case .routeChanged(let change): take(change, at: event.at)
    case .severityMeasured(let assessment): severity.decide(assessment, at: event.at)
    case .incidentOpened(let incident): open(incident, event: event)
    case .incidentChanged(let change): take(change, event: event)
    case .controlChanged(let change): take(change, event: event)
    case .consentGiven(let given): consent = given
    case .postmortemWritten(let written):
      update(written.incident) { $0.postmortem = written.path }
    case .latencyStepped(let change): take(change)
    case .itemPinned(let item): update(item.incident) { $0.take(item, event: event) }
    case .itemDropped(let dropped): update(dropped.incident) { $0.drop(dropped.item) }
    case .noteAdded, .unknown: break
    }
  }

  /// Takes new settings: what goes on being watched keeps its history.
  mutating func adopt(_ settings: Settings, at now: Instant) {
    let oldSeries = series
    series = settings.probes.map { plan in
      var kept = oldSeries.first { $0.id == plan.series } ?? SeriesState(plan: plan)
      if !kept.plan.asks(theSameAs: plan) { kept.changedAt = now }
      kept.plan = plan
      return kept
    }
    let oldFeeds = feeds
    feeds = settings.feeds.map { plan in
      var kept = oldFeeds.first { $0.plan.vendor == plan.vendor } ?? FeedState(plan: plan)
      kept.plan = plan
      return kept
    }
    let oldOwnSide = ownSide
    ownSide = settings.controls.map { plan in
      var kept = oldOwnSide.first { $0.plan.name == plan.name } ?? OwnSideState(plan: plan)
      kept.plan = plan
      return kept
    }
    if self.settings.route != settings.route || control.order.isEmpty {
      control.order = settings.route
      control.active = control.pin?.platform ?? settings.route.first
      control.activeSince = now
      control.generation += 1
    }
    self.settings = settings
    for plan in settings.probes where plan.idle == nil { _ = breakerIndex(plan.series.target, at: now) }
  }

  /// Where the breaker of `target` is kept; made closed when there is none yet.
  mutating func breakerIndex(_ target: BreakerTarget, at now: Instant) -> Int {
    if let index = breakers.firstIndex(where: { $0.target == target }) { return index }
    let index = breakers.firstIndex { target < $0.target } ?? breakers.count
    breakers.insert(BreakerState(target: target, breaker: Breaker(since: now), reason: ""), at: index)
    return index
  }

  mutating func update(_ number: Int, _ change: (inout Incident) -> Void) {
    guard let index = incidents.firstIndex(where: { $0.number == number }) else { return }
    change(&incidents[index])
  }
}
