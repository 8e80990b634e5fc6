/// The keys of one platform: which one the next call uses, and what answers say about each.
///
/// A value without a clock and without a key: it knows places in a list and their fingerprints. Bounded.
package struct KeyRing: Sendable {
  /// What a call may use.
  package enum Choice: Hashable, Sendable {
    /// The key at this place in the list.
    case key(Int)
    /// All that is left is cooling; the first is back at `until`.
    case limited(until: Instant)
    /// No key may be used, and no time alone brings one back soon.
    case unusable(reason: String)
  }

  /// What an answer said about the key that was used.
  package struct Verdict: Hashable, Sendable {
    package var effect: KeyEffect
    /// How long the vendor asks to wait.
    package var wait: TimeSpan?
    /// The failure in a word: "429", "401 authentication_error".
    package var reason: String

    package init(_ effect: KeyEffect, wait: TimeSpan? = nil, reason: String) {
      self.effect = effect
      self.wait = wait
      self.reason = reason
    }
  }

  package let platform: Platform
  private var slots: [Slot]
  private var uses: UInt64 = 0

  package init(_ platform: Platform, fingerprints: [String]) {
    self.platform = platform
    slots = Slot.unique(fingerprints).map { Slot(fingerprint: $0) }
  }

  package var fingerprints: [String] { slots.map(\.fingerprint) }

  /// Takes a newer list; keys that are in both keep their standing.
  package mutating func adopt(_ fingerprints: [String]) {
    let known = slots
    slots = Slot.unique(fingerprints).map { name in
      known.first { $0.fingerprint == name } ?? Slot(fingerprint: name)
    }
  }

  // MARK: Choosing

  /// The key for a call of `model`: of those that may be used one with most headroom, in turn.
  ///
  /// `tried` are places that this call has tried already.
  package mutating func choose(for model: Model, at now: Instant, except tried: [Int] = []) -> Choice {
    let choice = choice(for: model, at: now, except: tried)
    guard case .key(let best) = choice else { return choice }
    begin(best, at: now)
    return choice
  }

  /// Takes the turn of the key at this place.
  package mutating func begin(_ place: Int, at now: Instant) {
    guard slots.indices.contains(place) else { return }
    uses += 1
    slots[place].lastUse = uses
    // One call tries what was put aside; the others wait for what it finds.
    if slots[place].standing != .ok {
      slots[place].standing = slots[place].standing.tried(at: now)
      slots[place].isOnTrial = true
    }
  }

  /// Whether the key at this place may be used for `model`.
  package func isFree(_ place: Int, for model: Model, at now: Instant) -> Bool {
    slots.indices.contains(place) && !slots[place].isBarred(model, at: now)
  }

  /// What `choose` would answer, without taking the key's turn.
  package func choice(for model: Model, at now: Instant, except tried: [Int] = []) -> Choice {
    let usable = slots.indices.filter { !tried.contains($0) && !slots[$0].isBarred(model, at: now) }
    // One that was refused and may be tried again has its turn too: nobody else would find out that it works.
    let best = usable.min { left, right in
      let (one, other) = (slots[left].room(model, at: now), slots[right].room(model, at: now))
      return one != other ? one > other : slots[left].lastUse < slots[right].lastUse
    }
    return best.map { .key($0) } ?? nothing(for: model, at: now)
  }

  private func nothing(for model: Model, at now: Instant) -> Choice {
    if let until = limitedUntil(model, at: now) { return .limited(until: until) }
    let words = slots.map { "key \($0.fingerprint): \($0.reason.isEmpty ? $0.standing.word : $0.reason)" }
    return .unusable(reason: words.isEmpty ? "no key" : words.joined(separator: "; "))
  }

  /// Until when `model` has no key because of limits; nil while it has one, or when limits are not the cause.
  package func limitedUntil(_ model: Model, at now: Instant) -> Instant? {
    guard slots.allSatisfy({ $0.isBarred(model, at: now) }) else { return nil }
    return slots.compactMap { slot -> Instant? in
      guard !slot.standing.bars(at: now) else { return nil }
      return slot.cooling(model).flatMap { $0.until > now ? $0.until : nil }
    }.min()
  }

  // MARK: Answers

  /// Keeps a good answer: what the key was refused for is over.
  ///
  /// `limits` are what its headers told of what is left.
  package mutating func good(
    _ place: Int, model: Model, limits: [LimitReading] = [], at now: Instant
  ) -> KeyChange? {
    guard slots.indices.contains(place) else { return nil }
    slots[place].keep(limits, of: model, at: now)
    slots[place].strikes = 0
    switch slots[place].standing {
    case .exhausted, .quarantined(_?): return set(place, .ok, "it works again", at: now)
    case .ok, .cooling, .quarantined(nil):
      // What was sent before the limit may be answered after it.
      if let cooling = slots[place].cool[model], cooling.until <= now { slots[place].cool[model] = nil }
      return nil
    }
  }

  /// Keeps what a failure says about the key; the answer is what changed.
  ///
  /// `word` is random and uniform, for a limit that names no time.
  package mutating func bad(
    _ place: Int, model: Model, _ verdict: Verdict, at now: Instant, word: UInt64
  ) -> KeyChange? {
    guard slots.indices.contains(place) else { return nil }
    switch verdict.effect {
    case .none: return nil
    case .cools: return cool(place, model, verdict, at: now, word)
    case .exhausted:
      return putAside(place, verdict, at: now) {
        .exhausted(until: now + KeyRing.longestAside * Double(min($0, 4)))
      }
    case .rejected: return putAside(place, verdict, at: now) { .quarantined(until: now + KeyRing.aside($0)) }
    }
  }

  /// Longest wait for a limit that is believed before the key is tried again (notes/resilience.md C1).
  static let longestCooling = TimeSpan.minutes(15)
  private static let longestUnhinted = TimeSpan.seconds(120)
  private static let longestAside = TimeSpan.minutes(15)

  /// 1, 2, 4, 8, 15 minutes: a vendor that refuses good keys for a while must not cost a quarter of an hour.
  private static func aside(_ strikes: Int) -> TimeSpan {
    min(.minutes(1) * Double(1 << min(max(0, strikes - 1), 4)), longestAside)
  }

  private mutating func cool(
    _ place: Int, _ model: Model, _ verdict: Verdict, at now: Instant, _ word: UInt64
  ) -> KeyChange? {
    var cooling = slots[place].cooling(model) ?? Cooling(until: now, strikes: 0)
    let isCooling = cooling.until > now
    if !isCooling { cooling.strikes += 1 }
    let until =
      now + (verdict.wait.map { min($0, KeyRing.longestCooling) } ?? KeyRing.wait(cooling.strikes, word))
    // Calls that were out together must neither shorten the wait nor each make news of it.
    let isNews = !isCooling || until - cooling.until >= .seconds(1)
    cooling.until = max(cooling.until, until)
    slots[place].keep(cooling, of: model, at: now)
    guard isNews else { return nil }
    return change(place, .cooling(until: cooling.until), verdict.reason, model, at: now)
  }

  /// 2 s × 2ⁿ by chance, at least 1 s and at most 2 min.
  private static func wait(_ strikes: Int, _ word: UInt64) -> TimeSpan {
    let longest = min(.seconds(2) * Double(1 << min(max(0, strikes - 1), 6)), longestUnhinted)
    return max(.seconds(1), longest * (Double(word >> 11) / Double(1 << 53)))
  }

  private mutating func putAside(
    _ place: Int, _ verdict: Verdict, at now: Instant, _ standing: (Int) -> KeyStanding
  ) -> KeyChange? {
    guard slots[place].standing != .quarantined(until: nil) else { return nil }
    // Of calls that were out together only the first counts.
    guard slots[place].isOnTrial || !slots[place].standing.bars(at: now) else { return nil }
    slots[place].strikes += 1
    return set(place, standing(slots[place].strikes), verdict.reason, at: now)
  }

  /// Takes a probe's word on the key that it used.
  package mutating func witness(
    _ observation: Observation, _ place: Int, at now: Instant, word: UInt64
  ) -> KeyChange? {
    let model = observation.series.model
    guard observation.outcome.isFailure else {
      return good(place, model: model, limits: observation.limits, at: now)
    }
    guard let rule = FailureTable.classify(FailureEvidence(observation)) else { return nil }
    let verdict = Verdict(rule.key, wait: observation.wait, reason: observation.keyReason.text)
    return bad(place, model: model, verdict, at: now, word: word)
  }

  // MARK: By hand

  /// Obeys a person: puts the key aside, or takes it back into use.
  package mutating func obey(_ order: KeyOrder) -> KeyChange? {
    guard let place = slots.firstIndex(where: { $0.fingerprint == order.key.fingerprint }) else { return nil }
    guard slots[place].obeyed != order else { return nil }
    slots[place].obeyed = order
    switch order.word {
    case .quarantined:
      guard slots[place].standing != .quarantined(until: nil) else { return nil }
      return set(place, .quarantined(until: nil), "put aside by \(order.by)", at: order.at)
    case .released:
      // What happened after the order is not undone by it; what a person did is, whatever the clock says.
      let isOlder = slots[place].since <= order.at || slots[place].standing == .quarantined(until: nil)
      guard isOlder, slots[place].standing != .ok || !slots[place].cool.isEmpty else {
        return nil
      }
      slots[place].cool = [:]
      slots[place].strikes = 0
      return set(place, .ok, "released by \(order.by)", at: order.at)
    }
  }

  /// Takes over how keys stood before a restart.
  package mutating func restore(_ keys: [KeyState]) {
    for key in keys where key.name.platform == platform {
      guard let place = slots.firstIndex(where: { $0.fingerprint == key.name.fingerprint }) else { continue }
      if let model = key.model, case .cooling(let until) = key.standing {
        slots[place].cool[model] = Cooling(until: until, strikes: 1)
        slots[place].since = max(slots[place].since, key.since)
      } else if key.model == nil {
        slots[place].standing = key.standing
        slots[place].since = key.since
        slots[place].reason = key.reason.text
      }
    }
  }

  // MARK: Inside

  private mutating func set(
    _ place: Int, _ standing: KeyStanding, _ reason: String, at now: Instant
  ) -> KeyChange {
    slots[place].standing = standing
    slots[place].isOnTrial = false
    slots[place].since = now
    slots[place].reason = standing == .ok ? "" : reason
    return change(place, standing, reason, nil, at: now)
  }

  private func change(
    _ place: Int, _ standing: KeyStanding, _ reason: String, _ model: Model?, at now: Instant
  ) -> KeyChange {
    KeyChange(
      key: KeyName(platform: platform, fingerprint: slots[place].fingerprint), model: model,
      standing: standing, reason: CleanText(reason, limit: 160),
      limitedUntil: model.flatMap { limitedUntil($0, at: now) })
  }
}
