/// What a confirmation rests on.
extension ActionTable {
  /// A word for what a preview says: when it differs, the confirmation is void.
  ///
  /// The target, where it stands, and what it moves from and to; that a breaker flaps elsewhere is no matter.
  package static func basis(_ request: ActionRequest, _ state: State, at now: Instant) -> String {
    let bodies = (try? bodies(request, state, at: now)) ?? []
    let parts = bodies.flatMap { body -> [String] in
      switch body {
      case .controlChanged(let change): basis(of: change, state)
      case .consentGiven(let consent): ["\(consent.microdollarsPerDay)"]
      case .incidentChanged, .incidentOpened: incidents(state)
      default: []
      }
    }
    return ([request.target ?? "", state.openIncident?.name ?? "-"] + parts).joined(separator: " ")
  }

  private static func incidents(_ state: State) -> [String] {
    state.openIncidents.map { "\($0.name) \($0.severity.word) \($0.phase.rawValue)" }
  }

  private static func basis(of change: ControlChange, _ state: State) -> [String] {
    // An undo names the act that it takes back.
    let undone = change.undoes.map { ["undo E\($0)"] } ?? []
    return undone + basis(of: change.act, state)
  }

  private static func basis(of act: ControlAct, _ state: State) -> [String] {
    switch act {
    case .breaker(let platform, .forcedOpen):
      guard state.control.active == platform else { return [standing(platform, state), "serves nothing"] }
      let next = state.control.order.first { $0 != platform && state.isUsable($0) }
      return [standing(platform, state), "to", next?.rawValue ?? "nowhere"]
    case .breaker(let platform, _): return [standing(platform, state)]
    case .pin(let platform?):
      return [route(state), platform.rawValue, state.isUsable(platform) ? "usable" : "shut"]
    case .pin(nil):
      return [route(state), state.control.order.first(where: state.isUsable)?.rawValue ?? "none"]
    case .order: return [route(state), state.control.order.map(\.rawValue).joined(separator: ",")]
    }
  }

  private static func standing(_ platform: Platform, _ state: State) -> String {
    "\(platform.rawValue)=\(state.position(of: platform).rawValue)"
  }

  private static func route(_ state: State) -> String {
    "\(state.control.active?.rawValue ?? "-")/\(state.control.pin?.platform.rawValue ?? "-")"
  }
}
