/// Whether our own side of the line can be trusted, from its checks and from what vendors answered.
package enum OwnSideJudgement {
  /// A check speaks against us only together with its fellows: one neutral host may itself be down,
  /// and an answer from a vendor, whatever its status, proves the line that a check doubts.
  package static func judge(_ state: State, at now: Instant) -> TriageInputs.OwnSide {
    if let disturbed = state.disturbedAt, now - disturbed < .seconds(60) { return .impaired }
    let isOff = state.ownSide.contains { check in
      check.last?.health == .failing && (check.plan.kind == .clock || check.plan.kind == .scheduler)
    }
    if isOff { return .impaired }
    guard !isAnswered(state) else { return .ok }
    let neutral = state.ownSide.filter { $0.plan.kind == .neutralHost && $0.last != nil }
    if !neutral.isEmpty, neutral.allSatisfy({ $0.last?.health == .failing }) { return .neutralBad }
    let isResolverBad = state.ownSide.contains { $0.plan.kind == .resolver && $0.last?.health == .failing }
    return isResolverBad ? .resolverBad : .ok
  }

  /// Whether the trouble, where there is any, came as answers over the line.
  private static func isAnswered(_ state: State) -> Bool {
    let troubled = state.series.filter { $0.suspicion != nil }
    return troubled.contains { $0.last?.status != nil }
  }
}
