extension State {
  /// How long ago a call may be for its model to count as in use.
  private static let inUse = TimeSpan.minutes(15)

  /// Models that gateways carried calls to lately and whose family no plan names: nothing watches them.
  ///
  /// Families are compared, not names: applications and probes may spell one model differently, and most
  /// incidents hit one family.
  package func unprobedTargets(at now: Instant) -> [BreakerTarget] {
    let planned = Set(
      series.filter { $0.id.capability.hasModel }.map { [$0.id.platform.rawValue, $0.id.model.shortName] })
    let carried = traffic.filter { flow in
      flow.stretches.last.map { now - $0.endedAt <= State.inUse } ?? false
    }
    return carried.map(\.target).filter { target in
      !target.model.rawValue.isEmpty
        && !planned.contains([target.platform.rawValue, target.model.shortName])
    }.sorted()
  }
}
