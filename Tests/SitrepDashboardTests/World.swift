import SitrepCore

/// A state made the only way there is: by folding events.
struct World {
  private(set) var state = State()
  private(set) var now = Instant(seconds: 1_785_290_000)
  private var sequence: Int64 = 0

  static let haiku = series(.anthropic, .messages, "claude-haiku-4-5")
  static let opus = series(.anthropic, .streaming, "claude-opus-4-1")
  static let bedrock = series(.bedrock, .messages, "anthropic.claude-haiku-4-5-v1:0")
  static let vertex = series(.vertex, .messages, "claude-sonnet-4-5")
  static let ab = Operator("ab")

  init(mode: Mode = .live, idle: String? = "no credentials") {
    var vertex = ProbePlan(series: World.vertex)
    vertex.idle = idle.map { CleanText($0) }
    let feeds = [
      FeedPlan(vendor: Vendor("anthropic"), platform: .anthropic, link: "https://status.claude.com"),
      FeedPlan(vendor: Vendor("aws"), platform: .bedrock, link: "https://health.aws.amazon.com"),
    ]
    let probes = [World.haiku, World.opus, World.bedrock].map { ProbePlan(series: $0) } + [vertex]
    let controls = [
      ControlPlan(name: "dns", kind: .resolver), ControlPlan(name: "example.com", kind: .neutralHost),
    ]
    add(.engineStarted(EngineStarted(version: "0.1", pid: 7, host: "ops1")))
    add(
      .settingsAdopted(
        Settings(
          mode: mode, probes: probes, feeds: feeds, controls: controls,
          route: [.anthropic, .bedrock, .vertex])))
  }

  private static func series(_ platform: Platform, _ capability: Capability, _ model: String) -> SeriesID {
    SeriesID(platform: platform, region: "", capability: capability, model: Model(model))
  }

  mutating func add(_ body: EventBody, by actor: Operator? = nil) {
    sequence += 1
    state.fold(
      Event(sequence: sequence, at: now, source: actor == nil ? .engine : .person, actor: actor, body: body))
  }

  mutating func pass(_ span: TimeSpan) { now = now + span }

  mutating func probe(
    _ series: SeriesID, _ outcome: Outcome = .ok, latency: TimeSpan = .milliseconds(800), status: Int? = 200,
    limits: [LimitReading] = []
  ) {
    add(
      .observed(
        Observation(
          series: series, purpose: .scheduled, startedAt: now,
          phases: Phases(total: outcome.failure == .network ? nil : latency), outcome: outcome,
          status: status, limits: limits)))
  }

  mutating func page(_ vendor: String, _ snapshot: PageSnapshot?) {
    let result: FeedResult = snapshot.map { .changed($0) } ?? .failed("HTTP 503 from the page")
    add(.feedRead(FeedReport(vendor: Vendor(vendor), fetchedAt: now, result: result)))
  }

  mutating func check(_ name: String, _ kind: ControlKind, _ health: Health = .ok) {
    add(
      .controlObserved(
        ControlObservation(
          name: name, kind: kind, health: health, detail: "", took: .milliseconds(12))))
  }

  mutating func carry(_ platform: Platform, ok: Int, failed: Int = 0, generation: Int? = nil) {
    let target = BreakerTarget(platform: platform, region: "", model: Model("claude-haiku-4-5"))
    let flow = TrafficReport.Flow(
      target: target, ok: ok, failed: failed > 0 ? [.overload: failed] : [:], refused: 0,
      medianFirstByte: .milliseconds(400))
    add(
      .trafficMeasured(
        TrafficReport(
          consumer: "gateway", over: .seconds(5), generation: generation ?? state.control.generation,
          flows: [flow])))
  }
}

/// Worlds that screens are drawn of.
extension World {
  static func snapshot(_ api: PageState, incidents: [PageIncident] = []) -> PageSnapshot {
    PageSnapshot(
      name: "Claude", summary: "", state: api,
      components: [
        PageComponent(id: "web", name: "claude.ai", state: .operational),
        PageComponent(id: "api", name: "API", state: api),
        PageComponent(id: "code", name: "Claude Code", state: .operational),
      ], incidents: incidents)
  }

  /// Ten minutes in which everything that is probed answers.
  static func calm(mode: Mode = .live, idle: String? = "no credentials") -> World {
    var world = World(mode: mode, idle: idle)
    for round in 0..<20 {
      world.pass(.seconds(30))
      let step = Int64(round % 5)
      world.probe(World.haiku, latency: .milliseconds(600 + 60 * step), limits: world.limits(70 + Int(step)))
      world.probe(World.opus, latency: .milliseconds(700 + 90 * step))
      world.probe(World.bedrock, latency: .milliseconds(900 + 40 * step))
      if idle == nil { world.probe(World.vertex, latency: .milliseconds(500)) }
    }
    world.page("anthropic", snapshot(.operational))
    world.page(
      "aws", PageSnapshot(name: "AWS", summary: "", state: .operational, components: [], incidents: []))
    world.check("dns", .resolver)
    world.check("example.com", .neutralHost)
    world.carry(.anthropic, ok: 60)
    world.pass(.seconds(7))
    return world
  }

  func limits(_ percent: Int) -> [LimitReading] {
    [
      LimitReading(kind: .requests, limit: 1000, remaining: percent * 10, reset: now + .seconds(40)),
      LimitReading(kind: .inputTokens, limit: 400_000, remaining: 110_000, reset: now + .minutes(4)),
    ]
  }

  /// Anthropic fails, the breaker is open, traffic is on bedrock, the page has followed.
  static func outage(mode: Mode = .live) -> World {
    var world = calm(mode: mode)
    for round in 0..<7 {
      world.pass(.seconds(10))
      world.probe(World.haiku, .failed(.overload), status: round % 3 == 0 ? 500 : 529)
      world.probe(World.opus, .failed(round == 2 ? .stalled : .overload), status: 529)
      if round % 3 == 0 { world.probe(World.bedrock, latency: .milliseconds(1100)) }
    }
    world.open(World.haiku.target, "5 of the last 5 failed: 529 ×3, 500 ×2")
    world.open(World.opus.target, "5 of the last 5 failed: 529 ×4, stalled ×1")
    world.add(
      .routeChanged(
        RouteChange(from: .anthropic, to: .bedrock, failback: nil, reason: "anthropic is open")))
    world.add(
      .severityMeasured(
        SeverityAssessment(
          severity: .p1, rule: "P1 total failure",
          evidence: "14 of 14 anthropic attempts failed: 529 ×11, 500 ×3")))
    world.add(
      .incidentOpened(
        Incident(
          number: 0, title: "anthropic: total failure", severity: .p1, severityReason: "14 of 14 failed",
          platforms: [.anthropic], series: [World.haiku, World.opus], impactAfter: nil,
          impactBefore: world.now - .seconds(60), openedAt: world.now, openedBySequence: 0)))
    world.pass(.seconds(15))
    world.page(
      "anthropic",
      snapshot(
        .majorOutage,
        incidents: [
          PageIncident(
            id: "q2", name: "Elevated errors across models", phase: .investigating, impact: .majorOutage,
            startedAt: world.now, resolvedAt: nil,
            updates: [
              PageUpdate(id: "u1", phase: .investigating, body: "We are investigating.", postedAt: world.now)
            ], components: ["api"])
        ]))
    world.carry(.bedrock, ok: 58)
    world.check("dns", .resolver)
    world.check("example.com", .neutralHost)
    world.pass(.seconds(4))
    return world
  }

  mutating func open(_ target: BreakerTarget, _ reason: String) {
    add(
      .breakerChanged(
        BreakerChange(
          target: target, from: .closed,
          transition: Breaker.Transition(to: .open, until: now + .seconds(60), reason: reason))))
  }

  /// An operator has forced anthropic open and pinned bedrock.
  static func forced() -> World {
    var world = calm()
    world.act(.breaker(.anthropic, .forcedOpen), reason: "error budget", expires: .minutes(15))
    world.act(.pin(.bedrock), reason: "")
    world.pass(.minutes(2))
    return world
  }

  mutating func act(_ act: ControlAct, reason: CleanText, expires: TimeSpan? = nil) {
    add(
      .controlChanged(
        ControlChange(
          act: act, before: nil, reason: reason, expires: expires.map { now + $0 }, undoes: nil)),
      by: World.ab)
  }
}
