import SitrepCore

/// A journal that is told rather than recorded: events and policy on a virtual clock, no engine.
struct Story {
  var state = State()
  var events: [Event] = []
  var now: Instant

  /// Anthropic with two models, bedrock and vertex with one each; probes every 2 s.
  static let settings = Settings(
    mode: .live,
    probes: [
      plan(.anthropic, "claude-haiku-4-5"), plan(.anthropic, "claude-opus-4-8"),
      plan(.bedrock, "anthropic.claude-haiku-4-5"), plan(.vertex, "claude-sonnet-4-6"),
    ],
    feeds: [
      FeedPlan(vendor: Vendor("Claude"), platform: .anthropic, cadence: .seconds(30), link: "https://status")
    ],
    route: [.anthropic, .bedrock, .vertex])

  static func plan(_ platform: Platform, _ model: String) -> ProbePlan {
    ProbePlan(
      series: SeriesID(platform: platform, region: "", capability: .messages, model: Model(model)),
      cadence: .seconds(2))
  }

  init(_ settings: Settings = Story.settings, at start: Instant = Instant(seconds: 1_785_354_300)) {
    now = start
    happen(.settingsAdopted(settings), from: .engine)
  }

  /// Appends, folds, and lets policy speak to its fixed point.
  mutating func happen(
    _ body: EventBody, from source: Event.Source = .probe, by actor: Operator? = nil, request: String? = nil
  ) {
    fold(body, from: source, by: actor, request: request)
    settle()
  }

  private mutating func fold(
    _ body: EventBody, from source: Event.Source, by actor: Operator? = nil, request: String? = nil
  ) {
    let event = Event(
      sequence: state.sequence + 1, at: now, source: source, actor: actor, request: request, body: body)
    events.append(event)
    state.fold(event)
  }

  mutating func settle() {
    for _ in 0..<32 {
      let decisions = Policy.decide(state, at: now)
      if decisions.isEmpty { return }
      for decision in decisions { fold(decision.body, from: .policy) }
    }
  }

  /// Lets time pass second by second, with nothing but policy looking.
  mutating func wait(_ span: TimeSpan) {
    let end = now + span
    while now < end {
      now = min(end, now + .seconds(1))
      settle()
    }
  }

  mutating func observe(
    _ plan: ProbePlan, _ outcome: Outcome, status: Int? = nil, purpose: ProbePurpose = .scheduled
  ) {
    let isFailure = outcome.isFailure
    happen(
      .observed(
        Observation(
          series: plan.series, purpose: purpose, startedAt: now,
          phases: Phases(firstByte: .milliseconds(400), total: .milliseconds(800)), outcome: outcome,
          status: isFailure ? status : 200, requestID: isFailure ? "req_\(state.sequence)" : nil)))
  }

  /// Probes every series each 2 s for `span`; `failing` says which answer how.
  mutating func probe(for span: TimeSpan, failing: (SeriesID) -> (Outcome, Int?)? = { _ in nil }) {
    let end = now + span
    while now < end {
      for plan in state.settings.probes {
        let (outcome, status) = failing(plan.series) ?? (.ok, 200)
        observe(plan, outcome, status: status)
      }
      wait(.seconds(2))
    }
  }

  /// One anthropic model fails twice, answers twice, and so on; the others are fine.
  mutating func probeHalf(for span: TimeSpan, failing model: String) {
    let end = now + span
    var turn = 0
    while now < end {
      let isBad = turn % 4 < 2
      probe(for: .seconds(2)) { series in
        series.model.rawValue == model && isBad ? (.failed(.overload), 529) : nil
      }
      turn += 1
    }
  }

  /// Every host refuses every connection.
  mutating func refuse(for span: TimeSpan) {
    let end = now + span
    while now < end {
      for plan in state.settings.probes {
        happen(
          .observed(
            Observation(
              series: plan.series, purpose: .scheduled, startedAt: now, phases: Phases(),
              outcome: .failed(.network), errorType: "refused")))
      }
      wait(.seconds(2))
    }
  }

  /// Claude's page is read and says this.
  mutating func read(_ state: PageState) {
    let page = PageSnapshot(name: "Claude", summary: "", state: state, components: [], incidents: [])
    happen(
      .feedRead(FeedReport(vendor: Vendor("Claude"), fetchedAt: now, result: .changed(page))), from: .feed)
  }

  mutating func act(_ request: ActionRequest) throws(Refusal) {
    for body in try ActionTable.decide(request, in: state, at: now) {
      happen(body, from: .person, by: request.actor, request: request.key)
    }
  }

  /// The kinds of event so far, measurements left out.
  var decisions: [String] { events.map(\.body.kind).filter { $0 != "observed" && $0 != "settings-adopted" } }

  /// Texts of the timeline.
  var lines: [String] { state.timeline.map(\.text) }
}

/// Every anthropic series answers 529.
func anthropicDown(_ series: SeriesID) -> (Outcome, Int?)? {
  series.platform == .anthropic ? (.failed(.overload), 529) : nil
}
