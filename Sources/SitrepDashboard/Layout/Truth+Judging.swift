import SitrepCore
import SitrepTerminal

/// The verdict of the pinned line, worst first.
extension Truth {
  @MainActor mutating func judge(_ scene: Scene) {
    let state = scene.state
    takeSeverity(state)
    let standings = scene.standings
    let confirmed = state.series.filter { $0.suspicion?.isConfirmed == true || $0.failuresInARow >= 5 }
    if !confirmed.isEmpty {
      sayFailing(confirmed)
    } else if SeverityRulesView.ownSideFails(state) {
      say(.failing, .failing, "OUR OWN SIDE FAILS")
    } else if let severity = state.severity.current.severity {
      let isLoud = severity >= .p2
      say(.degraded, isLoud ? .failing : .degraded, state.severity.current.rule)
    } else if let doubtful = standings.first(where: { $0.standing.isFailing }) {
      sayDoubt(doubtful.series, doubtful.standing)
    } else if let slow = standings.first(where: { $0.standing == .slow })?.series {
      let latency = slow.last?.latency.map { " " + TimeWords.latency($0) } ?? ""
      say(.degraded, .degraded, "\(slow.id.platform.rawValue) slow\(latency)")
    } else {
      sayQuiet(standings.map(\.standing))
    }
    takeCause(state)
  }

  private mutating func takeSeverity(_ state: State) {
    let severity = [state.openIncident?.severity, state.severity.current.severity].compactMap { $0 }.max()
    if let severity { self.severity = Span(severity.word, severity.role) }
  }

  private mutating func sayFailing(_ series: [SeriesState]) {
    var platforms: [Platform] = []
    for one in series where !platforms.contains(one.id.platform) { platforms.append(one.id.platform) }
    let names = platforms.map { $0.rawValue.uppercased() }
    let words = series.flatMap { one in one.suspicion?.attempts.compactMap(\.word) ?? [] }
    let top = Truth.mostFrequent(words).prefix(2).joined(separator: "/")
    let who = names.count > 2 ? "\(names.count) PLATFORMS" : names.joined(separator: "+")
    say(.failing, .failing, "\(who) FAILING \(top)", short: "\(who) FAILING")
  }

  private static func mostFrequent(_ words: [String]) -> [String] {
    var counts: [String: Int] = [:]
    for word in words { counts[word, default: 0] += 1 }
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
  }

  private mutating func sayDoubt(_ series: SeriesState, _ standing: Standing) {
    guard case .failing(_, let word) = standing else { return }
    let name = series.id.platform.rawValue
    say(.degraded, .degraded, "\(name) \(word): confirming", short: "\(name) \(word)")
  }

  /// What is not known forbids "all ok" (DESIGN section 5).
  private mutating func sayQuiet(_ standings: [Standing]) {
    let fine = standings.count { $0 == .ok }
    let notProbed = standings.count { if case .notProbed = $0 { true } else { false } }
    let stale = standings.count { if case .stale = $0 { true } else { false } }
    if standings.isEmpty {
      say(.unknown, .unknown, "nothing is probed")
    } else if fine == standings.count {
      if severity.text == "--" { severity = Span("OK", .ok) }
      say(.ok, .ok, "all \(fine) series ok")
    } else if stale > 0 {
      say(.stale, .stale, "\(stale) of \(standings.count) series stale")
    } else if notProbed > 0 {
      say(.unknown, .unknown, "\(fine) ok, \(notProbed) not probed")
    } else {
      say(.unknown, .unknown, "\(fine) of \(standings.count) answered yet")
    }
  }

  private mutating func takeCause(_ state: State) {
    guard role == .failing, !state.ownSide.isEmpty, !SeverityRulesView.ownSideFails(state) else { return }
    guard state.ownSide.allSatisfy({ $0.last?.health == .ok }) else { return }
    cause = Span("not us: network fine", .text)
  }
}

/// What the checks of our own side say.
nonisolated enum SeverityRulesView {
  static func ownSideFails(_ state: State) -> Bool {
    state.ownSide.contains { $0.last?.health == .failing }
  }
}
