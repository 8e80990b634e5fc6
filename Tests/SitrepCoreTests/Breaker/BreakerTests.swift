import SitrepCore
import Testing

private let start = Instant(seconds: 1_800_000_000)

/// A breaker driven by a table: each step is one thing that happens.
private enum Step: Sendable {
  case ok
  case fail(String)
  /// A result from the transition before the present one.
  case stale(String?)
  case wait(Int64)
  case admit(Bool)
  case release
  case becomes(Breaker.Position)
  case says(String)
}

private struct Bench {
  var breaker = Breaker(since: start)
  var now = start
  var said = ""
  let settings = BreakerSettings.runbook
  /// What the calls that are out were let through with, oldest first.
  var passes: [BreakerPass] = []

  /// The pass of the oldest call that is out, else that of a probe.
  mutating func takePass() -> BreakerPass {
    passes.isEmpty ? breaker.witnessPass : passes.removeFirst()
  }

  mutating func settle() {
    while let transition = breaker.due(at: now, settings: settings) {
      said = transition.reason
      breaker.apply(transition, at: now)
    }
  }

  mutating func run(_ steps: [Step]) {
    for (index, step) in steps.enumerated() { run(step, index) }
  }

  private mutating func run(_ step: Step, _ index: Int) {
    switch step {
    case .ok: breaker.record(.ok(), takePass(), at: now, settings: settings)
    case .fail(let word): breaker.record(.failed(word), takePass(), at: now, settings: settings)
    case .stale(let word):
      let pass = BreakerPass(generation: breaker.generation - 1)
      breaker.record(word.map { .failed($0) } ?? .ok(), pass, at: now, settings: settings)
    case .wait(let seconds): now = now + .seconds(seconds)
    case .admit(let expected):
      let pass = breaker.admit(at: now, settings: settings)
      #expect((pass != nil) == expected, "step \(index)")
      if let pass { passes.append(pass) }
    case .release: breaker.release(takePass())
    case .becomes(let position): #expect(breaker.position == position, "step \(index)")
    case .says(let reason): #expect(said == reason, "step \(index)")
    }
    settle()
  }
}

@Suite struct BreakerTests {
  private static let opened: [Step] = Array(repeating: .fail("529"), count: 5) + [.becomes(.open)]
  private static let halfOpened: [Step] = opened + [.wait(60), .becomes(.halfOpen)]

  private static let cases: [(String, [Step])] = [
    (
      "four failures do not open it",
      Array(repeating: .fail("529"), count: 4) + [.becomes(.closed), .admit(true)]
    ),
    (
      "the fifth failure in a row opens it",
      opened + [.says("5 of the last 5 failed: 529 ×5"), .admit(false)]
    ),
    (
      "the reason counts each word, most frequent first",
      [.fail("500"), .fail("529"), .fail("529"), .fail("timeout"), .fail("529")]
        + [.becomes(.open), .says("5 of the last 5 failed: 529 ×3, 500 ×1, timeout ×1")]
    ),
    (
      "one success clears the count",
      Array(repeating: .fail("500"), count: 4) + [.ok] + Array(repeating: .fail("500"), count: 4)
        + [.becomes(.closed), .fail("500"), .becomes(.open)]
    ),
    ("it stays open for 60 s", opened + [.wait(59), .becomes(.open), .wait(1), .becomes(.halfOpen)]),
    (
      "half-open lets three through and no fourth",
      halfOpened + [.admit(true), .admit(true), .admit(true), .admit(false)]
    ),
    (
      "two successes close it",
      halfOpened + [
        .admit(true), .ok, .becomes(.halfOpen), .ok, .becomes(.closed), .says("2 trial calls succeeded"),
      ]
    ),
    (
      "one failure opens it again for another 60 s",
      halfOpened + [
        .ok, .fail("500"), .becomes(.open), .says("trial call failed: 500"), .wait(59), .becomes(.open),
      ]
        + [.wait(1), .becomes(.halfOpen)]
    ),
    (
      "a permit that never comes back is given on after its lease",
      halfOpened + [.admit(true), .admit(true), .admit(true), .admit(false), .wait(60), .admit(true)]
    ),
    (
      "a caller that hangs up gives its permit back",
      halfOpened + [.admit(true), .admit(true), .admit(true), .release, .admit(true), .admit(false)]
    ),
    (
      "a late answer from before the transition changes nothing",
      halfOpened + [.stale("529"), .stale(nil), .stale(nil), .becomes(.halfOpen)]
    ),
    ("answers while open change nothing", opened + [.ok, .ok, .fail("500"), .becomes(.open)]),
    (
      "a clock that went back before the opening does not hold it open",
      opened + [.wait(-3600), .becomes(.halfOpen)]
    ),
    (
      "a clock that goes back does not lock permits away",
      halfOpened + [.admit(true), .admit(true), .admit(true), .wait(-10), .admit(true)]
    ),
  ]

  @Test(arguments: cases) private func `a breaker follows the runbook`(name: String, steps: [Step]) {
    var bench = Bench()
    bench.run(steps)
  }

  @Test(arguments: [
    (Outcome.ok, true), (.slow, true), (.failed(.network), true), (.failed(.timeout), true),
    (.failed(.stalled), true), (.failed(.overload), true), (.failed(.server), true), (.failed(.auth), false),
    (.failed(.quota), false), (.failed(.request), false), (.failed(.content), false),
  ])
  func `only what the platform answers for counts`(outcome: Outcome, counts: Bool) {
    #expect(outcome.countsForBreaker == counts)
  }

  @Test func `the next deadline is the end of the open time and nothing else`() {
    var bench = Bench()
    #expect(bench.breaker.nextDeadline == nil)
    bench.run(Self.opened)
    #expect(bench.breaker.nextDeadline == start + .seconds(60))
    bench.run([.wait(60)])
    #expect(bench.breaker.nextDeadline == nil)
  }

  @Test func `it survives being stored in the middle of a trial`() throws {
    var bench = Bench()
    bench.run(Self.halfOpened + [.admit(true), .admit(true), .ok])
    let copy = bench.breaker
    bench.run([.ok, .becomes(.closed)])
    var restored = Bench()
    restored.breaker = copy
    restored.now = bench.now
    restored.run([.ok, .becomes(.closed)])
    #expect(restored.breaker == bench.breaker)
  }
}
