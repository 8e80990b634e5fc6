/// One key of a platform, by its fingerprint and never by itself.
package struct KeyName: Hashable, Comparable, Codable, Sendable {
  package var platform: Platform
  package var fingerprint: String

  package init(platform: Platform, fingerprint: String) {
    self.platform = platform
    self.fingerprint = fingerprint
  }

  package static func < (left: KeyName, right: KeyName) -> Bool {
    (left.platform, left.fingerprint) < (right.platform, right.fingerprint)
  }

  /// "anthropic:sk-ant-…3fQA", as commands take it.
  package var word: String { "\(platform.rawValue):\(fingerprint)" }
}

extension KeyName: CustomStringConvertible {
  package var description: String { "\(platform.rawValue) key \(fingerprint)" }
}

/// Whether a key may be used (DESIGN section 4, "Breaker").
package enum KeyStanding: Hashable, Codable, Sendable {
  case ok
  /// Parked until a rate limit lets up.
  case cooling(until: Instant)
  /// Out of money or of its monthly allowance; tried again then.
  case exhausted(until: Instant)
  /// Refused by the vendor, tried again then; nil when a person put it aside.
  case quarantined(until: Instant?)

  package var until: Instant? {
    switch self {
    case .ok: nil
    case .cooling(let until), .exhausted(let until): until
    case .quarantined(let until): until
    }
  }

  package var word: String {
    switch self {
    case .ok: "ok"
    case .cooling: "cooling"
    case .exhausted: "exhausted"
    case .quarantined: "quarantined"
    }
  }

  /// Whether calls must not use it at this moment.
  package func bars(at now: Instant) -> Bool {
    switch self {
    case .ok: false
    case .quarantined(nil): true
    case .cooling, .exhausted, .quarantined: until.map { now < $0 } ?? false
    }
  }
}

/// A key's standing that changed.
package struct KeyChange: Hashable, Codable, Sendable {
  package var key: KeyName
  /// Limits are kept per model; nil for what holds for the whole key.
  package var model: Model?
  package var standing: KeyStanding
  package var reason: CleanText
  /// Until when no key of the platform is left for this model; nil while one is.
  package var limitedUntil: Instant?

  package init(
    key: KeyName, model: Model? = nil, standing: KeyStanding, reason: CleanText, limitedUntil: Instant? = nil
  ) {
    self.key = key
    self.model = model
    self.standing = standing
    self.reason = reason
    self.limitedUntil = limitedUntil
  }
}

/// The operator's word over a key; every gateway obeys the newest.
package struct KeyOrder: Hashable, Codable, Sendable {
  package enum Word: String, Codable, Sendable {
    case quarantined
    case released
  }

  package var key: KeyName
  package var word: Word
  package var at: Instant
  package var by: Operator

  package init(key: KeyName, word: Word, at: Instant, by: Operator) {
    self.key = key
    self.word = word
    self.at = at
    self.by = by
  }
}
