import SitrepCore

/// Service levels of one platform, for `status --json` and `check --json`.
struct ObjectivesDocument: Encodable {
  struct Level: Encodable {
    var value: Double?
    /// Attempts or latencies that the value is made of.
    var n: Int
    var target: Double
    var status: String

    init(_ objective: Objective<Double>) {
      (value, n, target, status) = (
        objective.value, objective.count, objective.target, objective.status.rawValue
      )
    }

    init(_ objective: Objective<TimeSpan>) {
      (value, n, target, status) = (
        objective.value?.inSeconds, objective.count, objective.target.inSeconds, objective.status.rawValue
      )
    }

    init(_ objective: Objective<Int>) {
      (value, n, target, status) = (
        objective.value.map(Double.init), objective.count, Double(objective.target),
        objective.status.rawValue
      )
    }
  }

  struct Burn: Encodable {
    var window: Double
    /// How much of the window is known.
    var covered: Double
    var rate: Double
    var attempts: Int
    var failures: Int

    init(_ burn: BurnRate) {
      window = burn.window.inSeconds
      covered = burn.covered.inSeconds
      (rate, attempts, failures) = (burn.rate, burn.attempts, burn.failures)
    }
  }

  struct Alert: Encodable {
    var long: Double
    var short: Double
    var atLeast: Double
    var urgency: String

    init(_ alert: BurnAlert) {
      long = alert.rule.long.inSeconds
      short = alert.rule.short.inSeconds
      atLeast = alert.rule.rate
      urgency = alert.rule.urgency == .page ? "page" : "ticket"
    }
  }

  struct Step: Encodable {
    var model: String
    var capability: String
    var norm: Double
    var level: Double
    var since: String
    var n: Int

    init(_ id: SeriesID, _ step: LatencyStep) {
      model = id.model.rawValue
      capability = id.capability.rawValue
      norm = step.norm.inSeconds
      level = step.level.inSeconds
      since = Timestamp.rfc3339(step.since)
      n = step.count
    }
  }

  var platform: String
  var status: String
  var availability: Level
  var errorRate: Level
  var p95: Level
  var p99: Level
  var longestFailureRun: Level
  var budgetLeft: Double?
  var burns: [Burn]
  var alerts: [Alert]
  var minutes: MinuteTally
  var latencySteps: [Step]

  init(_ figures: ObjectiveFigures, _ state: State) {
    platform = ObjectivesText.name(figures)
    status = figures.status.rawValue
    availability = Level(figures.availability)
    errorRate = Level(figures.errorRate)
    p95 = Level(figures.p95)
    p99 = Level(figures.p99)
    longestFailureRun = Level(figures.longestFailureRun)
    budgetLeft = figures.budgetLeft
    burns = figures.burns.map(Burn.init)
    alerts = figures.alerts.map(Alert.init)
    minutes = figures.minutes
    latencySteps = state.series.filter { .platform($0.id.platform) == figures.scope }.compactMap { series in
      series.latencyWatch?.step.map { Step(series.id, $0) }
    }
  }
}

/// Service levels in plain lines, for `status` and `check`.
enum ObjectivesText {
  static func lines(_ state: State, at now: Instant) -> [String] {
    ObjectiveReport(state, at: now).platforms.flatMap { figures -> [String] in
      let title = "  " + name(figures).padding(to: 12)
      guard figures.status != .noData else { return ["\(title) no data"] }
      return ["\(title) \(levels(figures))"] + remarks(figures, state).map { "               \($0)" }
    }
  }

  static func name(_ figures: ObjectiveFigures) -> String {
    guard case .platform(let platform) = figures.scope else { return "all" }
    return platform.rawValue
  }

  private static func levels(_ figures: ObjectiveFigures) -> String {
    let p99 = figures.p99.status == .unreliable ? Format.none : latency(figures.p99.value)
    let answers = figures.p95.count
    return "\(figures.status.word): available \(share(figures.availability.value)), errors "
      + "\(share(figures.errorRate.value)) of \(figures.availability.count); "
      + "p95 \(latency(figures.p95.value)) n\(answers), p99 \(p99) n\(answers); "
      + "budget left \(figures.budgetLeft.map { "\(Format.fixed($0 * 100, digits: 0))%" } ?? Format.none)"
  }

  private static func remarks(_ figures: ObjectiveFigures, _ state: State) -> [String] {
    let minutes = figures.minutes
    let burning = figures.alerts.map { alert in
      "burns \(Format.fixed(alert.long.rate, digits: 1))× over \(Format.span(alert.rule.long)) and "
        + "\(Format.fixed(alert.short.rate, digits: 1))× over \(Format.span(alert.rule.short))"
    }
    let stepped = state.series.filter { .platform($0.id.platform) == figures.scope }.compactMap { series in
      series.latencyWatch?.step.map { step in
        "\(series.id.model.shortName) \(series.id.capability.rawValue) \(step.times)× its norm: "
          + "\(step.change), n \(step.count)"
      }
    }
    let told =
      minutes.isAllUp
      ? []
      : [
        "minutes: \(minutes.up) up, \(minutes.degraded) degraded, \(minutes.down) down, "
          + "\(minutes.unknown) unknown"
      ]
    return burning + stepped + told
  }

  private static func share(_ share: Double?) -> String { share.map { Format.percent($0) } ?? Format.none }

  private static func latency(_ span: TimeSpan?) -> String { span.map(Format.latency) ?? Format.none }
}

extension String {
  /// With spaces behind it up to `width` characters.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
