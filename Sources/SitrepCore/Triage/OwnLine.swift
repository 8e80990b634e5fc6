/// What our own line blocked says nothing about a platform (notes/resilience.md C1).
extension State {
  /// How near together failures of all platforms must be to point to what they share: our line.
  private static let together = TimeSpan.seconds(10)

  /// Whether our own checks say that our line is down.
  package func isOwnLineDown(at now: Instant) -> Bool {
    OwnSideJudgement.judge(self, at: now) != .ok
  }

  /// Whether a failed probe may well have failed on our side of the line.
  package func isBlocked(_ observation: Observation, at now: Instant) -> Bool {
    switch observation.outcome {
    case .failed(.network): isOwnLineDown(at: now) || isSharedByAll(observation, at: now)
    case .failed(.timeout): isOwnLineDown(at: now)
    default: false
    }
  }

  /// Whether the newest probe of every platform found no way through, within a few seconds.
  private func isSharedByAll(_ observation: Observation, at now: Instant) -> Bool {
    let probed = series.filter { $0.isProbed }
    guard Set(probed.map(\.id.platform)).count > 1 else { return false }
    let slowest = probed.map(\.plan.cadence).max() ?? .zero
    return probed.allSatisfy { one in
      guard let last = one.last, now - last.startedAt <= max(State.together, slowest * 2) else {
        return false
      }
      return last.outcome == .failed(.network)
    }
  }

  /// What was counted before our checks found our own line down was most likely its doing too.
  mutating func forgetBlockedFailures() {
    guard settings.gateway == nil else { return }
    for index in breakers.indices
    where breakers[index].breaker.failures.allSatisfy({ State.blockedWords.contains($0) }) {
      breakers[index].breaker.forgetFailures()
    }
  }

  private static let blockedWords: Set<String> = [
    FailureClass.network.rawValue, FailureClass.timeout.rawValue,
  ]
}
