/// A vendor whose status page is read.
package struct Vendor: RawRepresentable, Hashable, Comparable, Codable, CodingKeyRepresentable, Sendable {
  package var rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package init(_ name: String) {
    rawValue = name
  }

  package static func < (left: Vendor, right: Vendor) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The worst thing that a page says, in one word.
///
/// Unknown words of a page become `unknown`, never ok.
package enum PageState: String, Codable, CaseIterable, Comparable, Sendable {
  case operational
  case maintenance
  case degraded
  case partialOutage
  case majorOutage
  case unknown

  package static func < (left: PageState, right: PageState) -> Bool {
    left.rank < right.rank
  }

  /// Unknown ranks just above operational: it must not hide a known outage.
  private var rank: Int {
    switch self {
    case .operational: 0
    case .unknown: 1
    case .maintenance: 2
    case .degraded: 3
    case .partialOutage: 4
    case .majorOutage: 5
    }
  }

  package var word: String {
    switch self {
    case .operational: "operational"
    case .maintenance: "maintenance"
    case .degraded: "degraded"
    case .partialOutage: "partial outage"
    case .majorOutage: "major outage"
    case .unknown: "unknown"
    }
  }
}

/// One component of a vendor's page.
package struct PageComponent: Hashable, Codable, Sendable {
  package var id: String
  package var name: CleanText
  package var state: PageState
  /// The group's name where the page groups components.
  package var group: CleanText?
  /// When the vendor says it last changed.
  package var changedAt: Instant?

  package init(
    id: String, name: CleanText, state: PageState, group: CleanText? = nil, changedAt: Instant? = nil
  ) {
    self.changedAt = changedAt
    self.id = id
    self.name = name
    self.state = state
    self.group = group
  }
}

/// Where the vendor says an incident stands.
///
/// The raw word is kept for what we do not know.
package enum PageIncidentPhase: String, Codable, Sendable {
  case investigating
  case identified
  case monitoring
  case resolved
  case postmortem
  case scheduled
  case inProgress
  case unknown

  package var isOver: Bool { self == .resolved || self == .postmortem }
}

/// One post of a vendor about an incident.
package struct PageUpdate: Hashable, Codable, Sendable {
  package var id: String
  package var phase: PageIncidentPhase
  package var body: CleanText
  /// The vendor's time, which may be back-dated; ours is the report's `fetchedAt`.
  package var postedAt: Instant
  /// When the vendor's own record says it was written, where that is later than what the page shows.
  package var enteredAt: Instant?
  /// Our newest reading in which it was not there yet, where that is later than what the page shows.
  package var missingAt: Instant?

  package init(
    id: String, phase: PageIncidentPhase, body: CleanText, postedAt: Instant, enteredAt: Instant? = nil
  ) {
    self.enteredAt = enteredAt
    self.id = id
    self.phase = phase
    self.body = body
    self.postedAt = postedAt
  }
}

/// An incident as a vendor's page tells it.
package struct PageIncident: Hashable, Codable, Sendable {
  package var id: String
  package var name: CleanText
  package var phase: PageIncidentPhase
  /// The author's word for the impact, as a state.
  package var impact: PageState
  package var startedAt: Instant?
  package var resolvedAt: Instant?
  /// Newest first.
  package var updates: [PageUpdate]
  /// Ids of the components it names.
  package var components: [String]

  package init(
    id: String, name: CleanText, phase: PageIncidentPhase, impact: PageState, startedAt: Instant?,
    resolvedAt: Instant?, updates: [PageUpdate], components: [String]
  ) {
    self.id = id
    self.name = name
    self.phase = phase
    self.impact = impact
    self.startedAt = startedAt
    self.resolvedAt = resolvedAt
    self.updates = updates
    self.components = components
  }
}

/// What a vendor's page said at one fetch, in our words.
package struct PageSnapshot: Hashable, Codable, Sendable {
  package var name: CleanText
  /// The page's own summary line; display text, never switched on.
  package var summary: CleanText
  /// Worst of indicator, components, and impact of incidents not yet in monitoring.
  package var state: PageState
  package var components: [PageComponent]
  /// Unresolved incidents, newest first; at most 20.
  package var incidents: [PageIncident]

  package init(
    name: CleanText, summary: CleanText, state: PageState, components: [PageComponent],
    incidents: [PageIncident]
  ) {
    self.name = name
    self.summary = summary
    self.state = state
    self.components = components
    self.incidents = incidents
  }
}

/// The result of one fetch of a vendor's page.
///
/// A feed failure says nothing about the vendor.
package enum FeedResult: Hashable, Codable, Sendable {
  /// The page's content, when it changed since the last fetch.
  case changed(PageSnapshot)
  case unchanged
  case failed(CleanText)
}

/// One fetch: *our* time beside the vendor's times inside the snapshot.
package struct FeedReport: Hashable, Codable, Sendable {
  package var vendor: Vendor
  package var fetchedAt: Instant
  package var result: FeedResult
  /// What its list of past incidents said, when that was read as well.
  package var history: PageHistory?

  package init(vendor: Vendor, fetchedAt: Instant, result: FeedResult, history: PageHistory? = nil) {
    self.history = history
    self.vendor = vendor
    self.fetchedAt = fetchedAt
    self.result = result
  }
}
