import SitrepCore

/// A state in plain lines, for `status` and `check`.
enum StatusText {
  static func of(_ state: State, at now: Instant) -> String {
    let verdict = Triage.verdict(state, at: now)
    var lines = ["\(verdict.short)  \(verdict.sentence)  (\(verdict.rule), \(verdict.confidence.rawValue))"]
    lines += judgement(verdict)
    if case .drill(let name) = state.settings.mode { lines.append("DRILL \(name)") }
    for suspected in SuspectedIncident.all(state, at: now) {
      lines.append("suspected: \(suspected.series): \(suspected.word), \(suspected.awaited(at: now))")
    }
    for incident in state.openIncidents { lines += incidentLines(incident, at: now) }
    let measured = state.severity.current
    if let severity = measured.severity { lines.append("severity \(severity.word): \(measured.evidence)") }
    lines.append(Impact.sentence(state, at: now))
    lines += ["", "status pages"] + state.feeds.map { page($0, at: now) }
    lines += ["", "probes"] + state.series.map { probe($0, at: now) }
    lines += state.unprobedTargets(at: now).map {
      "  \(pad("\($0)", 52)) not probed: seen in traffic; name it under probes"
    }
    let certificates = CertificateWatch.notices(state, at: now)
    if !certificates.isEmpty { lines += ["", "certificates"] + certificates.map { "  \($0.sentence)" } }
    lines += ["", "breakers"] + state.platforms.map { breaker($0, state) }
    let barred = state.barredKeys(at: now)
    if !barred.isEmpty { lines += ["", "keys"] + barred.map(key) }
    lines += ["", "rate limits"] + headroom(state, at: now)
    lines += ["", "objectives"] + ObjectivesText.lines(state, at: now)
    if !state.ownSide.isEmpty { lines += ["", "own side"] + state.ownSide.map(ownSide) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func judgement(_ verdict: Verdict) -> [String] {
    var lines: [String] = []
    if let branch = verdict.branch {
      let path = TriageBranch.allCases.map { $0 == branch ? "[\($0.rawValue)]" : $0.rawValue }
      lines.append("  path     \(path.joined(separator: " · ")): \(branch.question)")
    }
    lines += verdict.evidence.map { "  for      \($0)" }
    lines += verdict.against.map { "  against  \($0)" }
    lines.append("  unless   \(verdict.changeOfMind)")
    if let explanation = verdict.explanation {
      lines += ["  cause    \(explanation.cause)", "  fix      \(explanation.fix)"]
    }
    return lines
      + verdict.mitigations.map { step in
        "  do       \(step.text)" + (step.command.map { "  (\($0))" } ?? "")
      }
  }

  private static func incidentLines(_ incident: Incident, at now: Instant) -> [String] {
    let flapping = incident.flappingSince == nil ? "" : ", flapping"
    let head = "\(incident.name) \(incident.severity.word) \(incident.phase.rawValue)\(flapping)"
    let roles = incident.roles.map { "\($0.role.rawValue) \($0.person)" }
    let facts = [
      incident.responseDue.map { "to be acknowledged by \(Timestamp.rfc3339($0))" },
      incident.updateDue.map { "next update due \(Timestamp.rfc3339($0))" },
      incident.resolveAskedAt.map { _ in "quiet: resolve it or keep it open" },
    ]
    let rest = (roles + facts.compactMap(\.self)).joined(separator: ", ")
    return ["\(head): \(incident.title)"] + (rest.isEmpty ? [] : ["  \(rest)"])
  }

  private static func page(_ feed: FeedState, at now: Instant) -> String {
    let name = pad(feed.plan.vendor.rawValue, 12)
    if feed.plan.role == .link { return "  \(name) see \(feed.plan.link)" }
    if feed.isStale(at: now) {
      let reason = feed.failure.map { ": \($0)" } ?? ""
      return "  \(name) unknown: stale since \(Format.age(now - (feed.goodAt ?? now)))\(reason)"
    }
    guard let snapshot = feed.snapshot else {
      return "  \(name) unknown: \(feed.failure.map { "stale: \($0)" } ?? "not read yet")"
    }
    let incidents = snapshot.incidents.map { "; \($0.phase.rawValue): \($0.name)" }.joined()
    let hidden = (feed.history?.incidents ?? []).prefix(3).filter(\.isBornResolved)
      .map { "; posted already resolved: \($0.name)" }.joined()
    return "  \(name) \(snapshot.state.word)\(incidents)\(hidden)"
  }

  private static func probe(_ series: SeriesState, at now: Instant) -> String {
    let name = pad("\(series.id)", 52)
    if let idle = series.plan.idle { return "  \(name) not probed: \(idle)" }
    guard let last = series.last else { return "  \(name) no result yet" }
    let latency = last.latency.map { "  \(Format.latency($0))" } ?? ""
    let id = last.requestID.map { "  request \($0)" } ?? ""
    guard let word = last.failureWord else { return "  \(name) \(last.outcome.rawValue)\(latency)\(id)" }
    let type = last.errorType.map { " \($0)" } ?? ""
    return "  \(name) failed: \(word)\(type)\(id)"
  }

  private static func breaker(_ platform: Platform, _ state: State) -> String {
    let position = state.position(of: platform)
    let isKnown = state.leadingBreaker(of: platform) != nil || position != .closed
    let duty = state.isUsable(platform) ? "  serving" : "  no platform usable: calls are refused"
    let suffix = state.control.active == platform ? duty : ""
    return "  \(pad(platform.rawValue, 12)) \(isKnown ? position.word : "unknown: not probed")\(suffix)"
  }

  private static func key(_ key: KeyState) -> String {
    let model = key.model.map { " for \($0.rawValue)" } ?? ""
    let until = key.standing.until.map { " until \(Timestamp.clock($0))" } ?? " until released"
    let name = "\(pad(key.name.platform.rawValue, 12)) \(key.name.fingerprint)"
    return "  \(name) \(key.standing.word)\(model)\(until): \(key.reason)"
  }

  private static func headroom(_ state: State, at now: Instant) -> [String] {
    let known = state.headroom.flatMap { one in
      one.readings.map { reading in
        "  \(pad("\(one.platform.rawValue) \(one.model.shortName)", 20)) \(pad(reading.kind.word, 9)) "
          + "\(reading.remaining) of \(reading.limit)"
          + (reading.reset.map { ", full again \(Timestamp.clock($0))" } ?? "")
          + forecast(one, reading.kind, at: now)
      }
    }
    return known.isEmpty ? ["  unknown: no headers seen"] : known
  }

  private static func forecast(_ headroom: HeadroomState, _ kind: LimitKind, at now: Instant) -> String {
    let forecast = HeadroomForecast(headroom, kind: kind, at: now)
    return forecast.prospect == .unknown ? "" : "; \(forecast)"
  }

  private static func ownSide(_ check: OwnSideState) -> String {
    "  \(pad(check.plan.name, 12)) \((check.last?.health ?? .unknown).rawValue): \(check.last?.detail.text ?? "not checked")"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

/// What the shell learns from a state.
enum StatusExit {
  static func code(_ state: State, at now: Instant) -> ExitCode {
    switch Triage.verdict(state, at: now).rule {
    case "R7", "R2b", "R3b": .ok
    case "R6": .degraded
    case "R0", "R1", "R4", "R4b": .unknown
    default:
      state.series.contains { $0.suspicion?.isConfirmed == true } ? .failing : .degraded
    }
  }
}
