import SitrepCore
import SitrepSimulator

/// A state at one moment, as expectations ask about it, often for the same thing.
final class DrillSight {
  let state: State
  let now: Instant

  private var verdicts: [Platform: Verdict] = [:]
  private(set) lazy var verdict = Triage.verdict(state, at: now)

  init(_ state: State, at now: Instant) {
    self.state = state
    self.now = now
  }

  private func verdict(for platform: Platform) -> Verdict {
    let known = verdicts[platform] ?? Triage.verdict(for: platform, state, at: now)
    verdicts[platform] = known
    return known
  }

  private var newest: Incident? { state.incidents.last }

  /// Whether it holds now; a postmortem is written from `events`.
  func shows(_ condition: Expectation.Condition, events: [Event] = []) -> Bool {
    switch condition {
    case .verdict(let rule, let platform?): verdict(for: platform).rule == rule
    case .verdict(let rule, nil): verdict.rule == rule
    case .severity(let severity): state.severity.current.severity == severity
    case .breaker(let platform, let model?, let position):
      self.position(of: platform, model) == position
    case .breaker(let platform, nil, let position): state.position(of: platform) == position
    case .route(let platform): state.control.active == platform
    case .capability(let platform, let capability, let health): self.health(capability, platform) == health
    case .incident: state.nextIncident > 1
    case .incidents(let count): state.nextIncident - 1 == count
    case .phase(.suspected): state.openIncident == nil && !SuspectedIncident.all(state, at: now).isEmpty
    case .phase(let phase): newest?.phase == phase
    case .postmortem(let text): postmortem(events)?.contains(text) ?? false
    case .postmortemLacks(let text): postmortem(events).map { !$0.contains(text) } ?? false
    case .traffic(let feeling): self.feeling == feeling
    case .pin(let platform): state.control.pin?.platform == platform
    case .any(let conditions): conditions.contains { shows($0, events: events) }
    }
  }

  private func postmortem(_ events: [Event]) -> String? {
    newest.map { PostmortemDocument.render(incident: $0, events: events, state: state, now: now) }
  }

  private var feeling: Expectation.Condition.Feeling {
    guard let summary = TrafficSummary(state, at: now) else { return .unmeasured }
    return summary.unservedShare <= state.settings.objectives.errorRate ? .ok : .failing
  }

  /// As `shows`, for what must never be: a worse severity is no better.
  func showsOrWorse(_ condition: Expectation.Condition) -> Bool {
    guard case .severity(let limit?) = condition else { return shows(condition) }
    return state.severity.current.severity.map { $0 >= limit } ?? false
  }

  /// What there is where the condition looks.
  func found(_ condition: Expectation.Condition) -> String {
    switch condition {
    case .verdict(_, let platform?): verdict(for: platform).rule
    case .verdict(_, nil): verdict.rule
    case .severity:
      state.severity.current.severity.map { "\($0.word), \(state.severity.current.evidence)" } ?? "none"
    case .breaker(let platform, let model?, _): position(of: platform, model)?.rawValue ?? "no breaker"
    case .breaker(let platform, nil, _): state.position(of: platform).rawValue
    case .route: state.control.active?.rawValue ?? "none"
    case .capability(let platform, let capability, _): health(capability, platform).rawValue
    case .incident, .incidents: newest.map { "INC-\($0.number) \($0.title)" } ?? "no incident"
    case .phase: newest.map { "\($0.name) \($0.phase.rawValue)" } ?? "no incident"
    case .traffic: Impact.sentence(state, at: now)
    case .pin: state.control.pin?.platform.rawValue ?? "none"
    case .any(let conditions): conditions.first.map(found) ?? "nothing"
    case .postmortem, .postmortemLacks:
      newest == nil ? "no incident" : "the postmortem of \(newest?.name ?? "")"
    }
  }

  /// The worst of the newest answers; unknown where nothing is probed or nothing has answered.
  private func health(_ capability: Capability, _ platform: Platform) -> Health {
    let outcomes = state.series.filter { $0.id.platform == platform && $0.id.capability == capability }
      .map { $0.last?.outcome }
    if outcomes.contains(where: { $0?.isFailure == true }) { return .failing }
    if outcomes.isEmpty || outcomes.contains(nil) { return .unknown }
    return outcomes.contains(.slow) ? .degraded : .ok
  }

  private func position(of platform: Platform, _ model: Model) -> BreakerPosition? {
    let found = state.breakers.first { $0.target.platform == platform && $0.target.model == model }
    return switch found?.breaker.position {
    case .closed?: .closed
    case .open?: .open
    case .halfOpen?: .halfOpen
    case nil: nil
    }
  }
}
