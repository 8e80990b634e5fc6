/// Something to do about a verdict, in the order in which to do it.
package struct Mitigation: Hashable, Codable, Sendable {
  package var text: String
  /// The action that does it, where there is one.
  package var action: ActionID?
  /// What the action is done to.
  package var target: String?

  package init(_ text: String, action: ActionID? = nil, target: String? = nil) {
    self.text = text
    self.action = action
    self.target = target
  }

  /// How a shell does it; nil where no action does.
  package var command: String? {
    action.map { "sitrep act \($0.rawValue)" + (target.map { " \($0)" } ?? "") }
  }
}

/// What a rule suggests, before it is known where traffic is and could go.
package enum TriageStep: Hashable, Sendable {
  case say(String)
  /// Traffic away from the platform, unless it is elsewhere already.
  case moveAway
  /// No traffic to the platform until somebody resets it.
  case shut
  /// All traffic to one platform.
  case isolate
  /// What the runbook does on the branch that was taken.
  case runbook
}

extension TriageStep {
  /// The step for a platform as things stand; nil when it is done or there is nothing to do.
  func mitigation(
    for platform: Platform?, on branch: TriageBranch?, in state: State, at now: Instant
  ) -> Mitigation? {
    switch self {
    case .say(let text): Mitigation(text)
    case .runbook: branch.map { Mitigation($0.advice) }
    case .moveAway: platform.flatMap { TriageStep.move(from: $0, in: state, at: now) }
    case .shut: platform.flatMap { TriageStep.shut($0, in: state) }
    case .isolate: TriageStep.isolate(in: state, at: now)
    }
  }

  private static func move(from platform: Platform, in state: State, at now: Instant) -> Mitigation? {
    if let active = state.control.active, active != platform {
      return Mitigation("traffic is on \(active.rawValue) already: leave it there")
    }
    guard let next = alternative(to: platform, in: state, at: now) else {
      return Mitigation("no other platform is usable: degrade gracefully and tell users")
    }
    return Mitigation("switch traffic to \(next.rawValue)", action: .pin, target: next.rawValue)
  }

  private static func shut(_ platform: Platform, in state: State) -> Mitigation? {
    guard state.isUsable(platform) else { return nil }
    let text = "trip the breaker of \(platform.rawValue), if it must not be tried"
    return Mitigation(text, action: .trip, target: platform.rawValue)
  }

  private static func isolate(in state: State, at now: Instant) -> Mitigation? {
    let traffic = MixedTraffic(state, at: now)
    let best = traffic.recentSolo(traffic.failing, in: state).first?.platform ?? state.control.active
    return best.map {
      Mitigation("isolate: send all traffic to \($0.rawValue) alone", action: .pin, target: $0.rawValue)
    }
  }

  /// Where traffic could go: seen well first, then what is not known to be bad, in the order of the route.
  private static func alternative(to platform: Platform, in state: State, at now: Instant) -> Platform? {
    let rest = state.platforms.filter { other in
      other != platform && state.isUsable(other)
        && !state.series.contains { $0.platform == other && $0.suspicion?.isConfirmed == true }
    }
    return rest.first { !Sight.fresh($0, in: state, at: now).isEmpty } ?? rest.first
  }
}
