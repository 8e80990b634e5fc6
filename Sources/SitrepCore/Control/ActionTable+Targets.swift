/// What an action can be done to, and why not.
extension ActionTable {
  /// Why the action cannot be done at all now; nil when it can.
  ///
  /// `incident` is the number of the one that is meant; the gravest open one otherwise.
  package static func refusal(
    _ id: ActionID, in state: State, at now: Instant, incident: Int? = nil
  ) -> String? {
    switch id {
    case .trip, .pin, .route: state.platforms.isEmpty ? "no platform is configured" : nil
    case .reset: state.control.overrides.isEmpty ? "no breaker is forced" : nil
    case .unpin: state.control.pin == nil ? "the route is automatic already" : nil
    case .acknowledge, .severity, .resolve, .lead, .role, .handover, .update, .due, .keep, .merge, .reopen,
      .declare:
      refuseIncident(id, state, at: now, incident)
    case .undo: undoable(state).isEmpty ? "nothing to undo" : nil
    case .postmortem: state.incidents.isEmpty ? "there has been no incident" : nil
    case .consent: idle(state) == nil ? "no probe waits for consent" : nil
    case .note: nil
    case .item: state.incidents.isEmpty ? "there has been no incident" : nil
    case .dropItem: itemTargets(state).isEmpty ? "no action item is pinned" : nil
    }
  }

  private static func idle(_ state: State) -> ProbePlan? {
    state.settings.probes.first { $0.idle == Settings.waitsForConsent }
  }

  /// What a picker offers, the suggested one first.
  package static func targets(
    _ id: ActionID, in state: State, at now: Instant, actor: Operator?, incident: Int? = nil
  ) -> [ActionTarget] {
    switch id {
    case .trip: suggested(state, at: now).map { tripTarget($0, state) }
    case .reset:
      state.platforms.map { platform in
        ActionTarget(
          value: platform.rawValue, label: label(platform, state),
          refusal: state.control.overrides[platform] == nil ? "not forced" : nil)
      }
    case .pin, .route: alternatives(state).map { routeTarget($0, state) }
    case .severity, .declare:
      Severity.allCases.map { ActionTarget(value: $0.word, label: "\($0.word)  \(meaning($0))") }
    case .reopen:
      state.incidents.reversed().filter(\.isOver).map {
        ActionTarget(value: $0.name, label: "\($0.name)  \($0.title)", refusal: $0.refusal(of: .reopened))
      }
    case .undo: undoTargets(state, actor: actor)
    case .role, .handover: roleTargets(id, state, actor: actor, incident)
    case .merge: mergeTargets(state)
    case .item: lineTargets(state)
    case .dropItem: itemTargets(state)
    default: []
    }
  }

  private static func meaning(_ severity: Severity) -> String {
    switch severity {
    case .p1: "total failure, respond at once"
    case .p2: "limits or slowness, respond in 15 min"
    case .p3: "intermittent errors, respond in 1 h"
    case .p4: "quality, next business day"
    }
  }

  /// The verdict's platform first.
  private static func suggested(_ state: State, at now: Instant) -> [Platform] {
    let verdict = Triage.verdict(state, at: now)
    let focus = verdict.isTrouble ? verdict.platform : nil
    return state.platforms.filter { $0 == focus } + state.platforms.filter { $0 != focus }
  }

  /// Where traffic could go: well ones first, then those on trial, each in route order.
  private static func alternatives(_ state: State) -> [Platform] {
    func rank(_ platform: Platform) -> Int {
      if platform == state.control.active { return 2 }
      switch state.position(of: platform) {
      case .closed, .disabled: return 0
      case .halfOpen: return 1
      case .open, .forcedOpen: return 3
      }
    }
    return (0...3).flatMap { wanted in state.platforms.filter { rank($0) == wanted } }
  }

  private static func tripTarget(_ platform: Platform, _ state: State) -> ActionTarget {
    let isForced = state.control.overrides[platform]?.position == .forcedOpen
    return ActionTarget(
      value: platform.rawValue, label: label(platform, state), refusal: isForced ? "forced open already" : nil
    )
  }

  private static func routeTarget(_ platform: Platform, _ state: State) -> ActionTarget {
    let refusal: String? =
      state.control.pin?.platform == platform
      ? "pinned already" : state.position(of: platform) == .forcedOpen ? "forced open" : nil
    let serving = state.control.active == platform ? ", serving" : ""
    return ActionTarget(value: platform.rawValue, label: label(platform, state) + serving, refusal: refusal)
  }

  private static func label(_ platform: Platform, _ state: State) -> String {
    "\(platform.rawValue)  \(state.position(of: platform).word)"
  }

  // MARK: Undo

  /// Acts that still stand and whose value nobody has changed since.
  static func undoable(_ state: State) -> [ActRecord] {
    state.acts.filter { $0.undoneBy == nil && $0.change.undoes == nil && $0.actor != nil }
  }

  private static func undoTargets(_ state: State, actor: Operator?) -> [ActionTarget] {
    let newest = undoable(state).reversed()
    let own = newest.filter { $0.actor == actor }
    let others = newest.filter { $0.actor != actor }
    return (own + others).map { record in
      ActionTarget(
        value: "E\(record.sequence)",
        label: "\(record.actor?.description ?? "?"): \(Narrative.sentence(record.change.act))",
        refusal: movedOn(record, state))
    }
  }

  /// Why an act can no longer be undone: the value was changed since, or its return would be harmful.
  static func movedOn(_ record: ActRecord, _ state: State) -> String? {
    switch record.change.act {
    case .breaker(let platform, let position):
      let now = state.control.overrides[platform]?.position
      return now == position ? nil : "the breaker of \(platform.rawValue) was changed since"
    case .pin(let platform):
      guard state.control.pin?.platform == platform else { return "the route was changed since" }
      guard case .pin(let before?) = record.change.before, !state.isUsable(before) else { return nil }
      return "\(before.rawValue) is open now"
    case .order(let order):
      return state.control.order == order ? nil : "the order was changed since"
    }
  }
}
