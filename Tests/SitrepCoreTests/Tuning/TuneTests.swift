import SitrepCore
import Testing

private let start = Instant(seconds: 1_800_000_000)
private let haiku = ProbePlan(
  series: SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("haiku")),
  cadence: .minutes(1))

/// A journal as sitrep would have kept it: one attempt a minute, and what people and vendors said.
private struct Chronicle {
  static let settings = Settings(
    mode: .live, probes: [haiku],
    feeds: [FeedPlan(vendor: Vendor("Claude"), platform: .anthropic, link: "https://status")],
    route: [.anthropic])

  var run = TuneRun(Chronicle.settings)
  var sequence: Int64 = 0
  var now = start

  mutating func tell(_ body: EventBody) {
    sequence += 1
    run.take(Event(sequence: sequence, at: now, source: .probe, body: body))
  }

  mutating func probe(_ count: Int, _ outcome: Outcome = .ok, took: TimeSpan = .milliseconds(700)) {
    for _ in 0..<count {
      now = now + .minutes(1)
      let wobble = TimeSpan.milliseconds(sequence % 3 * 20)
      tell(
        .observed(
          Observation(
            series: haiku.series, purpose: .scheduled, startedAt: now,
            phases: Phases(total: took + wobble), outcome: outcome, status: outcome.isFailure ? 529 : 200)))
    }
  }

  mutating func openIncident(after delay: TimeSpan = .zero) {
    tell(
      .incidentOpened(
        Incident(
          number: 0, title: "down", severity: .p1, severityReason: "", platforms: [.anthropic],
          series: [haiku.series], impactAfter: nil, impactBefore: now - delay, openedAt: now,
          openedBySequence: sequence)))
  }

  mutating func change(_ change: IncidentChange.Change) {
    tell(.incidentChanged(IncidentChange(number: 1, change: change, reason: "")))
  }

  mutating func post(_ incidents: [PageIncident]) {
    let page = PageSnapshot(
      name: "Claude", summary: "", state: .degraded, components: [], incidents: incidents)
    tell(.feedRead(FeedReport(vendor: Vendor("Claude"), fetchedAt: now, result: .changed(page))))
  }

  func row(_ kind: TuneRule.Kind, _ level: TuneRule.Level) -> TuneReport.Row? {
    run.report.rows.first { $0.rule.kind == kind && $0.rule.level == level }
  }
}

@Suite struct TuneTests {
  @Test func `a quiet history raises nothing at the thresholds in force`() throws {
    var chronicle = Chronicle()
    chronicle.probe(3 * 1440)
    let report = chronicle.run.report
    #expect(report.rows.count == 15)
    for row in report.rows where row.rule.level != .tighter { #expect(row.alarms == 0, "\(row.rule)") }
    #expect(report.attempts == 4320 && report.series == 1)
    #expect(report.watched == .minutes(4319))
    #expect(report.rows.allSatisfy { $0.alarmsPerWeek == 0 || $0.rule.level == .tighter })
    #expect(report.cautions.contains { $0.contains("2d23h of history: rates are extrapolated") })
  }

  @Test func `an alarm outside every incident and post is false, and counted per week`() throws {
    var chronicle = Chronicle()
    chronicle.probe(5040)
    chronicle.probe(3, .failed(.overload))
    chronicle.probe(5040)
    let tight = try #require(chronicle.row(.breaker, .tighter))
    #expect(tight.rule.threshold == 3)
    #expect(tight.alarms == 1 && tight.falseAlarms == 1 && tight.seen == 0 && tight.delay == nil)
    #expect(abs((tight.falseAlarmsPerWeek ?? 0) - 1) < 0.01)
    #expect(chronicle.row(.breaker, .inForce)?.alarms == 0)
    #expect(chronicle.row(.confirm, .inForce)?.alarms == 1)
    #expect(chronicle.run.report.cautions.contains { $0.hasPrefix("no incident") })
  }

  @Test func `an alarm in an incident is right, with its delay from the first failure`() throws {
    var chronicle = Chronicle()
    chronicle.probe(200)
    chronicle.probe(1, .failed(.overload))
    chronicle.openIncident()
    chronicle.change(.acknowledged)
    chronicle.probe(19, .failed(.overload))
    chronicle.probe(30)
    chronicle.change(.resolved)
    chronicle.probe(200)
    let report = chronicle.run.report
    #expect(report.troubles == 1 && report.vouched == 1)
    let delays: [(TuneRule.Level, Int64)] = [(.tighter, 2), (.inForce, 4), (.looser, 7)]
    for (level, minutes) in delays {
      let row = try #require(chronicle.row(.breaker, level))
      #expect(row.alarms == 1 && row.falseAlarms == 0 && row.seen == 1)
      #expect(row.delay == .minutes(minutes), "\(level)")
    }
    #expect(chronicle.row(.errorRate, .inForce)?.seen == 1)
    #expect(chronicle.row(.slow, .inForce)?.seen == 0)
    #expect(chronicle.row(.latencyStep, .inForce)?.alarms == 0)
  }

  @Test func `an alarm during a vendor's posted incident is right`() throws {
    var chronicle = Chronicle()
    chronicle.probe(200)
    let posted = PageIncident(
      id: "x1", name: "Elevated errors", phase: .investigating, impact: .degraded, startedAt: chronicle.now,
      resolvedAt: nil, updates: [], components: [])
    chronicle.post([posted])
    chronicle.probe(6, .failed(.server))
    chronicle.probe(60)
    chronicle.post([])
    chronicle.probe(60)
    chronicle.probe(6, .failed(.server))
    let row = try #require(chronicle.row(.breaker, .inForce))
    #expect(row.alarms == 2 && row.falseAlarms == 1 && row.seen == 1)
  }

  @Test func `slow answers and steps of latency have thresholds of their own`() throws {
    var chronicle = Chronicle()
    chronicle.probe(300)
    chronicle.probe(20, took: .seconds(6))
    chronicle.probe(100)
    #expect(chronicle.row(.slow, .tighter)?.alarms == 1)
    #expect(chronicle.row(.slow, .inForce)?.alarms == 0)
    #expect(chronicle.row(.latencyStep, .tighter)?.alarms == 1)
    #expect(chronicle.row(.latencyStep, .inForce)?.alarms == 1)
  }

  @Test func `failures while our own side is down raise nothing`() throws {
    var chronicle = Chronicle()
    chronicle.probe(100)
    chronicle.tell(.clockStepped(ClockStepped(by: .hours(1), suspended: true)))
    for _ in 0..<8 {
      chronicle.now = chronicle.now + .seconds(5)
      chronicle.tell(
        .observed(
          Observation(
            series: haiku.series, purpose: .scheduled, startedAt: chronicle.now, phases: Phases(),
            outcome: .failed(.network))))
    }
    #expect(chronicle.row(.breaker, .inForce)?.alarms == 0)
  }

  @Test func `too little history gives counts and says why there is no rate`() throws {
    var chronicle = Chronicle()
    chronicle.probe(180)
    let report = chronicle.run.report
    #expect(report.rows.allSatisfy { $0.alarmsPerWeek == nil && $0.falseAlarmsPerWeek == nil })
    #expect(
      report.cautions.first == "2h59m of history: too little for a rate; a week needs 7 days, a guess needs 2"
    )
    #expect(TuneRun(Chronicle.settings).report.cautions == ["there are no attempts in this journal yet"])
  }

  @Test func `incidents that nobody vouches for are told`() {
    var chronicle = Chronicle()
    chronicle.probe(10)
    chronicle.openIncident()
    chronicle.probe(10)
    #expect(chronicle.run.report.cautions.contains { $0.hasPrefix("1 of 1 troubles were neither") })
  }
}

@Suite struct LongHistoryTests {
  @Test func `days are told by the minute, with gaps as unknown`() throws {
    var history = LongHistory(Chronicle.settings)
    for minute in 0..<100 where !(40..<50).contains(minute) {
      var rollup = Rollup(number: minute)
      for part in 0..<2 {
        let outcome: Outcome =
          minute < 10 ? .failed(.server) : minute == 20 && part == 0 ? .failed(.server) : .ok
        rollup.take(outcome, latency: outcome.isFailure ? nil : .seconds(2), isUnsure: false)
      }
      history.take(haiku.series, rollup)
    }
    let line = try #require(history.closed.lines[haiku.series])
    #expect(line.total.attempts == 180 && line.total.unavailable == 21)
    #expect(line.total.latencies.count == 159)
    #expect(line.minutes.down == 10 && line.minutes.degraded == 1)
    // At one attempt a minute each speaks for the next minute too.
    #expect(line.minutes.unknown == 9 && line.minutes.up == 80)
    #expect(line.firstMinute == 0 && line.lastMinute == 99)
  }
}
