import FoundationEssentials
import SitrepCore
import Testing

private let start = Instant(seconds: 1_800_000_000)
private let haiku = SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("haiku"))
private let opus = SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("opus"))

/// A state after one attempt each `cadence` for `span`, with an outcome for each.
private func state(
  _ ids: [SeriesID] = [haiku], cadence: TimeSpan = .seconds(30), for span: TimeSpan,
  window: TimeSpan = .hours(1), _ outcome: (SeriesID, TimeSpan) -> Outcome?
) -> State {
  var settings = Settings(
    mode: .live, probes: ids.map { ProbePlan(series: $0, cadence: cadence) }, feeds: [], route: [.anthropic])
  settings.objectives.window = window
  var state = State()
  var sequence: Int64 = 1
  state.fold(Event(sequence: 1, at: start, source: .engine, body: .settingsAdopted(settings)))
  var passed = TimeSpan.zero
  while passed < span {
    for id in ids {
      guard let outcome = outcome(id, passed) else { continue }
      sequence += 1
      let observation = Observation(
        series: id, purpose: .scheduled, startedAt: start + passed, phases: Phases(total: .seconds(1)),
        outcome: outcome)
      state.fold(
        Event(sequence: sequence, at: start + passed, source: .probe, body: .observed(observation)))
    }
    passed = passed + cadence
  }
  return state
}

private func figures(_ state: State, after span: TimeSpan) -> ObjectiveFigures {
  ObjectiveReport(state, at: start + span).overall
}

@Suite struct SeriesHistoryTests {
  @Test func `windows beyond the samples are summed up from minutes and hours`() throws {
    // A minute apart, the samples reach back twelve hours only.
    let day = state(cadence: .minutes(1), for: .hours(80)) { _, passed in
      passed.wholeSeconds % 2400 == 0 ? .failed(.server) : .ok
    }
    let burns = figures(day, after: .hours(80)).burns
    let expected: [TimeSpan] = [
      .minutes(5), .hours(1), .minutes(30), .hours(6), .hours(2), .hours(24), .hours(72),
    ]
    #expect(burns.map(\.window) == expected)
    for burn in burns where burn.window > .hours(1) {
      #expect(abs(burn.rate - 5) < 2, "\(burn)")
      #expect(!burn.isPartial)
    }
    let longest = try #require(burns.last)
    #expect((4200...4320).contains(longest.attempts))
  }

  @Test func `percentiles of a window beyond the samples come from the sketch, with their n`() {
    let day = state(cadence: .seconds(5), for: .hours(7), window: .hours(6)) { _, _ in .ok }
    let figures = figures(day, after: .hours(7))
    #expect(figures.p95.count > 4200)
    #expect(abs((figures.p95.value?.inSeconds ?? 0) - 1) <= 0.0101)
    #expect(figures.p99.status == .kept)
    #expect(figures.availability.count == figures.p95.count)
    #expect(figures.burns.allSatisfy { $0.rate == 0 && $0.isPartial == ($0.window > .hours(7)) })
  }

  @Test func `history is bounded and survives its encoding in little room`() throws {
    let week = state(cadence: .minutes(1), for: .hours(90)) { _, passed in
      passed.wholeSeconds % 4200 == 0 ? .failed(.server) : .ok
    }
    let history = try #require(week.series[0].history)
    #expect(history.minutes.count == SeriesHistory.keptMinutes)
    #expect(history.hours.count == SeriesHistory.keptHours)
    let bytes = try JSONEncoder().encode(history)
    #expect(try JSONDecoder().decode(SeriesHistory.self, from: bytes) == history)
    #expect(bytes.count < 8000)
  }

  @Test(arguments: ["", "A", "AAAx", "BBAAAAAAAA", "AAAA!", "Ag"])
  func `what is no history is refused`(text: String) {
    let decoded = try? JSONDecoder().decode(SeriesHistory.self, from: Data("\"\(text)\"".utf8))
    #expect(decoded == nil)
  }

  @Test func `a checkpoint from before there was history is read`() throws {
    var old = state(for: .minutes(10)) { _, _ in .ok }
    old.series[0].history = nil
    old.series[0].latencyWatch = nil
    let read = try JSONDecoder().decode(State.self, from: JSONEncoder().encode(old))
    #expect(read == old)
    #expect(figures(read, after: .minutes(10)).availability.count == 20)
  }
}

@Suite struct MinuteTallyTests {
  /// Twenty minutes: up for ten, then as told, then up.
  private func minutes(
    cadence: TimeSpan = .seconds(30), ids: [SeriesID] = [haiku],
    _ outcome: @escaping (SeriesID, TimeSpan) -> Outcome?
  ) -> MinuteTally {
    // The moment is a whole minute, so that minutes and the script agree.
    figures(state(ids, cadence: cadence, for: .minutes(20), outcome), after: .minutes(20)).minutes
  }

  private func tally(_ up: Int, _ degraded: Int, _ down: Int, _ unknown: Int) -> MinuteTally {
    var tally = MinuteTally()
    for (count, standing) in [
      (up, MinuteStanding.up), (degraded, .degraded), (down, .down), (unknown, .unknown),
    ] {
      for _ in 0..<count { tally.add(standing) }
    }
    return tally
  }

  @Test func `a minute is down when all its attempts fail, degraded when some do`() {
    let found = minutes { _, passed in
      let minute = passed.wholeSeconds / 60
      if minute == 10 || minute == 11 { return .failed(.server) }
      if minute == 12 { return passed.wholeSeconds % 60 == 0 ? .failed(.server) : .ok }
      return minute == 13 ? .slow : .ok
    }
    #expect(found == tally(16, 2, 2, 0))
    #expect(found.weightedBad == 3)
  }

  @Test func `a minute without an attempt is unknown, never up`() {
    #expect(
      minutes { _, passed in (600..<900).contains(passed.wholeSeconds) ? nil : .ok } == tally(15, 0, 0, 5))
  }

  @Test func `an attempt speaks until the next one is due`() {
    #expect(minutes(cadence: .minutes(3)) { _, _ in .ok } == tally(20, 0, 0, 0))
  }

  @Test func `what came before the first attempt counts neither way`() {
    #expect(minutes { _, passed in passed < .minutes(15) ? nil : .ok } == tally(5, 0, 0, 0))
  }

  @Test func `own limits and mistakes degrade but are not down`() {
    let found = minutes { _, passed in passed.wholeSeconds / 60 == 10 ? .failed(.quota) : .ok }
    #expect(found == tally(19, 1, 0, 0))
  }

  @Test func `a platform is down when every series is, and unknown when one is and none is bad`() {
    let found = minutes(ids: [haiku, opus]) { id, passed in
      switch passed.wholeSeconds / 60 {
      case 10: .failed(.server)
      case 11: id == haiku ? .failed(.server) : .ok
      case 12: id == haiku ? nil : .ok
      case 13: id == haiku ? nil : .failed(.server)
      default: .ok
      }
    }
    #expect(found == tally(16, 1, 2, 1))
  }

  @Test func `failures while our own side is in doubt are unknown`() {
    var story = Story()
    let plan = story.state.settings.probes[0]
    story.now = Instant(seconds: 1_785_354_300)
    for second in stride(from: 0, to: 300, by: 10) {
      if second == 120 { story.happen(.clockStepped(ClockStepped(by: .seconds(60), suspended: true))) }
      story.observe(plan, (120..<180).contains(second) ? .failed(.network) : .ok)
      story.now = story.now + .seconds(10)
    }
    let found = ObjectiveReport(story.state, at: story.now).figures(for: plan.series)?.minutes
    #expect(found?.unknown == 1 && found?.down == 0, "\(String(describing: found))")
  }
}

@Suite struct BurnAlertTests {
  /// Failing shares by how long ago, one attempt a minute.
  private func alerts(_ share: @escaping (TimeSpan) -> Double, for span: TimeSpan = .hours(80)) -> [BurnRule]
  {
    var debt = 0.0
    let state = state(cadence: .minutes(1), for: span) { _, passed in
      debt += share(span - passed)
      guard debt >= 1 else { return .ok }
      debt -= 1
      return .failed(.server)
    }
    return figures(state, after: span).alerts.map(\.rule)
  }

  @Test func `each pair fires at its own pace`() {
    #expect(alerts { _ in 0.001 } == [])
    #expect(
      alerts({ $0 <= .hours(1) ? 0.9 : 0 }, for: .hours(80)).map(\.long) == [
        .hours(1), .hours(6), .hours(24), .hours(72),
      ])
    #expect(alerts({ $0 <= .hours(6) ? 0.12 : 0 }, for: .hours(6)).map(\.long) == [.hours(6)])
    #expect(alerts { _ in 0.027 }.map(\.long) == [.hours(24), .hours(72)])
    #expect(alerts { _ in 0.011 }.map(\.long) == [.hours(72)])
  }

  @Test func `what is over no longer fires`() {
    let rules = alerts({ $0 > .minutes(10) && $0 <= .minutes(50) ? 0.6 : 0 }, for: .hours(3))
    #expect(!rules.map(\.long).contains(.hours(1)))
  }

  @Test func `two failures fire nothing, and twenty attempts are wanted`() {
    #expect(alerts({ $0 <= .minutes(2) ? 1 : 0 }, for: .hours(2)) == [])
    #expect(alerts({ _ in 0.7 }, for: .minutes(19)) == [])
    #expect(!alerts({ _ in 0.7 }, for: .minutes(22)).isEmpty)
  }
}
