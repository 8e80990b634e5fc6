import SitrepCore
import SitrepTerminal

/// The verdict of the pinned line: triage's word where there is trouble, else how much is known.
extension Truth {
  @MainActor mutating func judge(_ scene: Scene) {
    let state = scene.state
    takeSeverity(state)
    let verdict = scene.verdict
    let standings = scene.standings
    if verdict.isQuiet, state.severity.current.isUnmeasured {
      say(.unknown, .unknown, "NOT MEASURED, SEVERITY HELD", short: "NOT MEASURED")
    } else if verdict.isQuiet {
      sayFirstDoubt(standings)
    } else {
      say(verdict, state)
    }
    takeCause(verdict, state)
  }

  private mutating func takeSeverity(_ state: State) {
    let incident = state.openIncident
    // The operator's word stands, as in the incident itself; else the higher of the two.
    let measured = incident?.severityByHand == true ? nil : state.severity.current.severity
    let severity = [incident?.severity, measured].compactMap { $0 }.max()
    if let severity { self.severity = Span(severity.word, severity.role) }
  }

  private mutating func say(_ verdict: Verdict, _ state: State) {
    let isConfirmed = state.series.contains {
      $0.id.platform == verdict.platform && $0.suspicion?.isConfirmed == true
    }
    let isLoud = isConfirmed || ["R2", "R3", "R5", "R5a"].contains(verdict.rule)
    let words = verdict.short.prefix { $0 != "," }.split(separator: " ")
    let short = words.prefix(2).joined(separator: " ")
    if verdict.rule == "R1" {
      say(.unknown, .unknown, verdict.short, short: short)
    } else {
      say(isLoud ? .failing : .degraded, isLoud ? .failing : .degraded, verdict.short, short: short)
    }
  }

  private mutating func sayFirstDoubt(_ standings: [(series: SeriesState, standing: Standing)]) {
    if let doubtful = standings.first(where: { $0.standing.isFailing }) {
      sayDoubt(doubtful.series, doubtful.standing)
    } else if let slow = standings.first(where: { $0.standing == .slow })?.series {
      let latency = slow.last?.latency.map { " " + TimeWords.latency($0) } ?? ""
      say(.degraded, .degraded, "\(slow.id.platform.rawValue) slow\(latency)")
    } else {
      sayQuiet(standings.map(\.standing))
    }
  }

  private mutating func sayDoubt(_ series: SeriesState, _ standing: Standing) {
    guard case .failing(_, let word) = standing else { return }
    let name = series.id.platform.rawValue
    let isConfirmed = series.suspicion?.isConfirmed == true
    let verdict = isConfirmed ? "\(name) failing \(word)" : "\(name) \(word): confirming"
    say(.degraded, .degraded, verdict, short: "\(name) \(word)")
  }

  /// What is not known forbids "all ok" (DESIGN section 5).
  private mutating func sayQuiet(_ standings: [Standing]) {
    let fine = standings.count { $0 == .ok }
    let notProbed = standings.count { if case .notProbed = $0 { true } else { false } }
    let stale = standings.count { if case .stale = $0 { true } else { false } }
    let waiting = standings.count { $0 == .waiting }
    if standings.isEmpty {
      say(.unknown, .unknown, "nothing is probed")
    } else if fine == standings.count {
      if severity.text == "--" { severity = Span("OK", .ok) }
      say(.ok, .ok, "all \(fine) series ok")
    } else if stale > 0 {
      say(.stale, .stale, "\(stale) of \(standings.count) series stale")
    } else if waiting > 0 {
      say(.unknown, .unknown, "\(fine) of \(standings.count - notProbed) answered yet")
    } else {
      say(.unknown, .unknown, "\(fine) ok, \(notProbed) not probed")
    }
  }

  /// Said only when our own side was checked and is fine.
  private mutating func takeCause(_ verdict: Verdict, _ state: State) {
    guard verdict.side == .vendor, !state.ownSide.isEmpty else { return }
    guard state.ownSide.allSatisfy({ $0.last?.health == .ok }) else { return }
    cause = Span("not us: network fine")
  }
}
