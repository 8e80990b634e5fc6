/// What one pass over an incident's slice of the journal finds, with the events behind each number.
struct PostmortemFacts {
  let incident: Incident
  let now: Instant
  private(set) var settings: Settings
  /// The event that adopted `settings`, when it is in the slice.
  private(set) var settingsEvent: Int64?
  let events: [Event]
  /// First failed attempt, when the slice has it.
  private(set) var firstFailure: Event?
  private(set) var opened: Event?
  private(set) var changes: [(event: Event, body: IncidentChange)] = []
  private(set) var probes = ProbeCounts()
  private(set) var breakers: [(event: Event, body: BreakerChange)] = []
  /// Acts of people and decisions of policy about traffic, in order.
  private(set) var moves: [Event] = []
  private(set) var undone: [Int64: Int64] = [:]
  private(set) var requestIDs = RequestIDs()
  private(set) var traffic = TrafficCounts()
  private(set) var pages = VendorPosts()
  /// Steps of the clock, sleep, and starts and stops of the engine.
  private(set) var disturbances: [Event] = []
  /// The newest good attempt before the impact, when the slice has it.
  private(set) var lastGood: Event?
  /// Scheduled attempts in the slice, from well before the impact on.
  private(set) var attempts: [(observation: Observation, event: Int64)] = []
  /// What gateways reported in the slice.
  private(set) var reports: [(report: TrafficReport, at: Instant, event: Int64)] = []
  /// Last failure of each series that failed, and the first good attempt after it.
  private(set) var returns: [SeriesID: Return] = [:]
  /// Action items that stand.
  private(set) var items: [(event: Event, item: ActionItem)] = []
  /// The slice told in order; empty until it has been counted.
  private(set) var telling: PostmortemTelling = .empty

  /// When a series failed last, and came back.
  struct Return {
    var failedAt: Instant
    var failed: Int64
    var good: (at: Instant, event: Int64)?
  }

  init(_ incident: Incident, events: [Event], state: State, now: Instant) {
    self.incident = incident
    self.now = now
    self.events = events
    settings = state.settings
    for event in events { take(event) }
    telling = PostmortemTelling(self)
  }

  /// The last moment that is told: the resolution, or now while it goes on.
  var lastMoment: Instant { incident.resolvedAt ?? now }

  /// Where counting begins: after the last good attempt, at the latest with the first failed one.
  var countsAfter: Instant { incident.impactAfter ?? incident.impactBefore - TimeSpan(nanoseconds: 1) }

  /// When failures ceased: the start of monitoring, else the resolution; nil while it goes on.
  var impactEnd: Instant? {
    switch incident.phase {
    case .monitoring, .resolved: incident.monitoringSince ?? incident.resolvedAt
    case .suspected, .open, .acknowledged, .mitigated: nil
    }
  }

  var isDrill: Bool { settings.mode.isDrill }

  /// The newest change of the incident that `matches`.
  func change(where matches: (IncidentChange.Change) -> Bool) -> Event? {
    changes.last { matches($0.body.change) }?.event
  }

  private mutating func take(_ event: Event) {
    switch event.body {
    case .settingsAdopted(let adopted): take(adopted, event)
    case .observed(let observation): take(observation, event)
    case .trafficMeasured(let report):
      reports.append((report, event.at, event.sequence))
      guard isCounted(event.at) else { return }
      traffic.take(report, event.sequence)
      requestIDs.take(report, event)
    case .itemPinned(let item) where item.incident == incident.number: items.append((event, item))
    case .itemDropped(let dropped): items.removeAll { $0.event.sequence == dropped.item }
    case .feedRead(let report): pages.take(report, event.sequence)
    case .breakerChanged(let change): breakers.append((event, change))
    case .routeChanged: moves.append(event)
    case .controlChanged(let change):
      moves.append(event)
      if let old = change.undoes { undone[old] = event.sequence }
    case .incidentOpened where event.sequence == incident.openedBySequence: opened = event
    case .incidentChanged(let change) where change.number == incident.number:
      changes.append((event, change))
    case .engineStarted, .engineStopped, .clockStepped: disturbances.append(event)
    default: break
    }
  }

  private mutating func take(_ adopted: Settings, _ event: Event) {
    guard settingsEvent == nil || event.at <= incident.impactBefore else { return }
    settings = adopted
    settingsEvent = event.sequence
  }

  private mutating func take(_ observation: Observation, _ event: Event) {
    note(observation, event)
    guard isCounted(observation.startedAt) else { return }
    probes.take(observation, event.sequence)
    guard observation.outcome.isFailure else { return }
    if observation.startedAt == incident.impactBefore, firstFailure == nil { firstFailure = event }
    requestIDs.take(observation, event)
  }

  /// What is told also of attempts that no count holds.
  private mutating func note(_ observation: Observation, _ event: Event) {
    guard observation.purpose == .scheduled else { return }
    let series = observation.series
    attempts.append((observation, event.sequence))
    if observation.startedAt == incident.impactAfter, !observation.outcome.isFailure,
      incident.series.isEmpty || incident.series.contains(series)
    {
      lastGood = event
    }
    guard observation.startedAt > countsAfter, observation.startedAt <= lastMoment else { return }
    if observation.outcome.isFailure {
      returns[series] = Return(failedAt: observation.startedAt, failed: event.sequence)
    } else if returns[series]?.good == nil {
      returns[series]?.good = (observation.startedAt, event.sequence)
    }
  }

  private func isCounted(_ moment: Instant) -> Bool {
    moment > countsAfter && moment <= impactEnd ?? now
  }
}

/// A number with the first and the last event that it counts.
struct CitedCount {
  private(set) var count = 0
  private(set) var first: Int64 = 0
  private(set) var last: Int64 = 0

  mutating func add(_ sequence: Int64, count added: Int = 1) {
    guard added > 0 else { return }
    if count == 0 { first = sequence }
    last = sequence
    count += added
  }

  mutating func add(_ other: CitedCount) {
    guard other.count > 0 else { return }
    first = count == 0 ? other.first : min(first, other.first)
    last = max(last, other.last)
    count += other.count
  }

  /// "14 (E412–E480)"; a bare "0" needs no witness.
  var text: String { count == 0 ? "0" : "\(count) (\(cited))" }

  var cited: String { first == last ? "E\(first)" : "E\(first)–E\(last)" }
}

/// Attempts within the impact, per series and per class of failure.
struct ProbeCounts {
  struct Row {
    var attempts = CitedCount()
    var failed = CitedCount()
    var slow = CitedCount()
    var classes: [FailureClass: CitedCount] = [:]
  }

  private(set) var rows: [SeriesID: Row] = [:]
  private(set) var total = Row()
  /// Confirming and manual probes, which never enter a share.
  private(set) var extra = Row()

  mutating func take(_ observation: Observation, _ sequence: Int64) {
    guard observation.purpose == .scheduled else { return extra.take(observation.outcome, sequence) }
    total.take(observation.outcome, sequence)
    rows[observation.series, default: Row()].take(observation.outcome, sequence)
  }

  func sum(of series: [SeriesID]) -> Row {
    series.compactMap { rows[$0] }.reduce(into: Row()) { $0.add($1) }
  }
}

extension ProbeCounts.Row {
  mutating func add(_ other: ProbeCounts.Row) {
    attempts.add(other.attempts)
    failed.add(other.failed)
    slow.add(other.slow)
    classes.merge(other.classes) { old, new in
      var sum = old
      sum.add(new)
      return sum
    }
  }

  mutating func take(_ outcome: Outcome, _ sequence: Int64) {
    attempts.add(sequence)
    switch outcome {
    case .ok: break
    case .slow: slow.add(sequence)
    case .failed(let failure):
      failed.add(sequence)
      classes[failure, default: CitedCount()].add(sequence)
    }
  }

  /// "50.8%" of the attempts failed; nil without attempts.
  var failedShare: String? {
    attempts.count == 0 ? nil : Format.percent(Double(failed.count) / Double(attempts.count))
  }

  /// Classes that occurred, most frequent first.
  var classText: String {
    classes.sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
      .map { "\($0.key.rawValue) \($0.value.text)" }.joined(separator: ", ")
  }
}

/// What gateways carried within the impact, per platform.
struct TrafficCounts {
  struct Row {
    var ok = CitedCount()
    var failed = CitedCount()
    var refused = CitedCount()
  }

  private(set) var rows: [Platform: Row] = [:]

  mutating func take(_ report: TrafficReport, _ sequence: Int64) {
    for flow in report.flows {
      var row = rows[flow.target.platform] ?? Row()
      row.ok.add(sequence, count: flow.ok)
      row.failed.add(sequence, count: flow.failures)
      row.refused.add(sequence, count: flow.refused)
      rows[flow.target.platform] = row
    }
  }
}
