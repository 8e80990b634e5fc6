/// Whether our own side of the line can be trusted, from its checks and from what vendors answered.
package enum OwnSideJudgement {
  /// How long after a disturbance nothing is concluded: a process that stood still is soon itself again.
  private static let afterSleep = TimeSpan.seconds(60)
  private static let afterSlip = TimeSpan.seconds(10)

  /// A check speaks against us only together with its fellows: one neutral host may itself be down,
  /// and an answer from a vendor, whatever its status, proves the line that a check doubts.
  package static func judge(_ state: State, at now: Instant) -> TriageInputs.OwnSide {
    if let disturbed = state.disturbedAt, now - disturbed < afterSleep { return .impaired }
    if let newest = state.standstills?.last, now - newest.until < afterSlip { return .impaired }
    guard !isAnswered(state) else { return .ok }
    if let doubted = LostLine.doubted(state, at: now) {
      return doubted == .resolver ? .resolverBad : .neutralBad
    }
    let neutral = state.ownSide.filter { $0.plan.kind == .neutralHost && $0.last != nil }
    if !neutral.isEmpty, neutral.allSatisfy({ $0.last?.health == .failing }) { return .neutralBad }
    let isResolverBad = state.ownSide.contains { $0.plan.kind == .resolver && $0.last?.health == .failing }
    return isResolverBad ? .resolverBad : .ok
  }

  /// Whether the trouble, where there is any, came as answers over the line; a refusal is one, too.
  private static func isAnswered(_ state: State) -> Bool {
    let troubled = state.series.filter { $0.suspicion != nil }
    return troubled.contains { one in
      one.last.map { $0.outcome.isFailure && ($0.status != nil || $0.isRefusal) } ?? false
    }
  }
}
