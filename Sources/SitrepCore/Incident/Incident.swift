/// Where an incident stands.
///
/// Suspicion comes before it has a number: it is kept with the series and told by `SuspectedIncident`.
package enum IncidentPhase: String, Codable, CaseIterable, Sendable {
  case suspected
  case open
  case acknowledged
  case mitigated
  case monitoring
  case resolved

  package var isOver: Bool { self == .resolved }
}

/// One incident; its history is the slice of the journal between its first and last event.
package struct Incident: Hashable, Codable, Sendable {
  /// Its number in this journal: `INC-<number>`.
  package var number: Int
  package var title: CleanText
  package var phase: IncidentPhase
  package var severity: Severity
  package var highestSeverity: Severity
  /// Why this severity: the rule's numbers, or the operator's reason.
  package var severityReason: String
  /// Platforms that took part, the first cause first.
  package var platforms: [Platform]
  package var series: [SeriesID]
  /// Impact began between these two: the last good and the first bad attempt.
  package var impactAfter: Instant?
  package var impactBefore: Instant
  package var openedAt: Instant
  package var openedBySequence: Int64
  package var acknowledgedAt: Instant?
  package var acknowledgedBy: Operator?
  package var mitigatedAt: Instant?
  package var monitoringSince: Instant?
  package var resolvedAt: Instant?
  package var reopenings: Int
  package var lead: Operator?
  package var ops: Operator?
  package var comms: Operator?
  package var scribe: Operator?
  /// When people last heard something, at the earliest its opening.
  package var lastUpdateAt: Instant
  /// When someone must have answered, while nobody has.
  package var responseDue: Instant?
  /// When people expect to hear something next.
  package var updateDue: Instant?
  /// Set by a person, until the next update is sent.
  package var isUpdateDueByHand: Bool?
  /// Absent when a person declared it.
  package var cause: IncidentCause?
  /// Since when it comes and goes.
  package var flappingSince: Instant?
  /// Since when it is quiet and whoever has it is asked whether it is over.
  package var resolveAskedAt: Instant?
  /// Until when "keep it open" was the answer.
  package var keptUntil: Instant?
  /// The incident that it turned out to be a part of.
  package var mergedInto: Int?
  /// The vendor's first post about it, in the vendor's time, and when we read it.
  package var vendorPostedAt: Instant?
  package var vendorSeenAt: Instant?
  package var postmortem: CleanText?
  /// Set by hand: measured severity no longer changes it.
  package var severityByHand: Bool
  /// Absent until something is pinned; see `items`.
  private var pinned: [PinnedItem]?

  package init(
    number: Int, title: CleanText, severity: Severity, severityReason: String, platforms: [Platform],
    series: [SeriesID], impactAfter: Instant?, impactBefore: Instant, openedAt: Instant,
    openedBySequence: Int64
  ) {
    self.number = number
    self.title = title
    phase = .open
    self.severity = severity
    highestSeverity = severity
    self.severityReason = severityReason
    self.platforms = platforms
    self.series = series
    self.impactAfter = impactAfter
    self.impactBefore = impactBefore
    self.openedAt = openedAt
    self.openedBySequence = openedBySequence
    reopenings = 0
    lastUpdateAt = openedAt
    severityByHand = false
  }

  package var name: String { "INC-\(number)" }
  package var isOver: Bool { phase.isOver }
}

extension Incident {
  /// Action items that stand, oldest first.
  package var items: [PinnedItem] { pinned ?? [] }

  /// The oldest are no longer offered for dropping beyond this; the journal keeps all.
  package static let keptItems = 50

  mutating func take(_ item: ActionItem, event: Event) {
    pinned = (items + [PinnedItem(sequence: event.sequence, by: event.actor, item: item)])
      .suffix(Incident.keptItems)
  }

  mutating func drop(_ sequence: Int64) {
    pinned?.removeAll { $0.sequence == sequence }
  }
}
