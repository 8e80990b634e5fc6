import SitrepCore

/// A small incident as a journal: an outage of one platform, a switch by hand, a late vendor, a recovery.
struct PostmortemStory {
  private(set) var events: [Event] = []
  /// 2026-11-21T02:00:00Z.
  static let start = Instant(seconds: 1_795_226_400)
  static let haiku = SeriesID(
    platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5"))
  static let spare = SeriesID(
    platform: .bedrock, region: "us-east-1", capability: .messages, model: Model("claude-haiku-4-5"))

  /// Adds an event `seconds` after the start and returns its sequence.
  @discardableResult
  mutating func add(
    _ seconds: Int64, _ source: Event.Source, by actor: String? = nil, _ body: EventBody
  ) -> Int64 {
    let sequence = Int64(events.count) + 101
    events.append(
      Event(
        sequence: sequence, at: Self.start + .seconds(seconds), source: source,
        actor: actor.map { Operator($0) }, body: body))
    return sequence
  }

  mutating func probe(
    _ seconds: Int64, _ series: SeriesID = haiku, _ outcome: Outcome = .ok, status: Int? = nil,
    error: String? = nil, id: String? = nil, purpose: ProbePurpose = .scheduled
  ) {
    add(
      seconds + 1, .probe,
      .observed(
        Observation(
          series: series, purpose: purpose, startedAt: Self.start + .seconds(seconds),
          phases: Phases(total: .milliseconds(800)), outcome: outcome, status: status,
          errorType: error.map { CleanText($0) }, requestID: id.map { CleanText($0) })))
  }

  mutating func change(
    _ seconds: Int64, _ change: IncidentChange.Change, by actor: String? = nil, _ reason: CleanText = ""
  ) {
    add(
      seconds, actor == nil ? .policy : .person, by: actor,
      .incidentChanged(IncidentChange(number: 7, change: change, reason: reason)))
  }

  mutating func page(_ seconds: Int64, _ updates: [PageUpdate]) {
    let incident = PageIncident(
      id: "q2kg", name: "Elevated errors on | Claude <API>", phase: .investigating, impact: .majorOutage,
      startedAt: nil, resolvedAt: nil, updates: updates, components: [])
    let snapshot = PageSnapshot(
      name: "Claude", summary: "as its incidents", state: updates.isEmpty ? .operational : .majorOutage,
      components: [],
      incidents: updates.isEmpty ? [] : [incident])
    add(
      seconds, .feed,
      .feedRead(
        FeedReport(
          vendor: Vendor("claude"), fetchedAt: Self.start + .seconds(seconds), result: .changed(snapshot))))
  }

  static func settings(_ mode: Mode) -> Settings {
    Settings(
      mode: mode, probes: [ProbePlan(series: haiku), ProbePlan(series: spare)],
      feeds: [
        FeedPlan(vendor: Vendor("claude"), platform: .anthropic, link: "https://status.claude.com"),
        FeedPlan(vendor: Vendor("aws"), platform: .bedrock, link: "https://health.aws.amazon.com"),
      ], route: [.anthropic, .bedrock])
  }

  static let target = haiku.target

  /// The whole story, and the incident as the state would hold it at its end.
  static func outage(
    mode: Mode = .drill("total-outage"), title: CleanText = "anthropic messages failing"
  ) -> (story: PostmortemStory, incident: Incident, state: State) {
    var story = PostmortemStory()
    story.add(0, .engine, .settingsAdopted(settings(mode)))
    for second in stride(from: Int64(0), to: 120, by: 30) {
      story.probe(second)
      story.probe(second + 5, spare)
    }
    story.page(100, [])
    for (index, second) in stride(from: Int64(120), to: 300, by: 30).enumerated() {
      let overload = index % 3 != 2
      story.probe(
        second, haiku, .failed(overload ? .overload : .server), status: overload ? 529 : 500,
        error: overload ? "overloaded_error" : "api_error", id: "req_\(index)|`x`")
      story.probe(second + 5, spare, index == 3 ? .slow : .ok)
    }
    for second in [123, 128, 140] as [Int64] {
      story.probe(second, haiku, .failed(.overload), status: 529, purpose: .confirm)
    }
    let opened = Incident(
      number: 7, title: title, severity: .p1, severityReason: "5 of 5 attempts failed: 529 ×4, 500 ×1",
      platforms: [.anthropic], series: [haiku], impactAfter: start + .seconds(90),
      impactBefore: start + .seconds(120), openedAt: start + .seconds(161), openedBySequence: 0)
    let sequence = story.add(161, .policy, .incidentOpened(opened))
    story.respond()
    var incident = opened
    incident.openedBySequence = sequence
    incident.acknowledgedAt = start + .seconds(202)
    incident.acknowledgedBy = Operator("ab")
    incident.lead = Operator("ab")
    incident.severity = .p2
    incident.severityByHand = true
    incident.mitigatedAt = start + .seconds(270)
    incident.monitoringSince = start + .seconds(330)
    incident.resolvedAt = start + .seconds(930)
    incident.vendorPostedAt = start + .seconds(713)
    incident.phase = .resolved
    var state = State()
    state.settings = settings(mode)
    return (story, incident, state)
  }

  private mutating func respond() {
    add(
      162, .policy,
      .breakerChanged(
        BreakerChange(
          target: Self.target, from: .closed,
          transition: Breaker.Transition(
            to: .open, until: Self.start + .seconds(222), reason: "5 of the last 5 failed: 529 ×4, 500 ×1"))))
    add(
      162, .policy,
      .routeChanged(
        RouteChange(from: .anthropic, to: .bedrock, failback: nil, reason: "anthropic breaker is open")))
    change(202, .acknowledged, by: "ab")
    change(203, .leadTaken, by: "ab")
    let pin = add(
      210, .person, by: "ab",
      .controlChanged(
        ControlChange(
          act: .pin(.bedrock), before: .pin(nil), reason: "hold | until calm", expires: nil,
          undoes: nil)))
    add(
      240, .person, by: "cd",
      .noteAdded(
        Note(text: "support called", about: Self.start + .seconds(207), incident: 7)))
    change(250, .severity(.p2, byHand: true), by: "ab", "bedrock serves everybody")
    change(270, .mitigated, "the route met its objectives for a minute")
    probe(330)
    change(330, .monitoring, "two good attempts in a row")
    add(
      400, .person, by: "ab",
      .controlChanged(
        ControlChange(
          act: .pin(nil), before: .pin(.bedrock), reason: "", expires: nil, undoes: pin)))
    page(
      760,
      [
        PageUpdate(
          id: "u1", phase: .investigating, body: "We are <b>investigating</b> | elevated `529` errors",
          postedAt: Self.start + .seconds(713))
      ])
    change(760, .vendorPosted(Self.start + .seconds(713)))
    change(930, .resolved, "quiet for 10m00s")
    late()
  }

  /// After the end: what is about this incident, and what is not.
  private mutating func late() {
    add(
      931, .engine, .postmortemWritten(PostmortemWritten(incident: 7, path: "INC-7.md")))
    add(
      935, .policy,
      .routeChanged(RouteChange(from: .bedrock, to: .anthropic, failback: nil, reason: "of another day")))
    add(
      938, .person, by: "cd",
      .noteAdded(Note(text: "support answered", about: Self.start + .seconds(900), incident: 7)))
  }
}
