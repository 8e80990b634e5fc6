import SitrepCore

/// What `status --json` and `check --json` print; fields are only ever added.
///
/// Times are RFC 3339 in UTC, spans are seconds, unknown values are absent.
struct StatusDocument: Encodable {
  var at: String
  var mode: String
  var verdict: VerdictDocument
  var severity: String?
  /// What was measured, or why nothing is: "not measured, held at P1: …".
  var severityReason: String?
  var impact: String
  var incident: IncidentDocument?
  /// Every open incident, the gravest first; `incident` is the first of them.
  var incidents: [IncidentDocument]
  /// Series that failed and are being confirmed.
  var suspected: [String]
  /// The same with what is awaited of each before an incident opens.
  var confirming: [SuspectedDocument]
  var route: RouteDocument
  var platforms: [PlatformDocument]
  var probes: [ProbeDocument]
  var pages: [PageDocument]
  var headroom: [HeadroomDocument]
  var ownSide: [OwnSideDocument]
  var objectives: [ObjectivesDocument]
  /// What probes cost a day, and what of the cap is used today.
  var costs: CostsDocument
  /// Certificates that end soon, in words.
  var certificates: [String]
  /// Models that traffic uses and no probe covers.
  var unprobed: [String]

  init(_ state: State, at now: Instant) {
    at = Timestamp.rfc3339(now)
    mode =
      switch state.settings.mode {
      case .live: "live"
      case .drill(let name): "drill \(name)"
      }
    verdict = VerdictDocument(Triage.verdict(state, at: now))
    severity = state.severity.current.severity?.word
    severityReason = severity == nil ? nil : state.severity.current.evidence
    impact = Impact.sentence(state, at: now)
    incident = state.openIncident.map(IncidentDocument.init)
    incidents = state.openIncidents.map(IncidentDocument.init)
    suspected = state.series.filter { $0.suspicion?.isConfirmed == false }.map(\.id.description)
    confirming = SuspectedIncident.all(state, at: now).map { SuspectedDocument($0, at: now) }
    route = RouteDocument(state)
    platforms = state.platforms.map { PlatformDocument($0, state, at: now) }
    probes = state.series.map { ProbeDocument($0, state, at: now) }
    pages = state.feeds.map { PageDocument($0, at: now) }
    headroom = state.headroom.map { HeadroomDocument($0, at: now) }
    ownSide = state.ownSide.map(OwnSideDocument.init)
    objectives = ObjectiveReport(state, at: now).platforms.map { ObjectivesDocument($0, state) }
    costs = CostsDocument(ProbeBudget(state, at: now))
    certificates = CertificateWatch.notices(state, at: now).map(\.sentence)
    unprobed = state.unprobedTargets(at: now).map(\.description)
  }
}

struct SuspectedDocument: Encodable {
  var phase = IncidentPhase.suspected.rawValue
  var series: String
  var failure: String
  var since: String
  var failed: Int
  var wanted: Int
  /// Absent once nothing more is awaited than the probe under way.
  var nextInSeconds: Double?
  var awaited: String

  init(_ suspected: SuspectedIncident, at now: Instant) {
    series = suspected.series.description
    failure = suspected.word
    since = Timestamp.rfc3339(suspected.since)
    failed = suspected.failed
    wanted = suspected.wanted
    nextInSeconds = suspected.nextAt.map { max(0, ($0 - now).inSeconds) }
    awaited = suspected.awaited(at: now)
  }
}

struct VerdictDocument: Encodable {
  var rule: String
  var sentence: String
  var side: String
  var confidence: String
  var platform: String?
  var evidence: [String]
  var against: [String]
  var changeOfMind: String
  var suggestions: [String]
  var mitigations: [Step]
  /// Branch of the runbook's decision tree.
  var branch: String?
  var explanation: Explanation?

  struct Step: Encodable {
    var text: String
    var action: String?
    var target: String?
  }

  /// What the failure table says of the newest failure of the kind that decided.
  struct Explanation: Encodable {
    var row: String
    var cause: String
    var fix: String
  }

  init(_ verdict: Verdict) {
    rule = verdict.rule
    sentence = verdict.sentence
    side = verdict.side.rawValue
    confidence = verdict.confidence.rawValue
    platform = verdict.platform?.rawValue
    evidence = verdict.evidence
    against = verdict.against
    changeOfMind = verdict.changeOfMind
    suggestions = verdict.suggestions
    mitigations = verdict.mitigations.map {
      Step(text: $0.text, action: $0.action?.rawValue, target: $0.target)
    }
    branch = verdict.branch?.rawValue
    explanation = verdict.explanation.map { Explanation(row: $0.row, cause: $0.cause, fix: $0.fix) }
  }
}

struct IncidentDocument: Encodable {
  var id: String
  var title: String
  var phase: String
  var severity: String
  var platforms: [String]
  var openedAt: String
  var acknowledgedAt: String?
  var acknowledgedBy: String?
  var mitigatedAt: String?
  var resolvedAt: String?
  var vendorPostedAt: String?
  var lead: String?
  var postmortem: String?
  /// Who has which role, by its word; roles that nobody has are absent.
  var roles: [String: String]
  var cause: String?
  var severityReason: String
  var highestSeverity: String
  var responseDue: String?
  var nextUpdateDue: String?
  var monitoringSince: String?
  var flappingSince: String?
  /// Since when it is quiet and asks whether it is over.
  var resolveAskedAt: String?
  var reopenings: Int
  var mergedInto: String?

  init(_ incident: Incident) {
    id = incident.name
    title = incident.title.text
    phase = incident.phase.rawValue
    severity = incident.severity.word
    platforms = incident.platforms.map(\.rawValue)
    openedAt = Timestamp.rfc3339(incident.openedAt)
    acknowledgedAt = incident.acknowledgedAt.map(Timestamp.rfc3339)
    acknowledgedBy = incident.acknowledgedBy?.description
    mitigatedAt = incident.mitigatedAt.map(Timestamp.rfc3339)
    resolvedAt = incident.resolvedAt.map(Timestamp.rfc3339)
    vendorPostedAt = incident.vendorPostedAt.map(Timestamp.rfc3339)
    lead = incident.lead?.description
    postmortem = incident.postmortem?.text
    roles = Dictionary(
      incident.roles.map { ($0.role.rawValue, $0.person.description) }, uniquingKeysWith: { $1 })
    cause = incident.cause?.rawValue
    severityReason = incident.severityReason
    highestSeverity = incident.highestSeverity.word
    responseDue = incident.responseDue.map(Timestamp.rfc3339)
    nextUpdateDue = incident.updateDue.map(Timestamp.rfc3339)
    monitoringSince = incident.monitoringSince.map(Timestamp.rfc3339)
    flappingSince = incident.flappingSince.map(Timestamp.rfc3339)
    resolveAskedAt = incident.resolveAskedAt.map(Timestamp.rfc3339)
    reopenings = incident.reopenings
    mergedInto = incident.mergedInto.map { "INC-\($0)" }
  }
}

struct RouteDocument: Encodable {
  var active: String?
  var order: [String]
  var pinned: String?
  var generation: Int
  var confirmedBy: Int
  var consumers: Int

  init(_ state: State) {
    active = state.control.active?.rawValue
    order = state.control.order.map(\.rawValue)
    pinned = state.control.pin?.platform.rawValue
    generation = state.control.generation
    (confirmedBy, consumers) = state.control.confirmed
  }
}

struct PlatformDocument: Encodable {
  var platform: String
  var breaker: String
  var reason: String?
  /// Until when limits leave it no key.
  var limitedUntil: String?
  /// Keys that may not be used now, by fingerprint.
  var keys: [KeyDocument]

  init(_ platform: Platform, _ state: State, at now: Instant) {
    limitedUntil = state.limitedUntil(platform, at: now).map(Timestamp.rfc3339)
    keys = state.barredKeys(of: platform, at: now).map(KeyDocument.init)
    self.platform = platform.rawValue
    breaker = state.position(of: platform).rawValue
    reason = state.leadingBreaker(of: platform).flatMap { $0.reason.isEmpty ? nil : $0.reason }
  }
}

struct KeyDocument: Encodable {
  var key: String
  var model: String?
  var standing: String
  var until: String?
  var reason: String

  init(_ key: KeyState) {
    self.key = key.name.fingerprint
    model = key.model?.rawValue
    standing = key.standing.word
    until = key.standing.until.map(Timestamp.rfc3339)
    reason = key.reason.text
  }
}

struct ProbeDocument: Encodable {
  var platform: String
  var region: String
  var model: String
  var capability: String
  var outcome: String?
  var status: Int?
  var errorType: String?
  var requestId: String?
  var latency: Double?
  var age: Double?
  var notProbed: String?

  init(_ series: SeriesState, _ state: State, at now: Instant) {
    platform = series.id.platform.rawValue
    region = series.id.region
    model = series.id.model.rawValue
    capability = series.id.capability.rawValue
    outcome = series.last?.outcome.rawValue
    status = series.last?.status
    errorType = series.last?.errorType?.text
    requestId = series.last?.requestID?.text
    latency = series.last?.latency?.inSeconds
    age = series.last.map { (now - $0.startedAt).inSeconds }
    notProbed = series.plan.idle?.text
  }
}

struct PageDocument: Encodable {
  var vendor: String
  var state: String
  var summary: String?
  var age: Double?
  var stale: Bool
  var failure: String?
  var incidents: [String]
  /// Incidents of the last day that are over, newest first; absent until the page's list of them was read.
  var past: [PastIncident]?
  /// Where a person reads it.
  var link: String
  /// "witness" for a third party's page, "link" for one that is not read; absent for the vendor's own.
  var role: String?

  init(_ feed: FeedState, at now: Instant) {
    link = feed.plan.link.text
    role = feed.plan.role?.rawValue
    vendor = feed.plan.vendor.rawValue
    stale = feed.isStale(at: now)
    state = stale ? "unknown" : feed.snapshot?.state.rawValue ?? "unknown"
    summary = feed.snapshot?.summary.text
    age = feed.goodAt.map { (now - $0).inSeconds }
    failure = feed.failure?.text
    incidents = feed.snapshot?.incidents.map(\.name.text) ?? []
    past = feed.history?.incidents.map(PastIncident.init)
  }
}

struct PastIncident: Encodable {
  var name: String
  /// The vendor's time of its last post, and from when it could be read, as far as anybody can prove.
  var posted: String?
  var published: String?
  var bornResolved: Bool
  var backDated: Bool

  init(_ incident: PageIncident) {
    name = incident.name.text
    posted = incident.updates.first.map { Timestamp.rfc3339($0.postedAt) }
    published = incident.publishedAt.map { Timestamp.rfc3339($0) }
    bornResolved = incident.isBornResolved
    backDated = incident.updates.contains(where: \.isBackDated)
  }
}

struct HeadroomDocument: Encodable {
  struct Limit: Encodable {
    var kind: String
    var limit: Int
    var remaining: Int
    var reset: String?
    /// Whether it runs out before it is full again, in words.
    var forecast: String
  }

  var platform: String
  var model: String
  var key: String?
  var at: String
  var limits: [Limit]

  init(_ headroom: HeadroomState, at now: Instant) {
    platform = headroom.platform.rawValue
    key = headroom.key
    model = headroom.model.rawValue
    at = Timestamp.rfc3339(headroom.at)
    limits = headroom.readings.map {
      Limit(
        kind: $0.kind.rawValue, limit: $0.limit, remaining: $0.remaining,
        reset: $0.reset.map(Timestamp.rfc3339),
        forecast: HeadroomForecast(headroom, kind: $0.kind, at: now).description)
    }
  }
}

struct OwnSideDocument: Encodable {
  var name: String
  var health: String
  var detail: String?

  init(_ check: OwnSideState) {
    name = check.plan.name
    health = (check.last?.health ?? .unknown).rawValue
    detail = check.last?.detail.text
  }
}
