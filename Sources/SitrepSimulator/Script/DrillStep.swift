package import SitrepCore

/// One change of what a platform does, from an offset on.
///
/// What it does not set stays as it was.
package struct DrillStep: Hashable, Sendable {
  package var at: TimeSpan
  /// Span over which numbers move in a straight line from what was in force to what is set.
  package var over: TimeSpan
  package var platforms: [Platform]
  /// Empty: all models of the platforms.
  package var models: [Model]
  /// Empty: all capabilities.
  package var capabilities: [Capability]
  /// Probability that a call fails, 0…1.
  package var failing: Double?
  /// Shares of the kinds of failure; they add up to 1.
  package var faults: FaultMix?
  /// Factor on all times of answers.
  package var latency: Double?
  /// Factor on the time between two contents of a stream, beside `latency`.
  package var gap: Double?
  /// Trouble of calls whose sessions are spread over platforms.
  package var mixed: Mixing?
  /// Replaces the limits; absent leaves them.
  package var headroom: Limits?
  /// Others' use of the limits as a share per minute.
  package var drain: Double?

  package init(
    at: TimeSpan, over: TimeSpan = .zero, platforms: [Platform], models: [Model] = [],
    capabilities: [Capability] = [], failing: Double? = nil, faults: FaultMix? = nil, latency: Double? = nil,
    gap: Double? = nil, mixed: Mixing? = nil, headroom: Limits? = nil, drain: Double? = nil
  ) {
    self.at = at
    self.over = over
    self.platforms = platforms
    self.models = models
    self.capabilities = capabilities
    self.failing = failing
    self.faults = faults
    self.latency = latency
    self.gap = gap
    self.mixed = mixed
    self.headroom = headroom
    self.drain = drain
  }

  /// Whether it names one of these capabilities; what is no model call fails only when it is named.
  func names(_ wanted: Set<Capability>) -> Bool { !wanted.isDisjoint(with: capabilities) }

  func applies(to platform: Platform, _ model: Model, _ wanted: Set<Capability>) -> Bool {
    platforms.contains(platform)
      && (models.isEmpty || models.contains(model))
      && (capabilities.isEmpty || !wanted.isDisjoint(with: capabilities))
  }
}

/// Kinds of failure with their shares, in the order in which they are drawn.
package struct FaultMix: Hashable, Sendable {
  package struct Share: Hashable, Sendable {
    package var fault: Fault
    package var share: Double
  }

  package var shares: [Share]

  package init(_ shares: [Fault: Double]) {
    self.shares = shares.map { Share(fault: $0.key, share: $0.value) }
      .sorted { $0.fault.rawValue < $1.fault.rawValue }
  }

  /// The fault at `unit` of the way through the shares, 0 ..< 1.
  func fault(at unit: Double) -> Fault? {
    var rest = unit
    for entry in shares {
      if rest < entry.share { return entry.fault }
      rest -= entry.share
    }
    return shares.last?.fault
  }
}
