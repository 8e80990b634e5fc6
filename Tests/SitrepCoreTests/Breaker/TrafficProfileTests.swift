import SitrepCore
import Testing

private let start = Instant(seconds: 1_800_000_000)

/// Calls to a breaker of the profile `traffic`, evenly spread in time.
private struct Road {
  var breaker = Breaker(since: start)
  var now = start
  var settings = BreakerSettings.traffic
  var transitions: [Breaker.Transition] = []
  /// What jitters the open time; the middle changes nothing.
  var word = Breaker.noJitter

  /// Calls at one distance; `outcome` says what each comes to.
  mutating func drive(_ count: Int, every span: TimeSpan, _ outcome: (Int) -> CallResult) {
    for index in 0..<count where breaker.position == .closed {
      breaker.record(outcome(index), breaker.witnessPass, at: now, settings: settings)
      settle()
      now = now + span
    }
  }

  mutating func settle() {
    while let transition = breaker.due(at: now, settings: settings, word: word) {
      transitions.append(transition)
      breaker.apply(transition, at: now)
    }
  }

  /// Waits the open time out and fails the first trial.
  mutating func failTrial() {
    now = breaker.openUntil ?? now
    settle()
    guard let pass = breaker.admit(at: now, settings: settings) else { return }
    breaker.record(.failed("500"), pass, at: now, settings: settings)
    settle()
  }

  /// Waits the open time out and succeeds until it closes.
  mutating func close() {
    now = breaker.openUntil ?? now
    settle()
    for _ in 0..<settings.successesToClose {
      guard let pass = breaker.admit(at: now, settings: settings) else { return }
      breaker.record(.ok(), pass, at: now, settings: settings)
      settle()
    }
  }
}

@Suite struct TrafficProfileTests {
  private static func every(_ number: Int, _ word: String) -> @Sendable (Int) -> CallResult {
    { $0 % number == number - 1 ? .failed(word) : .ok() }
  }

  /// Name, number of calls, their distance, what each comes to, and why it opened; nil when it did not.
  private static let cases: [(String, Int, TimeSpan, @Sendable (Int) -> CallResult, String?)] = [
    (
      "five in a row open it once they span five seconds", 10, .milliseconds(1250), { _ in .failed("529") },
      "5 of the last 5 failed: 529 ×5"
    ),
    (
      "a hiccup of many calls in a moment does not", 19, .milliseconds(10), { _ in .failed("529") }, nil
    ),
    (
      "half of the calls in 15 s", 40, .milliseconds(250), every(2, "529"),
      "11 of 22 calls in 15 s failed: 529 ×11"
    ),
    (
      "half of few calls in 2 min", 40, .seconds(10), every(2, "500"), "4 of 8 calls in 120 s failed: 500 ×4"
    ),
    (
      "a quarter of the calls in 60 s", 80, .seconds(2), every(4, "timeout"),
      "5 of 20 calls in 60 s failed: timeout ×5"
    ),
    ("a fifth opens nothing", 400, .seconds(1), every(5, "529"), nil),
    ("five failures in an hour open nothing", 6, .minutes(11), { _ in .failed("529") }, nil),
    (
      "slow answers open it too", 20, .seconds(5), { _ in .ok(after: .seconds(24)) },
      "10 of 10 calls in 120 s were slower than 20 s"
    ),
    ("answers that take their time do not", 200, .seconds(1), { _ in .ok(after: .seconds(19)) }, nil),
    ("an answer without a measure is not slow", 200, .seconds(1), { _ in .ok() }, nil),
  ]

  @Test(arguments: cases)
  private func `shares of calls open it`(
    name: String, count: Int, span: TimeSpan, outcome: @Sendable (Int) -> CallResult, reason: String?
  ) {
    var road = Road()
    road.drive(count, every: span, outcome)
    #expect(road.transitions.first?.reason == reason, "\(name)")
  }

  @Test func `a window of calls looks at the last ones, however long they took`() {
    var road = Road()
    road.settings.failuresToOpen = 100
    road.settings.rates = [RateArm(share: 0.5, minimum: 20, of: .calls(20))]
    road.drive(100, every: .minutes(3)) { _ in .ok() }
    road.drive(100, every: .minutes(3)) { _ in .failed("529") }
    #expect(road.transitions.first?.reason == "11 of the last 21 calls failed: 529 ×11")
  }

  @Test func `a window forgets what is older than it`() {
    var road = Road()
    road.drive(3, every: .seconds(2)) { _ in .failed("529") }
    road.now = road.now + .minutes(3)
    road.drive(8, every: .seconds(1), Self.every(3, "500"))
    #expect(road.transitions.isEmpty)
  }

  @Test func `each opening in a row lasts twice as long, up to five minutes`() {
    var road = Road()
    road.drive(6, every: .milliseconds(1250)) { _ in .failed("529") }
    var spans = [(road.breaker.openUntil ?? road.now) - road.breaker.since]
    for _ in 0..<6 {
      road.failTrial()
      spans.append((road.breaker.openUntil ?? road.now) - road.breaker.since)
    }
    #expect(spans.map(\.wholeSeconds) == [15, 30, 60, 120, 240, 300, 300])
    #expect(road.transitions.last?.reason == "trial call failed: 500; opening 7 in a row")
  }

  @Test(arguments: [(UInt64.min, 12.0), (Breaker.noJitter, 15), (.max, 18)])
  func `chance makes it a fifth longer or shorter`(word: UInt64, seconds: Double) {
    let span = Breaker.openTime(opening: 1, .traffic, word)
    #expect(abs(span.inSeconds - seconds) < 0.001)
  }

  @Test(arguments: [(TimeSpan.seconds(60), Int64(30)), (.seconds(120), 15)])
  func `after two minutes of calm the open time begins anew`(calm: TimeSpan, seconds: Int64) {
    var road = Road()
    road.drive(6, every: .milliseconds(1250)) { _ in .failed("529") }
    road.close()
    #expect(road.breaker.position == .closed)
    road.now = road.now + calm
    road.drive(7, every: .milliseconds(1250)) { _ in .failed("529") }
    #expect(((road.breaker.openUntil ?? start) - road.breaker.since).wholeSeconds == seconds)
  }

  @Test func `after closing, calls return from a tenth to all in half a minute`() {
    var road = Road()
    road.drive(6, every: .milliseconds(1250)) { _ in .failed("529") }
    road.close()
    #expect(road.transitions.last?.reason == "2 trial calls succeeded; calls return over 30 s")
    let shares = [0, 10, 20, 30, 40].map { (seconds: Int64) in
      (0..<100).count { word in
        road.breaker.admit(at: road.now + .seconds(seconds), settings: road.settings, word: UInt64(word))
          != nil
      }
    }
    #expect(shares == [10, 40, 70, 100, 100])
  }

  @Test func `where slowness opens it, a slow trial does not close it`() {
    var road = Road()
    road.drive(12, every: .seconds(5)) { _ in .ok(after: .seconds(25)) }
    road.now = road.breaker.openUntil ?? road.now
    road.settle()
    let pass = road.breaker.witnessPass
    road.breaker.record(.ok(after: .seconds(25)), pass, at: road.now, settings: road.settings)
    road.settle()
    #expect(road.transitions.last?.reason == "trial call failed: slow, 25 s; opening 2 in a row")
  }

  @Test func `a late return does not free a permit that was given on`() throws {
    var settings = BreakerSettings.runbook
    settings.halfOpenPermits = 1
    settings.successesToClose = 5
    var breaker = Breaker(since: start)
    breaker.apply(Breaker.Transition(to: .open, until: start, reason: ""), at: start)
    breaker.apply(Breaker.Transition(to: .halfOpen, until: nil, reason: ""), at: start)
    let given = breaker.admit(at: start, settings: settings)
    let late = try #require(given)
    let now = start + settings.permitLease
    #expect(breaker.admit(at: now, settings: settings) != nil)
    breaker.record(.ok(), late, at: now, settings: settings)
    breaker.release(late)
    #expect(breaker.admit(at: now, settings: settings) == nil)
  }

  @Test(arguments: [
    ("50% of 20 in 15s", RateArm(share: 0.5, minimum: 20, of: .time(.seconds(15)))),
    ("25% of 8 in last 100", RateArm(share: 0.25, minimum: 8, of: .calls(100))),
    ("0% of 8 in 15s", nil), ("101% of 8 in 15s", nil), ("50% of 0 in 15s", nil), ("50% of 8 in 0s", nil),
    ("50% of 20 in last 10", nil), ("50% of 8 in last 100000", nil), ("50 of 8 in 15s", nil), ("", nil),
    ("50% of 8 in 15s please", nil), ("nan% of 8 in 15s", nil),
  ])
  func `an arm is written as it is said`(text: String, arm: RateArm?) {
    let seconds: (String) -> TimeSpan? = { text in Int64(text.dropLast()).map { .seconds($0) } }
    #expect(RateArm.parse(text, duration: seconds) == arm)
  }
}
