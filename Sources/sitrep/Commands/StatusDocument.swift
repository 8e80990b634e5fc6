import SitrepCore

/// What  and  print.
///
/// on` and `check --json` print. Fields are only ever added.
///
/// Times are RFC 3339 in UTC, spans are seconds, unknown values are absent.
struct StatusDocument: Encodable {
  var at: String
  var mode: String
  var verdict: VerdictDocument
  var severity: String?
  var impact: String
  var incident: IncidentDocument?
  var route: RouteDocument
  var platforms: [PlatformDocument]
  var probes: [ProbeDocument]
  var pages: [PageDocument]
  var headroom: [HeadroomDocument]
  var ownSide: [OwnSideDocument]

  init(_ state: State, at now: Instant) {
    at = Timestamp.rfc3339(now)
    mode =
      switch state.settings.mode {
      case .live: "live"
      case .drill(let name): "drill \(name)"
      }
    verdict = VerdictDocument(Triage.verdict(state, at: now))
    severity = state.severity.current.severity?.word
    impact = Impact.sentence(state, at: now)
    incident = state.openIncident.map(IncidentDocument.init)
    route = RouteDocument(state)
    platforms = state.platforms.map { PlatformDocument($0, state, at: now) }
    probes = state.series.map { ProbeDocument($0, state, at: now) }
    pages = state.feeds.map { PageDocument($0, at: now) }
    headroom = state.headroom.map { HeadroomDocument($0, at: now) }
    ownSide = state.ownSide.map(OwnSideDocument.init)
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
  var suggestions: [String]

  init(_ verdict: Verdict) {
    rule = verdict.rule
    sentence = verdict.sentence
    side = verdict.side.rawValue
    confidence = verdict.confidence.rawValue
    platform = verdict.platform?.rawValue
    evidence = verdict.evidence
    against = verdict.against
    suggestions = verdict.suggestions
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

  init(_ feed: FeedState, at now: Instant) {
    vendor = feed.plan.vendor.rawValue
    stale = feed.isStale(at: now)
    state = stale ? "unknown" : feed.snapshot?.state.rawValue ?? "unknown"
    summary = feed.snapshot?.summary.text
    age = feed.goodAt.map { (now - $0).inSeconds }
    failure = feed.failure?.text
    incidents = feed.snapshot?.incidents.map(\.name.text) ?? []
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
