import SitrepCore
import Testing

/// A breaker under random outcomes, admissions and steps of the clock, forward and back.
private struct Ordeal {
  var random: SeededGenerator
  var breaker: Breaker
  var now = Instant(seconds: 1_800_000_000)
  let settings: BreakerSettings
  let seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(state: seed)
    breaker = Breaker(since: now)
    settings = BreakerSettings(
      failuresToOpen: .random(in: 1...6, using: &random),
      openFor: .seconds(.random(in: 1...120, using: &random)),
      halfOpenPermits: .random(in: 1...4, using: &random),
      successesToClose: .random(in: 1...4, using: &random),
      permitLease: .seconds(.random(in: 1...90, using: &random)))
  }

  mutating func step() {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...2: record(nil)
    case 3...5: record("529")
    case 6...7: admit()
    case 8: breaker.release(generation: generation())
    default: now = now + .milliseconds(.random(in: -200_000...200_000, using: &random))
    }
    #expect(breaker.permits.count <= settings.halfOpenPermits, "seed \(seed)")
    if Bool.random(using: &random) { settle() }
  }

  /// Mostly the present generation, sometimes an older or an impossible one.
  private mutating func generation() -> Int {
    breaker.generation
      - (Int.random(in: 0..<4, using: &random) == 0 ? .random(in: -1...3, using: &random) : 0)
  }

  private mutating func record(_ word: String?) {
    breaker.record(failure: word, generation: generation(), settings: settings)
  }

  private mutating func admit() {
    let isAdmitted = breaker.admit(at: now, settings: settings)
    switch breaker.position {
    case .closed: #expect(isAdmitted, "seed \(seed)")
    case .open: #expect(!isAdmitted, "seed \(seed)")
    case .halfOpen: #expect(breaker.permits.count <= settings.halfOpenPermits, "seed \(seed)")
    }
  }

  mutating func settle() {
    var transitions = 0
    while let transition = breaker.due(at: now, settings: settings) {
      let from = breaker.position
      breaker.apply(transition, at: now)
      #expect(Ordeal.edges[from]?.contains(breaker.position) == true, "seed \(seed)")
      transitions += 1
      guard transitions < 5 else {
        Issue.record("seed \(seed): transitions without end")
        return
      }
    }
  }

  private static let edges: [Breaker.Position: [Breaker.Position]] = [
    .closed: [.open], .open: [.halfOpen], .halfOpen: [.open, .closed],
  ]

  /// Time passes and every call succeeds: it must close.
  mutating func recover() {
    settle()
    for _ in 0..<4 * (settings.successesToClose + 2) where breaker.position != .closed {
      now = now + max(settings.openFor, settings.permitLease)
      settle()
      guard breaker.admit(at: now, settings: settings) else { continue }
      breaker.record(failure: nil, generation: breaker.generation, settings: settings)
      settle()
    }
    #expect(breaker.position == .closed, "seed \(seed): wedged \(breaker)")
  }
}

@Suite struct BreakerPropertyTests {
  @Test func `no sequence of outcomes and clock steps wedges it or exceeds its permits`() {
    for seed in UInt64(1)...400 {
      var ordeal = Ordeal(seed: seed)
      for _ in 0..<120 { ordeal.step() }
      ordeal.recover()
    }
  }
}
