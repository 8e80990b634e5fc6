/// An incident in numbers, for programs: what the postmortem's scorecard says, in seconds and counts.
package struct IncidentSummary: Hashable, Codable, Sendable {
  package var id: String
  package var title: String
  /// The drill's name; absent for a real incident.
  package var drill: String?
  package var phase: String
  package var severity: String
  package var highestSeverity: String
  package var platforms: [String]
  package var series: [String]
  /// The impact began between these two; the first is absent when no good attempt is known before it.
  package var impactAfter: String?
  package var impactBefore: String
  package var impactEnd: String?
  package var openedAt: String
  package var acknowledgedAt: String?
  package var mitigatedAt: String?
  package var resolvedAt: String?
  package var vendorPostedAt: String?
  /// Time to detect, at least and at most.
  package var secondsToDetect: [Double]
  package var secondsToAcknowledge: Double?
  package var secondsToMitigate: Double?
  package var secondsToRecover: Double?
  /// The vendor's first post less our opening; positive when the vendor came later.
  package var vendorLagSeconds: Double?
  package var attempts: Int
  package var failed: Int
  package var failedByClass: [String: Int]
  package var downMinutes: Double
  package var degradedMinutes: Double
  package var unknownMinutes: Double
  package var weightedMinutes: Double
  /// Absent when no gateway measured any.
  package var trafficFailed: Int?
  package var trafficOK: Int?
  package var actionItems: [String]
  package var firstEvent: String?
  package var lastEvent: String?
  package var events: Int

  /// The same slice as the document's.
  package init(incident: Incident, events: [Event], state: State, now: Instant) {
    let facts = PostmortemFacts(incident, events: events, state: state, now: now)
    let end = facts.impactEnd
    let hit = facts.probes.sum(of: incident.series)
    let row = hit.attempts.count > 0 ? hit : facts.probes.total
    let minutes = ImpactMinutes(
      facts.counted, from: incident.impactBefore, to: end ?? now, plans: facts.settings.probes
    ).all
    id = incident.name
    title = incident.title.text
    if case .drill(let name) = facts.settings.mode { drill = name.text }
    phase = incident.phase.rawValue
    severity = incident.severity.word
    highestSeverity = incident.highestSeverity.word
    platforms = incident.platforms.map(\.rawValue)
    series = incident.series.map(\.description)
    impactAfter = incident.impactAfter.map(Timestamp.rfc3339)
    impactBefore = Timestamp.rfc3339(incident.impactBefore)
    impactEnd = end.map(Timestamp.rfc3339)
    openedAt = Timestamp.rfc3339(incident.openedAt)
    acknowledgedAt = incident.acknowledgedAt.map(Timestamp.rfc3339)
    mitigatedAt = incident.mitigatedAt.map(Timestamp.rfc3339)
    resolvedAt = incident.resolvedAt.map(Timestamp.rfc3339)
    vendorPostedAt = incident.vendorPostedAt.map(Timestamp.rfc3339)
    secondsToDetect = [incident.impactBefore, incident.impactAfter ?? incident.impactBefore].map {
      (incident.openedAt - $0).inSeconds
    }
    secondsToAcknowledge = incident.acknowledgedAt.map { ($0 - incident.openedAt).inSeconds }
    secondsToMitigate = incident.mitigatedAt.map { ($0 - incident.impactBefore).inSeconds }
    secondsToRecover = end.map { ($0 - incident.impactBefore).inSeconds }
    vendorLagSeconds = incident.vendorPostedAt.map { ($0 - incident.openedAt).inSeconds }
    attempts = row.attempts.count
    failed = row.failed.count
    failedByClass = Dictionary(uniqueKeysWithValues: row.classes.map { ($0.key.rawValue, $0.value.count) })
    downMinutes = minutes.down
    degradedMinutes = minutes.degraded
    unknownMinutes = minutes.unknown
    weightedMinutes = minutes.weighted
    if !facts.traffic.rows.isEmpty {
      trafficFailed = facts.traffic.rows.values.reduce(0) { $0 + $1.failed.count }
      trafficOK = facts.traffic.rows.values.reduce(0) { $0 + $1.ok.count }
    }
    actionItems = facts.items.map(\.item.description)
    firstEvent = events.first?.id
    lastEvent = events.last?.id
    self.events = events.count
  }
}
