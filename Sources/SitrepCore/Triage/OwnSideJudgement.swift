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
    if isLineLost(state) || isRecent(state.lineLostAt, now) { return .neutralBad }
    return isResolverLost(state) || isRecent(state.resolverLostAt, now) ? .resolverBad : .ok
  }

  /// What failed while our own side did is still on the books when it answers again, and a line that flaps
  /// is down between two checks: so long it stays in doubt.
  private static let hold = TimeSpan.seconds(60)

  private static func isRecent(_ moment: Instant?, _ now: Instant) -> Bool {
    moment.map { now - $0 < hold } ?? false
  }

  /// Whether no unrelated host answers now.
  static func isLineLost(_ state: State) -> Bool {
    let neutral = state.ownSide.filter { $0.plan.kind == .neutralHost && $0.last != nil }
    return !neutral.isEmpty && neutral.allSatisfy { $0.last?.health == .failing }
  }

  static func isResolverLost(_ state: State) -> Bool {
    state.ownSide.contains { $0.plan.kind == .resolver && $0.last?.health == .failing }
  }

  /// Whether the trouble, where there is any, came as answers over the line; a refusal is one, too.
  private static func isAnswered(_ state: State) -> Bool {
    let troubled = state.series.filter { $0.suspicion != nil }
    return troubled.contains { one in
      one.last.map { $0.outcome.isFailure && ($0.status != nil || $0.isRefusal) } ?? false
    }
  }
}
