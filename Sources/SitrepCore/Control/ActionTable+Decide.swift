/// From a wish to events. Pure: the engine appends what this returns, or tells the refusal.
extension ActionTable {
  /// The events of a request.
  ///
  /// - Throws: a refusal whose sentence tells the person why, and what to do.
  package static func decide(
    _ request: ActionRequest, in state: State, at now: Instant
  ) throws(Refusal) -> [EventBody] {
    let number = incidentNumber(request.incident)
    if let reason = refusal(request.action, in: state, at: now, incident: number) { throw Refusal(reason) }
    if let basis = request.basis, basis != ActionTable.basis(request, state, at: now) {
      throw Refusal("the state changed since you looked; see the new preview and confirm again")
    }
    let spec = spec(request.action)
    if spec.isTextRequired, request.text?.text.isEmpty ?? true {
      throw Refusal("\(spec.title) needs \(spec.textPrompt ?? "a text")")
    }
    return try bodies(request, state, at: now)
  }

  static func bodies(
    _ request: ActionRequest, _ state: State, at now: Instant
  ) throws(Refusal) -> [EventBody] {
    switch request.action {
    case .trip: [control(.breaker(try platform(request, state), .forcedOpen), request, state, at: now)]
    case .reset: [control(.breaker(try platform(request, state), nil), request, state, at: now)]
    case .pin: [control(.pin(try platform(request, state)), request, state, at: now)]
    case .unpin: [control(.pin(nil), request, state, at: now)]
    case .route: [control(.order(try order(request, state)), request, state, at: now)]
    case .undo: [try undo(request, state)]
    case .note: [.noteAdded(try note(request, state, at: now))]
    case .item: [.itemPinned(try item(request, state))]
    case .dropItem: [.itemDropped(try drop(request, state))]
    case .declare: [.incidentOpened(try declared(request, state, at: now))]
    case .severity: [try severityChange(try severity(request), request, state)]
    case .acknowledge, .lead, .role, .handover, .update, .due, .resolve, .keep, .merge, .reopen:
      [try incidentChange(request, state, at: now)]
    case .consent: consent(state)
    case .postmortem: []
    }
  }

  /// What all paid probes cost a day at their cadence.
  package static func microdollarsPerDay(_ settings: Settings) -> Int {
    settings.probes.reduce(0) { sum, plan in
      sum + Int(Double(plan.microdollars ?? 0) * 86_400 / max(1, plan.cadence.inSeconds))
    }
  }

  private static func consent(_ state: State) -> [EventBody] {
    let consent = Consent(microdollarsPerDay: microdollarsPerDay(state.settings))
    return [.consentGiven(consent), .settingsAdopted(state.settings.activated(by: consent))]
  }

  // MARK: Reading the request

  private static func platform(_ request: ActionRequest, _ state: State) throws(Refusal) -> Platform {
    guard let word = request.target else { throw Refusal("name a platform: \(names(state))") }
    guard let platform = Platform(rawValue: word), state.platforms.contains(platform) else {
      throw Refusal("\(CleanText(word, limit: 40)) is not a configured platform; there are \(names(state))")
    }
    let target = targets(request.action, in: state, at: state.at, actor: request.actor)
      .first { $0.value == word }
    if let reason = target?.refusal { throw Refusal("\(word): \(reason)") }
    return platform
  }

  private static func names(_ state: State) -> String {
    state.platforms.map(\.rawValue).joined(separator: ", ")
  }

  private static func order(_ request: ActionRequest, _ state: State) throws(Refusal) -> [Platform] {
    let first = try platform(request, state)
    return [first] + state.control.order.filter { $0 != first }
  }

  private static func severity(_ request: ActionRequest) throws(Refusal) -> Severity {
    guard let word = request.target?.uppercased(),
      let severity = Severity.allCases.first(where: { $0.word == word })
    else { throw Refusal("name a severity: P1, P2, P3 or P4") }
    return severity
  }

  static func incidentNumber(_ word: String?) -> Int? {
    guard let word else { return nil }
    return Int(word.uppercased().hasPrefix("INC-") ? String(word.dropFirst(4)) : word)
  }

  // MARK: Bodies

  private static func control(
    _ act: ControlAct, _ request: ActionRequest, _ state: State, at now: Instant
  ) -> EventBody {
    .controlChanged(
      ControlChange(
        act: act, before: current(act, state), reason: request.text ?? "",
        expires: request.duration.map { now + $0 }, undoes: nil))
  }

  /// The value that `act` would replace.
  private static func current(_ act: ControlAct, _ state: State) -> ControlAct {
    switch act {
    case .breaker(let platform, _): .breaker(platform, state.control.overrides[platform]?.position)
    case .pin: .pin(state.control.pin?.platform)
    case .order: .order(state.control.order)
    }
  }

  private static func undo(_ request: ActionRequest, _ state: State) throws(Refusal) -> EventBody {
    let wanted = request.target.flatMap {
      Int64($0.uppercased().hasPrefix("E") ? String($0.dropFirst()) : $0)
    }
    let candidates = undoable(state)
    let own = candidates.last { $0.actor == request.actor } ?? candidates.last
    guard let record = wanted.map({ number in candidates.first { $0.sequence == number } }) ?? own,
      let before = record.change.before
    else { throw Refusal("that act cannot be undone any more") }
    if let reason = movedOn(record, state) { throw Refusal("not undone: \(reason)") }
    return .controlChanged(
      ControlChange(
        act: before, before: record.change.act, reason: request.text ?? "", expires: nil,
        undoes: record.sequence))
  }

  private static func declared(
    _ request: ActionRequest, _ state: State, at now: Instant
  ) throws(Refusal) -> Incident {
    let severity = try severity(request)
    var incident = Incident(
      number: state.nextIncident, title: request.text ?? "", severity: severity,
      severityReason: "declared by \(request.actor)", platforms: [], series: [], impactAfter: nil,
      impactBefore: now, openedAt: now, openedBySequence: 0)
    incident.severityByHand = true
    incident.lead = request.actor
    return incident
  }
}
