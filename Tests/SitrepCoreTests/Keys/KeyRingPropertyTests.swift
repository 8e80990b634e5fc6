import SitrepCore
import Testing

@Suite struct KeyRingPropertyTests {
  private static let start = Instant(seconds: 1_800_000_000)
  private static let models = [Model("haiku"), Model("opus")]
  private static let names = ["a", "b", "c"]

  /// Whatever answers say, in whatever order, while the clock steps about.
  private static func ordeal(_ seed: UInt64) -> (ring: KeyRing, now: Instant, held: Set<String>) {
    var random = SeededGenerator(state: seed)
    var ring = KeyRing(.anthropic, fingerprints: names)
    var now = start
    var held: Set<String> = []
    for _ in 0..<200 {
      let place = Int.random(in: -1...3, using: &random)
      let model = models[Int.random(in: 0...1, using: &random)]
      switch Int.random(in: 0..<8, using: &random) {
      case 0: now = now + .seconds(.random(in: -4000...4000, using: &random))
      case 1: _ = ring.good(place, model: model, at: now)
      case 2:
        let name = names[Int.random(in: 0..<3, using: &random)]
        let word: KeyOrder.Word = Bool.random(using: &random) ? .quarantined : .released
        let key = KeyName(platform: .anthropic, fingerprint: name)
        // A person's word is newer than what went before it.
        now = now + .hours(3)
        _ = ring.obey(KeyOrder(key: key, word: word, at: now, by: Operator("ab")))
        if word == .quarantined { held.insert(name) } else { held.remove(name) }
      case 3...5:
        let effects: [KeyEffect] = [.none, .cools, .exhausted, .rejected]
        let verdict = KeyRing.Verdict(
          effects[Int.random(in: 0..<4, using: &random)],
          wait: Bool.random(using: &random) ? .seconds(.random(in: 0...5000, using: &random)) : nil,
          reason: "x")
        _ = ring.bad(place, model: model, verdict, at: now, word: random.next())
      default:
        if case .key(let chosen) = ring.choose(for: model, at: now) {
          #expect(!held.contains(names[chosen]), "seed \(seed)")
        }
      }
    }
    return (ring, now, held)
  }

  @Test func `no key is lost, and none that a person put aside is used`() {
    for seed in UInt64(1)...300 {
      var (ring, now, held) = Self.ordeal(seed)
      // A clock that went back may have left marks in its future.
      now = now + .hours(9)
      for model in Self.models {
        var seen: Set<String> = []
        for _ in Self.names {
          guard case .key(let place) = ring.choose(for: model, at: now) else { continue }
          seen.insert(Self.names[place])
          now = now + .seconds(1)
          _ = ring.good(place, model: model, at: now)
        }
        #expect(seen == Set(Self.names).subtracting(held), "seed \(seed): \(ring)")
      }
    }
  }

  @Test func `a wait is never shortened and never longer than a quarter of an hour`() {
    for seed in UInt64(1)...200 {
      var random = SeededGenerator(state: seed)
      var ring = KeyRing(.anthropic, fingerprints: ["a"])
      var now = Self.start
      var until = now
      for _ in 0..<40 {
        now = now + .seconds(.random(in: 0...60, using: &random))
        let wait: TimeSpan? = .seconds(.random(in: 0...5000, using: &random))
        let verdict = KeyRing.Verdict(.cools, wait: wait, reason: "429")
        _ = ring.bad(0, model: Self.models[0], verdict, at: now, word: random.next())
        let limited = ring.limitedUntil(Self.models[0], at: now) ?? now
        #expect(limited - now <= .minutes(15), "seed \(seed)")
        if until > now { #expect(limited >= until, "seed \(seed)") }
        until = limited
      }
    }
  }
}
