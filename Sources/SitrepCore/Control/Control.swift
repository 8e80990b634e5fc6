/// How traffic should flow.
///
/// Every consumer reports the generation that it obeys.
package struct Control: Hashable, Codable, Sendable {
  /// Grows with every change.
  package var generation: Int
  /// Platforms in the order that traffic prefers, as configured or as the operator last set it.
  package var order: [Platform]
  /// The platform that serves now.
  package var active: Platform?
  package var pin: Pin?
  package var overrides: [Platform: BreakerOverride]
  package var failback: Failback?
  /// Newest generation confirmed by each consumer.
  package var confirmations: [String: Confirmation]
  /// When `active` last changed.
  package var activeSince: Instant?
  /// The newest word of people over each key; absent in older checkpoints.
  package var keyOrders: [KeyOrder]?

  package init(order: [Platform]) {
    generation = 0
    self.order = order
    active = order.first
    overrides = [:]
    confirmations = [:]
  }

  /// Consumers that obey the newest generation, and all that have ever reported.
  package var confirmed: (obeying: Int, of: Int) {
    (confirmations.values.count { $0.generation >= generation }, confirmations.count)
  }
}

/// A route held by hand; it never fails over by itself, and nags with its age.
package struct Pin: Hashable, Codable, Sendable {
  package var platform: Platform
  package var since: Instant
  package var by: Operator
  package var expires: Instant?

  package init(platform: Platform, since: Instant, by: Operator, expires: Instant?) {
    self.platform = platform
    self.since = since
    self.by = by
    self.expires = expires
  }
}

/// The operator's word over a breaker.
package struct BreakerOverride: Hashable, Codable, Sendable {
  package enum Position: String, Codable, Sendable {
    case forcedOpen
    case disabled
  }

  package var position: Position
  package var since: Instant
  package var by: Operator
  package var expires: Instant?

  package init(position: Position, since: Instant, by: Operator, expires: Instant?) {
    self.position = position
    self.since = since
    self.by = by
    self.expires = expires
  }
}

/// Traffic on its way back to a preferred platform.
package struct Failback: Hashable, Codable, Sendable {
  package var to: Platform
  /// Percent of traffic sent there; 0 while holding.
  package var percent: Int
  /// When this step began.
  package var since: Instant

  package init(to: Platform, percent: Int, since: Instant) {
    self.to = to
    self.percent = percent
    self.since = since
  }
}

/// What a consumer obeys, and since when.
package struct Confirmation: Hashable, Codable, Sendable {
  package var generation: Int
  package var at: Instant

  package init(generation: Int, at: Instant) {
    self.generation = generation
    self.at = at
  }
}

/// What the gateway needs to know of Control, as one immutable value.
package struct RoutingTable: Hashable, Codable, Sendable {
  package var generation: Int
  package var order: [Platform]
  package var active: Platform?
  package var pinned: Platform?
  package var failback: Failback?
  package var forcedOpen: Set<Platform>
  package var disabled: Set<Platform>
  package var breaker: BreakerSettings
  /// Where a platform's breaker has numbers of its own.
  package var platformBreakers: [Platform: BreakerSettings]
  package var keyOrders: [KeyOrder]
  /// Whether our own line is down: what fails then says nothing about a platform.
  package var isOwnLineDown: Bool

  /// - Parameters:
  ///   - control: what people and policy want.
  ///   - settings: the configuration in force.
  ///   - isOwnLineDown: as our own checks judge it.
  package init(control: Control, settings: Settings, isOwnLineDown: Bool = false) {
    self.init(control: control, breaker: settings.breaker)
    platformBreakers = settings.platformBreakers ?? [:]
    self.isOwnLineDown = isOwnLineDown
  }

  package init(control: Control, breaker: BreakerSettings) {
    generation = control.generation
    order = control.order
    active = control.active
    pinned = control.pin?.platform
    failback = control.failback
    forcedOpen = Set(control.overrides.filter { $0.value.position == .forcedOpen }.keys)
    disabled = Set(control.overrides.filter { $0.value.position == .disabled }.keys)
    self.breaker = breaker
    platformBreakers = [:]
    keyOrders = control.keyOrders ?? []
    isOwnLineDown = false
  }

  /// The numbers that hold for the breakers of `platform`.
  package func breaker(of platform: Platform) -> BreakerSettings {
    platformBreakers[platform] ?? breaker
  }
}
