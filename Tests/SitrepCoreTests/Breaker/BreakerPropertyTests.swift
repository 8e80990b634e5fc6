import SitrepCore
import Testing

/// A breaker under random outcomes, admissions and steps of the clock, forward and back.
private struct Ordeal {
  var random: SeededGenerator
  var breaker: Breaker
  var now = Instant(seconds: 1_800_000_000)
  let settings: BreakerSettings
  let seed: UInt64
  /// Passes that were given, of whatever generation.
  var passes: [BreakerPass] = []

  init(seed: UInt64, profile: BreakerProfile) {
    self.seed = seed
    random = SeededGenerator(state: seed)
    breaker = Breaker(since: now)
    var settings = BreakerSettings.preset(profile)
    settings.failuresToOpen = .random(in: 1...6, using: &random)
    settings.openFor = .seconds(.random(in: 1...120, using: &random))
    settings.halfOpenPermits = .random(in: 1...4, using: &random)
    settings.successesToClose = .random(in: 1...4, using: &random)
    settings.permitLease = .seconds(.random(in: 1...90, using: &random))
    if profile == .traffic {
      settings.rates.append(
        RateArm(
          share: .random(in: 0.1...1, using: &random), minimum: .random(in: 1...20, using: &random),
          of: .calls(.random(in: 20...60, using: &random))))
    }
    self.settings = settings
  }

  mutating func step() {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...2: record(.ok(after: .seconds(.random(in: 0...60, using: &random))))
    case 3...5: record(.failed(Bool.random(using: &random) ? "529" : "500"))
    case 6...7: admit()
    case 8: breaker.release(pass())
    default: now = now + .milliseconds(.random(in: -200_000...200_000, using: &random))
    }
    check()
    if Bool.random(using: &random) { settle() }
  }

  private func check() {
    #expect(breaker.permits.count <= settings.halfOpenPermits, "seed \(seed)")
    #expect(breaker.failures.count <= settings.failuresToOpen, "seed \(seed)")
    #expect((1...100).contains(breaker.passingPercent(at: now, settings: settings)), "seed \(seed)")
  }

  /// One that was given, or that of a probe, or one of an impossible generation.
  private mutating func pass() -> BreakerPass {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: breaker.witnessPass
    case 1: BreakerPass(generation: breaker.generation + .random(in: -3...3, using: &random))
    default: passes.randomElement(using: &random) ?? breaker.witnessPass
    }
  }

  private mutating func record(_ result: CallResult) {
    let pass = pass()
    let before = breaker
    breaker.record(result, pass, at: now, settings: settings)
    if pass.generation != before.generation { #expect(breaker == before, "seed \(seed)") }
  }

  private mutating func admit() {
    let out = breaker.permits.count
    let pass = breaker.admit(at: now, settings: settings, word: random.next())
    if let pass { passes.append(pass) }
    switch breaker.position {
    case .closed: #expect(pass != nil || breaker.rampUntil != nil, "seed \(seed)")
    case .open: #expect(pass == nil, "seed \(seed)")
    case .halfOpen: #expect(pass != nil || out >= settings.halfOpenPermits, "seed \(seed)")
    }
  }

  mutating func settle() {
    var transitions = 0
    while let transition = breaker.due(at: now, settings: settings, word: random.next()) {
      let from = breaker.position
      breaker.apply(transition, at: now)
      #expect(Ordeal.edges[from]?.contains(breaker.position) == true, "seed \(seed)")
      if transition.to == .open, let until = transition.until {
        let longest = max(settings.longestOpen, settings.openFor) * (1 + settings.jitter)
        #expect(until - now <= longest && until > now, "seed \(seed)")
      }
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

  /// Time passes and every call succeeds: it must close, and let every call through in the end.
  mutating func recover() {
    settle()
    for _ in 0..<4 * (settings.successesToClose + 2) where breaker.position != .closed {
      now = now + max(settings.longestOpen, settings.openFor, settings.permitLease) * 1.5
      settle()
      guard let pass = breaker.admit(at: now, settings: settings) else { continue }
      breaker.record(.ok(after: .seconds(1)), pass, at: now, settings: settings)
      settle()
    }
    #expect(breaker.position == .closed, "seed \(seed): wedged \(breaker)")
    now = now + settings.rampFor
    #expect(breaker.admit(at: now, settings: settings, word: 99) != nil, "seed \(seed): held \(breaker)")
  }

  /// Every call fails for a while: it must open.
  mutating func suffer() {
    for _ in 0..<200 where breaker.position == .closed {
      now = now + .seconds(1)
      breaker.record(.failed("529"), breaker.witnessPass, at: now, settings: settings)
      settle()
    }
    #expect(breaker.position == .open, "seed \(seed): never opened \(breaker)")
  }
}

@Suite struct BreakerPropertyTests {
  @Test(arguments: BreakerProfile.allCases)
  func `no sequence of outcomes and clock steps wedges it or exceeds its permits`(profile: BreakerProfile) {
    for seed in UInt64(1)...300 {
      var ordeal = Ordeal(seed: seed, profile: profile)
      for _ in 0..<150 { ordeal.step() }
      ordeal.recover()
      ordeal.suffer()
    }
  }

  @Test(arguments: BreakerProfile.allCases)
  func `replaying its transitions brings a copy to the same place`(profile: BreakerProfile) {
    for seed in UInt64(1)...50 {
      var ordeal = Ordeal(seed: seed, profile: profile)
      var copy = ordeal.breaker
      for _ in 0..<150 {
        ordeal.step()
        while let transition = ordeal.breaker.due(
          at: ordeal.now, settings: ordeal.settings, word: ordeal.random.next())
        {
          ordeal.breaker.apply(transition, at: ordeal.now)
          copy.apply(transition, at: ordeal.now)
        }
        guard copy.generation == ordeal.breaker.generation else {
          // The step made transitions of its own.
          copy = ordeal.breaker
          continue
        }
        #expect(copy.position == ordeal.breaker.position, "seed \(seed)")
        #expect(copy.openUntil == ordeal.breaker.openUntil, "seed \(seed)")
        #expect(copy.openings == ordeal.breaker.openings, "seed \(seed)")
      }
    }
  }

  @Test(arguments: BreakerProfile.allCases)
  func `a forced breaker is left by nobody but a person`(profile: BreakerProfile) throws {
    var random = SeededGenerator(state: 7)
    var settings = Story.settings
    settings.breaker = .preset(profile)
    var story = Story(settings)
    let trip = ActionRequest(action: .trip, target: "anthropic", actor: Operator("ab"), key: "1")
    try story.act(trip)
    for _ in 0..<40 {
      let isBad = Bool.random(using: &random)
      story.probe(for: .seconds(.random(in: 2...20, using: &random))) { isBad ? anthropicDown($0) : nil }
      #expect(story.state.position(of: .anthropic) == .forcedOpen)
      #expect(!story.state.isUsable(.anthropic))
    }
    try story.act(ActionRequest(action: .reset, target: "anthropic", actor: Operator("ab"), key: "2"))
    #expect(story.state.position(of: .anthropic) != .forcedOpen)
  }
}
