/// A stretch of time in which our own checks said that nothing could leave, or that no name was found.
package struct LostLine: Hashable, Codable, Sendable {
  /// What failed in silence from here on was lost with it: the last moment at which the check was well,
  /// and the longest wait of a request that was under way then.
  var since: Instant
  /// When a check last said so.
  var until: Instant
  var kind: ControlKind
  /// A check was well again.
  var isOver = false

  /// A line that flaps is up between two checks: so long it stays in doubt.
  static let doubt = TimeSpan.seconds(60)
  fileprivate static let longestWait = TimeSpan.seconds(30)
}

extension LostLine {
  /// Whether no unrelated host answers now.
  static func isLineLost(_ state: State) -> Bool {
    let neutral = state.ownSide.filter { $0.plan.kind == .neutralHost }
    return !neutral.isEmpty && neutral.allSatisfy { $0.last?.health == .failing }
  }

  static func isResolverLost(_ state: State) -> Bool {
    state.ownSide.contains { $0.plan.kind == .resolver && $0.last?.health == .failing }
  }

  /// The line that is in doubt at `now`, though checks may be well again.
  static func doubted(_ state: State, at now: Instant) -> ControlKind? {
    guard let lost = state.lostLine, now - lost.until < doubt else { return nil }
    return lost.kind
  }
}

extension State {
  /// Follows what our own checks say; once they are well again, what failed in silence meanwhile is held
  /// against nobody.
  ///
  /// `before` is when the check that has just spoken spoke last.
  mutating func followLine(before: Instant?, at now: Instant) {
    let kind: ControlKind? =
      LostLine.isLineLost(self) ? .neutralHost : LostLine.isResolverLost(self) ? .resolver : nil
    guard let kind else {
      guard let lost = lostLine, !lost.isOver else { return }
      lostLine?.isOver = true
      for index in series.indices { series[index].forgiveSilence(since: lost.since) }
      return
    }
    var lost = lostLine ?? LostLine(since: now, until: now, kind: kind, isOver: true)
    if lost.isOver { lost.since = (before ?? now) - LostLine.longestWait }
    (lost.until, lost.kind, lost.isOver) = (now, kind, false)
    lostLine = lost
  }
}

extension SeriesState {
  fileprivate mutating func forgiveSilence(since start: Instant) {
    samples.forget { $0.at >= start && $0.outcome.isSilence && $0.status == nil }
    guard var suspicion else { return }
    suspicion.attempts.removeAll { $0.at >= start && $0.outcome.isSilence }
    let isStill = suspicion.attempts.contains { $0.outcome.isFailure }
    self.suspicion = isStill ? suspicion : nil
    if !isStill { failuresInARow = 0 }
  }
}

extension Outcome {
  /// Whether nothing came back over the line.
  fileprivate var isSilence: Bool { self == .failed(.network) || self == .failed(.timeout) }
}
