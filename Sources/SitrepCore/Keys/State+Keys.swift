/// A key that may not be used as usual, as the gateway or a probe found it.
package struct KeyState: Hashable, Codable, Sendable {
  package var name: KeyName
  /// The model whose limit it ran into; nil for what holds for the whole key.
  package var model: Model?
  package var standing: KeyStanding
  package var since: Instant
  package var reason: CleanText
  /// Until when no key of the platform is left for this model.
  package var limitedUntil: Instant?
}

/// What the fold keeps of keys: only those with something to say, and never a key itself.
extension State {
  private static let keptKeys = 64
  /// How long a limit that names no time is taken to last when a probe ran into it.
  private static let unhinted = TimeSpan.seconds(30)

  /// Keys that are barred at this moment, in order.
  package func barredKeys(of platform: Platform? = nil, at now: Instant) -> [KeyState] {
    keys.filter { (platform == nil || $0.name.platform == platform) && $0.standing.bars(at: now) }
  }

  /// Until when every key of `platform` cools for some model; nil when calls can pass.
  package func limitedUntil(_ platform: Platform, at now: Instant) -> Instant? {
    let barred = barredKeys(of: platform, at: now)
    let all = (settings.keys ?? []).filter { $0.platform == platform }
    // Of keys that come and go only the gateway knows whether one is left.
    guard !all.isEmpty else { return barred.compactMap(\.limitedUntil).filter { $0 > now }.min() }
    return Set(barred.compactMap(\.model)).compactMap { model in
      let here = barred.filter { $0.model == nil || $0.model == model }
      guard all.allSatisfy({ key in here.contains { $0.name == key } }) else { return nil }
      return here.filter { $0.model == model }.compactMap(\.standing.until).min()
    }.min()
  }

  /// Every key that is known, by name: those of the configuration and those that were seen.
  package var knownKeys: [KeyName] {
    let seen = headroom.compactMap { one in
      one.key.map { KeyName(platform: one.platform, fingerprint: $0) }
    }
    return Set((settings.keys ?? []) + keys.map(\.name) + seen).sorted()
  }

  mutating func take(_ change: KeyChange, at now: Instant) {
    keys.removeAll { $0.name == change.key && ($0.model == change.model || change.standing == .ok) }
    guard change.standing != .ok else { return }
    keep(
      KeyState(
        name: change.key, model: change.model, standing: change.standing, since: now, reason: change.reason,
        limitedUntil: change.limitedUntil), at: now)
  }

  /// A probe tells of its key as a call does; with a gateway, the gateway is told and decides.
  mutating func takeKey(of observation: Observation, at now: Instant) {
    guard settings.gateway == nil, let fingerprint = observation.key else { return }
    let name = KeyName(platform: observation.series.platform, fingerprint: fingerprint)
    guard observation.outcome.isFailure else {
      keys.removeAll {
        $0.name == name && $0.standing != .quarantined(until: nil)
          && ($0.model == nil || $0.model == observation.series.model)
      }
      return
    }
    guard let standing = KeyStanding(observation, unhinted: State.unhinted, at: now) else { return }
    var model: Model?
    if case .cooling = standing { model = observation.series.model }
    guard !keys.contains(where: { $0.name == name && $0.standing == .quarantined(until: nil) }) else {
      return
    }
    keys.removeAll { $0.name == name && $0.model == model }
    let all = (settings.keys ?? []).filter { $0.platform == name.platform }
    let isOnly = all.count <= 1
    keep(
      KeyState(
        name: name, model: model, standing: standing, since: now, reason: observation.keyReason,
        limitedUntil: isOnly && model != nil ? standing.until : nil), at: now)
  }

  private mutating func keep(_ state: KeyState, at now: Instant) {
    var kept = keys.filter { $0.standing.until.map { now < $0 + .hours(1) } ?? true }
    kept.append(state)
    if kept.count > State.keptKeys { kept.removeFirst(kept.count - State.keptKeys) }
    keys = kept.sorted { ($0.name, $0.model?.rawValue ?? "") < ($1.name, $1.model?.rawValue ?? "") }
  }

  /// What a person ordered about a key.
  mutating func take(_ order: KeyOrder) {
    let standing: KeyStanding = order.word == .quarantined ? .quarantined(until: nil) : .ok
    take(
      KeyChange(key: order.key, standing: standing, reason: CleanText("put aside by \(order.by)")),
      at: order.at)
  }
}

extension KeyStanding {
  /// What a failed probe says about its key; nil when nothing.
  package init?(_ observation: Observation, unhinted: TimeSpan, at now: Instant) {
    guard observation.outcome == .failed(.quota) || observation.outcome == .failed(.auth),
      let rule = FailureTable.classify(FailureEvidence(observation))
    else { return nil }
    switch rule.key {
    case .none: return nil
    case .cools: self = .cooling(until: now + min(observation.wait ?? unhinted, .minutes(15)))
    case .exhausted: self = .exhausted(until: now + .minutes(15))
    case .rejected: self = .quarantined(until: now + .minutes(1))
    }
  }
}

extension Observation {
  /// How long the vendor asks to wait: `retry-after`, else until the limit that is used up is full again.
  package var wait: TimeSpan? {
    if let retryAfter { return retryAfter }
    let resets = limits.filter { $0.remaining == 0 }.compactMap(\.reset).map { $0 - startedAt }
    return resets.filter { $0 > .zero }.max()
  }

  /// "429 rate_limit_error".
  package var keyReason: CleanText {
    let words = [failureWord, errorType?.text].compactMap(\.self)
    return CleanText(words.joined(separator: " "), limit: 160)
  }
}

extension Control {
  private static let keptOrders = 64

  /// Sets the newest word over a key.
  mutating func take(_ order: KeyOrder) {
    var orders = (keyOrders ?? []).filter { $0.key != order.key }
    orders.append(order)
    keyOrders = orders.suffix(Control.keptOrders)
  }

  package func order(of key: KeyName) -> KeyOrder? {
    keyOrders?.first { $0.key == key }
  }
}
