extension KeyRing {
  /// How long a limit still lasts, and how often in a row there was one.
  struct Cooling: Hashable, Sendable {
    var until: Instant
    var strikes: Int
  }

  /// One key's place in the ring.
  struct Slot: Hashable, Sendable {
    /// Callers choose model names, so what is kept per model is bounded.
    private static let keptModels = 32

    let fingerprint: String
    var standing = KeyStanding.ok
    var since = Instant(nanoseconds: 0)
    var reason = ""
    /// Refusals in a row.
    var strikes = 0
    var cool: [Model: Cooling] = [:]
    var lastUse: UInt64 = 0
    /// The newest word of a person that was carried out, since every table brings it again.
    var obeyed: KeyOrder?
    /// Whether the one call that tries a refused key again is under way.
    var isOnTrial = false
    private var left: [Model: Left] = [:]

    /// The least share left of a model's limits, when it was told.
    private struct Left: Hashable, Sendable {
      var share: Double
      var at: Instant
    }

    init(fingerprint: String) {
      self.fingerprint = fingerprint
    }

    /// Two keys may look alike; then their place tells them apart.
    static func unique(_ fingerprints: [String]) -> [String] {
      fingerprints.enumerated().map { place, name in
        fingerprints[..<place].contains(name) ? "\(name)#\(place + 1)" : name
      }
    }

    func cooling(_ model: Model) -> Cooling? { cool[model] }

    /// A wait longer than any that is given was made by a clock that went back since, and bars nothing.
    func isBarred(_ model: Model, at now: Instant) -> Bool {
      let isAside = standing.bars(at: now) && (now >= since || standing == .quarantined(until: nil))
      let isCool = cool[model].map { now < $0.until && $0.until - now <= KeyRing.longestCooling } ?? false
      return isAside || isCool
    }

    mutating func keep(_ cooling: Cooling, of model: Model, at now: Instant) {
      if cool[model] == nil, cool.count >= Slot.keptModels {
        let soonest = cool.min { $0.value.until < $1.value.until }
        if let soonest { cool[soonest.key] = nil }
      }
      cool[model] = cooling
    }

    mutating func keep(_ limits: [LimitReading], of model: Model, at now: Instant) {
      guard let share = limits.map(\.share).min() else { return }
      if left[model] == nil, left.count >= Slot.keptModels { left = [:] }
      left[model] = Left(share: share, at: now)
    }

    /// What is left for `model` in quarters, so that keys with about as much take turns; all when unknown.
    func room(_ model: Model, at now: Instant) -> Int {
      guard let left = left[model], now - left.at < .seconds(60), now >= left.at else { return 4 }
      return Int(left.share * 4)
    }
  }
}

extension KeyStanding {
  /// How long the one call that tries a key again may take before another does.
  private static let trialLease = TimeSpan.seconds(60)

  /// The same, with nobody else let through for a while.
  func tried(at now: Instant) -> KeyStanding {
    switch self {
    case .ok, .cooling: self
    case .exhausted: .exhausted(until: now + KeyStanding.trialLease)
    case .quarantined(nil): self
    case .quarantined: .quarantined(until: now + KeyStanding.trialLease)
    }
  }
}
