import SitrepCore

/// Tells a platform's failure from that of the line which all platforms share.
///
/// Our checks say it late, every half minute; that no platform can be reached at all says it at once.
struct SharedLine: Sendable {
  /// How near together failures must be (notes/resilience.md C1).
  private static let together = TimeSpan.seconds(10)

  private var blocked: [Platform: Instant] = [:]

  /// Whether this outcome says nothing about its platform.
  mutating func isBlocked(
    _ result: CallResult, at platform: Platform, _ table: RoutingTable, of platforms: Set<Platform>,
    at now: Instant
  ) -> Bool {
    guard case .failed(let word) = result else {
      if !blocked.isEmpty { blocked = [:] }
      return false
    }
    let isTimeout = word == FailureClass.timeout.rawValue
    guard word == FailureClass.network.rawValue || isTimeout else {
      // An answer, whatever it says, came over the line.
      blocked = [:]
      return false
    }
    if table.isOwnLineDown { return true }
    guard !isTimeout else { return false }
    blocked[platform] = now
    let others = Set(table.order.filter { platforms.isEmpty || platforms.contains($0) } + [platform])
    guard others.count > 1 else { return false }
    return others.allSatisfy { other in
      blocked[other].map { now - $0 <= SharedLine.together && now >= $0 } ?? false
    }
  }
}
