/// Everything that is known now: a pure fold of the journal (DESIGN section 1).
///
/// Bounded by construction: rings and windows only, never history. `fold` never reads a clock.
package struct State: Hashable, Codable, Sendable {
  /// Grows when the meaning of any stored field changes; an older checkpoint is then folded anew.
  package static let foldVersion = 2

  /// Sequence of the newest folded event; 0 before the first.
  package var sequence: Int64
  /// Time of the newest folded event.
  package var at: Instant
  package var engine: EngineInfo?
  package var settings: Settings
  package var series: [SeriesState]
  package var breakers: [BreakerState]
  package var feeds: [FeedState]
  package var headroom: [HeadroomState]
  /// Absent in checkpoints from before keys were kept.
  private var keyList: [KeyState]?
  package var ownSide: [OwnSideState]
  package var traffic: [TrafficState]
  package var control: Control
  package var severity: SeverityState
  /// Oldest first; over ones are dropped beyond `State.keptIncidents`.
  package var incidents: [Incident]
  package var nextIncident: Int
  package var timeline: [TimelineEntry]
  package var acts: [ActRecord]
  /// Keys of the newest requests, so that a repeated one is not carried out twice.
  package var requests: [String]
  package var consent: Consent?
  /// Absent until something paid was sent.
  package var spending: ProbeSpending?
  /// Newest moment at which our own clock was disturbed.
  package var disturbedAt: Instant?
  /// The newest stretch in which our own line was lost.
  package var lostLine: LostLine?
  /// When we saw nothing lately, newest last.
  package var standstills: [Standstill]?
  /// The newest stretch in which each platform served alone.
  package var solo: [Platform: SoloRun]?
  /// Which budgets burn, as looked at once a minute; absent before the first attempt.
  package var burn: BurnWatch?

  package static let keptIncidents = 20
  package static let keptTimeline = 300
  package static let keptActs = 50
  package static let keptRequests = 256

  package init() {
    sequence = 0
    at = Instant(nanoseconds: 0)
    settings = .empty
    series = []
    breakers = []
    feeds = []
    headroom = []
    ownSide = []
    traffic = []
    control = Control(order: [])
    severity = SeverityState()
    incidents = []
    nextIncident = 1
    timeline = []
    acts = []
    requests = []
  }

  /// The incident that people work on: the gravest one that is not over.
  package var openIncident: Incident? {
    incidents.contains { !$0.isOver } ? openIncidents.first : nil
  }

  /// Those that are not over: the gravest first, of two alike the one that nobody has yet, then the older.
  package var openIncidents: [Incident] {
    incidents.filter { !$0.isOver }.sorted {
      ($0.severity.rawValue, $0.acknowledgedAt == nil ? 0 : 1, $0.number)
        < ($1.severity.rawValue, $1.acknowledgedAt == nil ? 0 : 1, $1.number)
    }
  }

  /// Keys that may not be used as usual.
  package var keys: [KeyState] {
    get { keyList ?? [] }
    set { keyList = newValue }
  }

  package func incident(_ number: Int) -> Incident? { incidents.first { $0.number == number } }
}

package struct EngineInfo: Hashable, Codable, Sendable {
  package var version: String
  package var pid: Int
  package var host: CleanText
  package var startedAt: Instant
  package var isRunning: Bool
}

/// What is known of one probed series.
package struct SeriesState: Hashable, Codable, Sendable {
  // Rules look at every series many times a second: copies must cost little.
  private var boxedPlan: Boxed<ProbePlan>
  private var boxedLast: Boxed<Observation>?
  package var samples: SampleRing
  package var lastGoodAt: Instant?
  /// Fingerprint of the key that last worked.
  package var lastGoodKey: String?
  /// When what is sent last became another request.
  package var changedAt: Instant?
  package var failuresInARow: Int
  package var suspicion: Suspicion?
  /// Minutes and hours beyond the samples; absent before the first attempt and in old checkpoints.
  package var history: SeriesHistory?
  /// Whether its latency has stepped up; absent before the first success and in old checkpoints.
  package var latencyWatch: LatencyWatch?

  private enum CodingKeys: String, CodingKey {
    case boxedPlan = "plan"
    case boxedLast = "last"
    case samples, lastGoodAt, lastGoodKey, changedAt, failuresInARow, suspicion, history, latencyWatch
  }

  package init(plan: ProbePlan) {
    boxedPlan = Boxed(plan)
    samples = SampleRing()
    failuresInARow = 0
  }

  package var plan: ProbePlan {
    get { boxedPlan.value }
    set { boxedPlan = Boxed(newValue) }
  }

  package var last: Observation? {
    get { boxedLast?.value }
    set { boxedLast = newValue.map { Boxed($0) } }
  }

  package var id: SeriesID { boxedPlan.value.series }
  /// Two parts of its id, for those who look at many series and copy none.
  var platform: Platform { boxedPlan.value.series.platform }
  var capability: Capability { boxedPlan.value.series.capability }
  var isProbed: Bool { boxedPlan.value.idle == nil }
}

/// A failure that is being confirmed or has been; gone after two successes in a row.
package struct Suspicion: Hashable, Codable, Sendable {
  /// Start of the first failed attempt.
  package var since: Instant
  package var lastGoodBefore: Instant?
  /// Failure word of each attempt since, nil for a success; the newest last, at most 60.
  package var attempts: [Attempt]
  package var confirmedAt: Instant?
  package var successesInARow: Int

  package struct Attempt: Hashable, Codable, Sendable {
    package var at: Instant
    package var outcome: Outcome
    package var word: String?
  }

  package var isConfirmed: Bool { confirmedAt != nil }

  /// How many of the newest five attempts must have failed for it to be confirmed.
  static let confirmingFailures = 3
}

/// The breaker of one target, as evidence from probes or as the gateway reports it.
package struct BreakerState: Hashable, Codable, Sendable {
  package var target: BreakerTarget
  package var breaker: Breaker
  /// Why it is where it is.
  package var reason: String

  package init(target: BreakerTarget, breaker: Breaker, reason: String) {
    self.target = target
    self.breaker = breaker
    self.reason = reason
  }
}

/// What is known of one vendor's page.
package struct FeedState: Hashable, Codable, Sendable {
  package var plan: FeedPlan
  package var fetchedAt: Instant?
  package var goodAt: Instant?
  package var failure: CleanText?
  package var snapshot: PageSnapshot?
  /// Its past incidents; nil until its list of them was read.
  package var history: FeedHistory?

  package init(plan: FeedPlan) {
    self.plan = plan
  }

  /// Whether what the page said is too old to be believed; a page never read is not stale but unknown.
  package func isStale(at now: Instant) -> Bool {
    guard let goodAt else { return false }
    return now - goodAt > plan.staleAfter
  }
}

/// Rate limits of one platform × model as its headers told them last.
package struct HeadroomState: Hashable, Codable, Sendable {
  package var platform: Platform
  package var model: Model
  package var key: String?
  package var readings: [LimitReading]
  package var at: Instant
  /// Newest readings for the rate of use, per kind, at most 30 each.
  package var history: [LimitKind: [HeadroomPoint]]
  /// Calls on this key wait until then (a 429 with `retry-after`).
  package var coolingUntil: Instant?
}

/// One earlier reading of a rate limit; limit and reset tell a refill or a changed limit from use.
package struct HeadroomPoint: Hashable, Codable, Sendable {
  package var at: Instant
  package var remaining: Int
  package var limit: Int?
  package var reset: Instant?

  package init(at: Instant, remaining: Int, limit: Int? = nil, reset: Instant? = nil) {
    self.at = at
    self.remaining = remaining
    self.limit = limit
    self.reset = reset
  }
}

/// One check of our own side.
package struct OwnSideState: Hashable, Codable, Sendable {
  package var plan: ControlPlan
  package var last: ControlObservation?
  package var at: Instant?
}

/// What gateways carried to one target lately.
package struct TrafficState: Hashable, Codable, Sendable {
  package var target: BreakerTarget
  /// Newest stretches, at most 60.
  package var stretches: [Stretch]
  /// Since when more calls of the last minute fail than may; nil while they do not.
  package var failingSince: Instant?

  package struct Stretch: Hashable, Codable, Sendable {
    package var endedAt: Instant
    package var over: TimeSpan
    package var ok: Int
    package var failed: Int
    /// Failed calls that are not the caller's own doing.
    package var vendorFailed: Int
    package var refused: Int
    /// Calls answered 429, which are in `failed`, too; absent in old checkpoints.
    package var limited: Int?
  }
}

/// The measured severity and how long it has held.
package struct SeverityState: Hashable, Codable, Sendable {
  /// As last decided by policy, with hysteresis.
  package var current: SeverityAssessment
  package var since: Instant?
  /// When each severity was last measured or exceeded.
  package var lastMeasured: [Int: Instant]

  package init() {
    current = .calm
    lastMeasured = [:]
  }
}

/// A line of the timeline.
package struct TimelineEntry: Hashable, Codable, Sendable {
  package var sequence: Int64
  package var at: Instant
  package var tone: Tone
  package var text: String
  package var actor: Operator?
  package var incident: Int?
  /// The time that it tells of, when that is not `at`.
  package var about: Instant?

  /// How a line is marked.
  package enum Tone: String, Codable, Sendable {
    case good
    case bad
    case warning
    case info
    case person
    case vendor
  }
}

/// An operator's act that may be undone.
package struct ActRecord: Hashable, Codable, Sendable {
  package var sequence: Int64
  package var at: Instant
  package var actor: Operator?
  package var change: ControlChange
  package var undoneBy: Int64?
}
