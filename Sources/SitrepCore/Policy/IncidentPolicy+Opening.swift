/// Which incident a new trouble goes to: an open one, one that was over a moment ago, or its own.
extension IncidentPolicy {
  /// One decision at a time, so that the next trouble sees the incident that this one opened.
  static func assign(_ state: State, at now: Instant) -> [Policy.Decision] {
    let open = state.openIncidents
    let known = Set(open.filter { !$0.series.isEmpty }.flatMap(\.series))
    let new = Trouble.all(state, at: now) { series in
      state.incidents.filter { $0.series.contains(series) }.compactMap(\.resolvedAt).max()
    }.filter { isNew($0, open, known) }
    guard !new.isEmpty else { return [] }
    for incident in open {
      let joining = new.compactMap { trouble in
        IncidentGrouping.reason(trouble, incident, state).map { (trouble, $0) }
      }
      guard let why = joining.first?.1 else { continue }
      let series = joining.map(\.0.series)
      let list = series.map(\.description).joined(separator: ", ")
      return [change(incident, .attached(series), "\(why): \(list)")]
    }
    let group = IncidentGrouping.takeFirst(new, state)
    guard let first = group.min(by: { $0.firstBad < $1.firstBad }) else { return [] }
    return [reopening(first, state, at: now) ?? opening(group, first, state, at: now)]
  }

  /// A series may be in two incidents when it fails in two unlike ways.
  private static func isNew(_ trouble: Trouble, _ open: [Incident], _ known: Set<SeriesID>) -> Bool {
    guard known.contains(trouble.series) else { return true }
    return !open.contains { incident in
      incident.series.contains(trouble.series)
        && (incident.cause == nil || (incident.cause == .quality) == (trouble.cause == .quality))
    }
  }

  /// The same cause again soon after is the same incident, not a new one.
  private static func reopening(_ first: Trouble, _ state: State, at now: Instant) -> Policy.Decision? {
    let platform = first.series.platform
    let recent = state.incidents.last { incident in
      guard let resolved = incident.resolvedAt, incident.mergedInto == nil else { return false }
      let isAlike = incident.cause.map { ($0 == .quality) == (first.cause == .quality) } ?? true
      return isAlike && incident.platforms.contains(platform)
        && now - resolved < state.settings.incident.reopenWithin
    }
    return recent.map { incident in
      let since = (now - (incident.resolvedAt ?? now)).wholeSeconds
      return change(incident, .reopened, "\(platform.rawValue) fails again \(since) s after")
    }
  }

  private static func opening(
    _ group: [Trouble], _ first: Trouble, _ state: State, at now: Instant
  ) -> Policy.Decision {
    var incident = Incident(
      number: state.nextIncident, title: CleanText("\(first.series.platform.rawValue) \(first.words)"),
      severity: .p4, severityReason: "", platforms: unique(group.map(\.series.platform)),
      series: group.map(\.series), impactAfter: first.lastGood, impactBefore: first.firstBad, openedAt: now,
      openedBySequence: 0)
    incident.cause = first.cause
    let measured = SeverityRules.assess(incident, in: state, at: now)
    incident.severity = measured.severity ?? (first.cause == .quality ? .p4 : .p3)
    incident.highestSeverity = incident.severity
    incident.severityReason = measured.evidence
    return Policy.Decision(.incidentOpened(incident), cause: state.sequence)
  }

  private static func unique(_ platforms: [Platform]) -> [Platform] {
    platforms.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
