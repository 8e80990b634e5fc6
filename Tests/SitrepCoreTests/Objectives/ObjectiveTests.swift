import SitrepCore
import Testing

private let now = Instant(seconds: 1_800_000_000)
private let haiku = SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("haiku"))
private let opus = SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("opus"))
private let spare = SeriesID(platform: .bedrock, region: "x", capability: .messages, model: Model("haiku"))

/// One scheduled attempt: seconds before now, outcome, latency in seconds.
private struct Try {
  var series = haiku
  var ago: Double
  var outcome = Outcome.ok
  var latency = 1.0
  var purpose = ProbePurpose.scheduled
}

private func state(_ tries: [Try]) -> State {
  var state = State()
  let plans = [haiku, opus, spare].map { ProbePlan(series: $0) }
  let settings = Settings(mode: .live, probes: plans, feeds: [], route: [.anthropic])
  var sequence: Int64 = 1
  state.fold(Event(sequence: 1, at: now - .hours(8), source: .engine, body: .settingsAdopted(settings)))
  for attempt in tries.sorted(by: { $0.ago > $1.ago }) {
    sequence += 1
    let at = now - .fractionalSeconds(attempt.ago)
    let observation = Observation(
      series: attempt.series, purpose: attempt.purpose, startedAt: at,
      phases: Phases(total: .fractionalSeconds(attempt.latency)), outcome: attempt.outcome)
    state.fold(Event(sequence: sequence, at: at, source: .probe, body: .observed(observation)))
  }
  return state
}

private func every30s(_ count: Int, _ outcome: (Int) -> Outcome = { _ in .ok }) -> [Try] {
  (0..<count).map { Try(ago: Double($0) * 30 + 1, outcome: outcome($0)) }
}

@Suite struct ObjectiveTests {
  @Test func `no data is its own status`() {
    let report = ObjectiveReport(state([]), at: now)
    let figures = report.overall
    #expect(figures.status == .noData)
    #expect(figures.availability.value == nil && figures.availability.status == .noData)
    #expect(figures.p95.status == .noData && figures.longestFailureRun.status == .noData)
    #expect(figures.budgetLeft == nil && figures.burns.isEmpty)
    #expect(report.figures(for: .vertex) == nil)
  }

  @Test func `all good keeps every level and the whole budget`() throws {
    let figures = ObjectiveReport(state(every30s(120)), at: now).overall
    #expect(figures.status == .kept)
    #expect(figures.availability.value == 1 && figures.availability.count == 120)
    #expect(figures.budgetLeft == 1)
    #expect(figures.longestFailureRun.value == 0)
  }

  @Test func `failures never enter a latency as numbers`() {
    let tries = [Try(ago: 9, latency: 2), Try(ago: 8, outcome: .failed(.timeout), latency: 30)]
    let figures = ObjectiveReport(state(tries), at: now).overall
    #expect(figures.p95.value == .seconds(2) && figures.p95.count == 1)
    #expect(figures.availability.value == 0.5)
  }

  @Test func `only failures leave latencies without data but not the rest`() {
    let figures = ObjectiveReport(state(every30s(5) { _ in .failed(.server) }), at: now).overall
    #expect(figures.p95.status == .noData && figures.p50 == nil)
    #expect(figures.availability.status == .violated && figures.status == .violated)
    #expect(figures.longestFailureRun.value == 5 && figures.longestFailureRun.isViolated)
  }

  @Test(arguments: [
    (FailureClass.network, 0.0), (.timeout, 0), (.stalled, 0), (.auth, 0), (.overload, 0), (.server, 0),
    (.quota, 1), (.request, 1), (.content, 1),
  ])
  func `availability and error rate differ by whose failure it is`(failure: FailureClass, share: Double) {
    let figures = ObjectiveReport(state([Try(ago: 1, outcome: .failed(failure))]), at: now).overall
    #expect(figures.availability.value == share)
    #expect(figures.errorRate.value == 1)
  }

  @Test func `attempts outside the window, confirms and a future left by the clock do not count`() {
    let tries = [
      Try(ago: 3600, outcome: .failed(.server)), Try(ago: -5, outcome: .failed(.server)), Try(ago: 10),
      Try(ago: 9, outcome: .failed(.server), purpose: .confirm),
    ]
    let figures = ObjectiveReport(state(tries), at: now).overall
    #expect(figures.availability.value == 1 && figures.availability.count == 1)
  }

  @Test func `platforms sum up their series, and a run is never pieced together from two`() {
    let tries = (0..<6).map { index in
      Try(series: index.isMultiple(of: 2) ? haiku : opus, ago: Double(index + 1), outcome: .failed(.server))
    }
    let report = ObjectiveReport(state(tries + [Try(series: spare, ago: 2)]), at: now)
    #expect(report.figures(for: .anthropic)?.longestFailureRun.value == 3)
    #expect(report.figures(for: .anthropic)?.availability.count == 6)
    #expect(report.figures(for: spare)?.availability.value == 1)
    #expect(report.figures(for: .bedrock)?.status == .kept)
    #expect(report.overall.availability.count == 7)
  }

  @Test(arguments: [(1, 95, 1), (20, 95, 19), (21, 95, 20), (100, 99, 99), (101, 99, 100), (2, 50, 1)])
  func `quantiles are nearest rank`(count: Int, percent: Int, rank: Int) {
    let values = (1...count).map { TimeSpan.seconds(Int64($0)) }
    #expect(Quantile.nearestRank(percent, ofSorted: values) == .seconds(Int64(rank)))
  }

  @Test(arguments: [(299, ObjectiveStatus.unreliable), (300, .violated)])
  func `p99 is judged from 300 successes on`(count: Int, status: ObjectiveStatus) {
    let tries = (0..<count).map { Try(ago: Double($0) * 10 + 1, latency: 11) }
    let figures = ObjectiveReport(state(tries), at: now).overall
    #expect(figures.p99.status == status)
    #expect(figures.p99.value == .seconds(11) && figures.p99.count == count)
  }

  @Test func `burn is the failed share against the allowed share`() throws {
    let figures = ObjectiveReport(state(every30s(720) { $0 < 12 ? .failed(.server) : .ok }), at: now).overall
    let hour = try #require(figures.burn(over: .hours(1)))
    #expect(hour.attempts == 120 && hour.failures == 12 && !hour.isPartial)
    #expect(abs(hour.rate - 20) < 1e-9)
    #expect(abs((figures.budgetLeft ?? 0) + 19) < 1e-9)
    #expect(abs((figures.burn(over: .hours(6))?.rate ?? 0) - 12.0 / 720 / 0.005) < 1e-9)
    #expect(figures.isBurningFast)
  }

  @Test func `two failures never count as burning`() throws {
    let figures = ObjectiveReport(state(every30s(120) { $0 < 2 ? .failed(.server) : .ok }), at: now).overall
    let short = try #require(figures.burn(over: .minutes(5)))
    #expect(short.rate > 14.4 && !short.isSignificant)
    #expect(!figures.isBurningFast)
  }

  @Test func `a window that history does not reach into is left out, a short one says how short`() throws {
    let short = ObjectiveReport(state(every30s(8)), at: now).overall
    #expect(short.burns.map(\.window) == [.minutes(5)])
    #expect(short.burns.first?.isPartial == true)
    let longer = ObjectiveReport(state(every30s(40)), at: now).overall
    #expect(longer.burns.map(\.window) == [.minutes(5), .hours(1)])
    #expect(longer.burn(over: .hours(1))?.covered == .seconds(1171))
  }
}
