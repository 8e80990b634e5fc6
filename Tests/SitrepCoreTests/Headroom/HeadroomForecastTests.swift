import SitrepCore
import Testing

private let now = Instant(seconds: 1_800_000_000)

/// A reading some seconds ago, with what was left then.
private struct Reading: Sendable {
  var ago: Int64
  var left: Int
  var limit = 1000
  /// Seconds from now to the reset; negative when it is past.
  var reset: Int64?
}

private func forecast(_ readings: [Reading]) -> HeadroomForecast {
  let points = readings.map { reading in
    HeadroomPoint(
      at: now - .seconds(reading.ago), remaining: reading.left, limit: reading.limit,
      reset: reading.reset.map { now + .seconds($0) })
  }
  let newest = readings.last.map { last in
    LimitReading(
      kind: .requests, limit: last.limit, remaining: last.left, reset: last.reset.map { now + .seconds($0) })
  }
  return HeadroomForecast(points: points, reading: newest, kind: .requests, at: now)
}

/// Readings every 10 s that end now, falling by `perMinute`, all with one reset.
private func falling(from left: Int, perMinute: Int, count: Int = 7, reset: Int64?) -> [Reading] {
  (0..<count).map { index in
    Reading(ago: Int64(count - 1 - index) * 10, left: left - index * perMinute / 6, reset: reset)
  }
}

@Suite struct HeadroomForecastTests {
  private static let cases: [(String, [Reading], String)] = [
    ("nothing is known without readings", [], "rate of use unknown"),
    (
      "two readings make no rate", [.init(ago: 30, left: 900), .init(ago: 0, left: 800)],
      "rate of use unknown"
    ),
    (
      "three readings within seconds make no rate",
      [.init(ago: 2, left: 900), .init(ago: 1, left: 800), .init(ago: 0, left: 700)], "rate of use unknown"
    ),
    (
      "it runs out before the window resets", falling(from: 580, perMinute: 120, reset: 540),
      "runs out in 3 min, resets in 9 min"
    ),
    (
      "the opposite is said when it is safe", falling(from: 680, perMinute: 60, reset: 240),
      "resets in 4 min, would last 10 min"
    ),
    (
      "the issue's own words",
      falling(from: 1180, perMinute: 236, reset: 540).map { reading in
        var large = reading
        large.limit = 2000
        return large
      }, "runs out in 4 min, resets in 9 min"
    ),
    (
      "and their opposite", falling(from: 640, perMinute: 60, reset: 240),
      "resets in 4 min, would last 9 min"
    ),
    ("a missing reset is no excuse", falling(from: 580, perMinute: 120, reset: nil), "runs out in 3 min"),
    (
      "nothing used is not shrinking", falling(from: 900, perMinute: 0, reset: 60),
      "not shrinking, resets in 1 min"
    ),
    (
      "slow use lasts", falling(from: 950, perMinute: 6, reset: nil), "lasts 2 h at this rate"
    ),
    (
      "a bucket that refills all the time is not saved by its reset",
      (0..<7).map { .init(ago: Int64(6 - $0) * 10, left: 580 - $0 * 20, reset: Int64($0) * 10 - 30) },
      "runs out in 3 min but refills"
    ),
    (
      "nor is one whose reset is further off: nothing happens then",
      (0..<7).map { .init(ago: Int64(6 - $0) * 10, left: 580 - $0 * 20, reset: 600 + Int64($0) * 10) },
      "runs out in 3 min but refills"
    ),
    (
      "a bucket that keeps its level is full only if nobody uses it",
      (0..<7).map { .init(ago: Int64(6 - $0) * 10, left: 580, reset: 20 - Int64(6 - $0) * 10) },
      "not shrinking, full in 20 s if unused"
    ),
    (
      "a bucket that hardly shrinks lasts",
      (0..<7).map { .init(ago: Int64(6 - $0) * 10, left: 950 - $0, reset: Int64($0) * 10 - 30) },
      "lasts 2 h at this rate"
    ),
    (
      "one odd reading does not bend it",
      falling(from: 580, perMinute: 120, reset: 540).enumerated().map { index, reading in
        var odd = reading
        if index == 3 { odd.left -= 60 }
        return odd
      }, "runs out in 3 min, resets in 9 min"
    ),
    (
      "what was before a refill does not count",
      [.init(ago: 100, left: 100, reset: 540), .init(ago: 90, left: 50, reset: 540)]
        + falling(from: 580, perMinute: 120, reset: 540), "runs out in 3 min, resets in 9 min"
    ),
    (
      "a limit that shrinks in the middle is not use",
      [.init(ago: 80, left: 3900, limit: 4000), .init(ago: 70, left: 3890, limit: 4000)]
        + falling(from: 950, perMinute: 6, reset: nil), "lasts 2 h at this rate"
    ),
    (
      "a limit that grows in the middle starts anew",
      [.init(ago: 10, left: 10, limit: 50), .init(ago: 0, left: 960)], "rate of use unknown"
    ),
    (
      "a reset since the reading makes it old",
      [.init(ago: 60, left: 900), .init(ago: 50, left: 700), .init(ago: 40, left: 500, reset: -12)],
      "reset 12 s ago, no reading since"
    ),
    (
      "a reset from before the reading is no reset",
      [.init(ago: 20, left: 990), .init(ago: 10, left: 990), .init(ago: 0, left: 990, reset: -1)],
      "not shrinking"
    ),
    (
      "nothing left is said at once",
      [.init(ago: 0, left: 0, reset: 41)], "exhausted, resets in 41 s"
    ),
    ("nothing left and no reset", [.init(ago: 0, left: 0)], "exhausted, reset unknown"),
    (
      "it goes on running out after the last reading",
      (0..<4).map { .init(ago: 60 + Int64(3 - $0) * 10, left: 300 - $0 * 20) }, "runs out in 1 min"
    ),
  ]

  @Test(arguments: cases)
  private func `a forecast says what comes first`(name: String, readings: [Reading], words: String) {
    #expect(forecast(readings).description == words, "\(name)")
  }

  @Test func `readings reach the forecast from the fold`() throws {
    let series = SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("haiku"))
    var state = State()
    let settings = Settings(mode: .live, probes: [ProbePlan(series: series)], feeds: [], route: [.anthropic])
    state.fold(Event(sequence: 1, at: now, source: .engine, body: .settingsAdopted(settings)))
    for index in 0..<5 {
      let at = now + .seconds(Int64(index) * 30)
      let limit = LimitReading(
        kind: .tokens, limit: 1000, remaining: 900 - index * 100, reset: now + .hours(1))
      let observation = Observation(
        series: series, purpose: .scheduled, startedAt: at, phases: Phases(), outcome: .ok, limits: [limit])
      state.fold(Event(sequence: Int64(index) + 2, at: at, source: .probe, body: .observed(observation)))
    }
    let kept = try #require(state.headroom.first)
    let forecast = HeadroomForecast(kept, kind: .tokens, at: now + .minutes(2))
    #expect(forecast.perMinute == 200)
    #expect(forecast.prospect == .runsOut(in: .seconds(150), resets: .minutes(58)))
    #expect(HeadroomForecast(kept, kind: .requests, at: now).prospect == .unknown)
  }
}
