extension Event: Codable {
  private enum Key: String, CodingKey {
    case sequence = "seq"
    case id
    case at
    case source
    case actor
    case cause
    case request
    case kind
    case version = "v"
    case body
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    sequence = try container.decode(Int64.self, forKey: .sequence)
    at = try container.decode(Instant.self, forKey: .at)
    source = (try? container.decode(Source.self, forKey: .source)) ?? .engine
    actor = try container.decodeIfPresent(Operator.self, forKey: .actor)
    cause = try container.decodeIfPresent(Int64.self, forKey: .cause)
    request = try container.decodeIfPresent(String.self, forKey: .request)
    let kind = try container.decode(String.self, forKey: .kind)
    let version = try container.decode(Int.self, forKey: .version)
    body =
      version == EventBody.version
      ? try EventBody(kind: kind, in: container, key: .body) : .unknown(kind: kind)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(id, forKey: .id)
    try container.encode(at, forKey: .at)
    try container.encode(source, forKey: .source)
    try container.encodeIfPresent(actor, forKey: .actor)
    try container.encodeIfPresent(cause, forKey: .cause)
    try container.encodeIfPresent(request, forKey: .request)
    try container.encode(body.kind, forKey: .kind)
    try container.encode(EventBody.version, forKey: .version)
    try body.encode(into: &container, key: .body)
  }
}

extension EventBody {
  /// Version of the shapes below.
  ///
  /// A body of another version is skipped by the fold, never misread.
  static let version = 1

  /// The stable word for this kind of event in the journal.
  package var kind: String {
    switch self {
    case .engineStarted: "engine-started"
    case .engineStopped: "engine-stopped"
    case .clockStepped: "clock-stepped"
    case .settingsAdopted: "settings-adopted"
    case .observed: "observed"
    case .controlObserved: "control-observed"
    case .feedRead: "feed-read"
    case .trafficMeasured: "traffic-measured"
    case .breakerChanged: "breaker-changed"
    case .routeChanged: "route-changed"
    case .severityMeasured: "severity-measured"
    case .incidentOpened: "incident-opened"
    case .incidentChanged: "incident-changed"
    case .controlChanged: "control-changed"
    case .noteAdded: "note-added"
    case .consentGiven: "consent-given"
    case .postmortemWritten: "postmortem-written"
    case .latencyStepped: "latency-stepped"
    case .itemPinned: "item-pinned"
    case .itemDropped: "item-dropped"
    case .unknown(let kind): kind
    }
  }

  init<Key: CodingKey>(kind: String, in container: KeyedDecodingContainer<Key>, key: Key) throws {
    func read<Body: Decodable>(_ type: Body.Type) throws -> Body { try container.decode(type, forKey: key) }
    switch kind {
    case "engine-started": self = .engineStarted(try read(EngineStarted.self))
    case "engine-stopped": self = .engineStopped(try read(EngineStopped.self))
    case "clock-stepped": self = .clockStepped(try read(ClockStepped.self))
    case "settings-adopted": self = .settingsAdopted(try read(Settings.self))
    case "observed": self = .observed(try read(Observation.self))
    case "control-observed": self = .controlObserved(try read(ControlObservation.self))
    case "feed-read": self = .feedRead(try read(FeedReport.self))
    case "traffic-measured": self = .trafficMeasured(try read(TrafficReport.self))
    case "breaker-changed": self = .breakerChanged(try read(BreakerChange.self))
    case "route-changed": self = .routeChanged(try read(RouteChange.self))
    case "severity-measured": self = .severityMeasured(try read(SeverityAssessment.self))
    case "incident-opened": self = .incidentOpened(try read(Incident.self))
    case "incident-changed": self = .incidentChanged(try read(IncidentChange.self))
    case "control-changed": self = .controlChanged(try read(ControlChange.self))
    case "note-added": self = .noteAdded(try read(Note.self))
    case "consent-given": self = .consentGiven(try read(Consent.self))
    case "postmortem-written": self = .postmortemWritten(try read(PostmortemWritten.self))
    case "latency-stepped": self = .latencyStepped(try read(LatencyStepChange.self))
    case "item-pinned": self = .itemPinned(try read(ActionItem.self))
    case "item-dropped": self = .itemDropped(try read(ItemDropped.self))
    default: self = .unknown(kind: kind)
    }
  }

  func encode<Key: CodingKey>(into container: inout KeyedEncodingContainer<Key>, key: Key) throws {
    switch self {
    case .engineStarted(let body): try container.encode(body, forKey: key)
    case .engineStopped(let body): try container.encode(body, forKey: key)
    case .clockStepped(let body): try container.encode(body, forKey: key)
    case .settingsAdopted(let body): try container.encode(body, forKey: key)
    case .observed(let body): try container.encode(body, forKey: key)
    case .controlObserved(let body): try container.encode(body, forKey: key)
    case .feedRead(let body): try container.encode(body, forKey: key)
    case .trafficMeasured(let body): try container.encode(body, forKey: key)
    case .breakerChanged(let body): try container.encode(body, forKey: key)
    case .routeChanged(let body): try container.encode(body, forKey: key)
    case .severityMeasured(let body): try container.encode(body, forKey: key)
    case .incidentOpened(let body): try container.encode(body, forKey: key)
    case .incidentChanged(let body): try container.encode(body, forKey: key)
    case .controlChanged(let body): try container.encode(body, forKey: key)
    case .noteAdded(let body): try container.encode(body, forKey: key)
    case .consentGiven(let body): try container.encode(body, forKey: key)
    case .postmortemWritten(let body): try container.encode(body, forKey: key)
    case .latencyStepped(let body): try container.encode(body, forKey: key)
    case .itemPinned(let body): try container.encode(body, forKey: key)
    case .itemDropped(let body): try container.encode(body, forKey: key)
    case .unknown: break
    }
  }
}
