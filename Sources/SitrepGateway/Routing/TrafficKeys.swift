package import SitrepCore

/// The keys of every platform that the gateway calls with.
///
/// A value without a clock and without a key, as `TrafficBreakers`; what changes is kept for `takeChanges`.
package struct TrafficKeys: Sendable {
  private var rings: [Platform: KeyRing] = [:]
  private var orders: [KeyOrder]
  private var changes: [KeyChange] = []
  private var luck: Luck
  private let restored: [KeyState]

  /// `restored` says how keys stood before a restart.
  package init(orders: [KeyOrder] = [], restored: [KeyState] = [], seed: UInt64 = 0) {
    self.orders = orders
    self.restored = restored
    luck = Luck(state: seed)
  }

  /// Takes the newest list of a platform's keys, by fingerprint; a platform without any has no ring.
  package mutating func adopt(_ fingerprints: [String], of platform: Platform) {
    guard !fingerprints.isEmpty else {
      rings[platform] = nil
      return
    }
    if rings[platform] != nil {
      rings[platform]?.adopt(fingerprints)
    } else {
      var ring = KeyRing(platform, fingerprints: fingerprints)
      ring.restore(restored)
      rings[platform] = ring
    }
    obey(orders)
  }

  package mutating func obey(_ orders: [KeyOrder]) {
    self.orders = orders
    for order in orders { keep(rings[order.key.platform]?.obey(order)) }
  }

  // MARK: Calls

  /// The key for a call to `target`; nil where the platform is called without one of ours.
  package mutating func choose(
    for target: BreakerTarget, at now: Instant, except tried: [Int] = []
  ) -> KeyRing.Choice? {
    rings[target.platform]?.choose(for: target.model, at: now, except: tried)
  }

  /// What `choose` would answer, without taking the key's turn.
  package func choice(
    for target: BreakerTarget, at now: Instant, except tried: [Int] = []
  ) -> KeyRing.Choice? {
    rings[target.platform]?.choice(for: target.model, at: now, except: tried)
  }

  /// Until when limits leave no key for a call to `target`; nil while there is one.
  package func limitedUntil(_ target: BreakerTarget, at now: Instant) -> Instant? {
    rings[target.platform]?.limitedUntil(target.model, at: now)
  }

  /// Why no key of ours serves a call to `target`; nil when one does, or when none is needed.
  package func objection(
    to target: BreakerTarget, at now: Instant, except tried: [Int] = []
  ) -> RefusedTarget? {
    switch choice(for: target, at: now, except: tried) {
    case .key, nil: nil
    case .limited(let until): RefusedTarget(target: target, cause: .limited(until: until))
    case .unusable(let reason): RefusedTarget(target: target, cause: .noKey(reason: reason))
    }
  }

  package mutating func good(
    _ key: Int, of target: BreakerTarget, limits: [LimitReading], at now: Instant
  ) {
    keep(rings[target.platform]?.good(key, model: target.model, limits: limits, at: now))
  }

  package mutating func bad(_ key: Int, of target: BreakerTarget, _ verdict: KeyRing.Verdict, at now: Instant)
  {
    keep(rings[target.platform]?.bad(key, model: target.model, verdict, at: now, word: luck.next()))
  }

  /// Whether headroom is worth reading: it only matters where there is a choice.
  package func hasChoice(_ platform: Platform) -> Bool {
    (rings[platform]?.fingerprints.count ?? 0) > 1
  }

  package func fingerprint(_ key: Int, of platform: Platform) -> String? {
    guard let names = rings[platform]?.fingerprints, names.indices.contains(key) else { return nil }
    return names[key]
  }

  // MARK: Probes

  /// Takes a probe's word on the key that it used.
  package mutating func witness(_ observation: Observation, at now: Instant) {
    let target = observation.series.target
    guard let key = observation.key,
      let place = rings[target.platform]?.fingerprints.firstIndex(of: key)
    else { return }
    keep(rings[target.platform]?.witness(observation, place, at: now, word: luck.next()))
  }

  /// What changed since the last time this was asked, in order.
  package mutating func takeChanges() -> [KeyChange] {
    guard !changes.isEmpty else { return [] }
    defer { changes = [] }
    return changes
  }

  private mutating func keep(_ change: KeyChange?) {
    if let change { changes.append(change) }
  }
}
