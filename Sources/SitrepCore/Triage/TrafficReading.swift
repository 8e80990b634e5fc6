/// What the table is told of real calls to one platform.
extension TriageInputs {
  /// Calls of the last minute, but only those since probes answer again: what fails while probes fail too
  /// says nothing against us.
  static func traffic(
    _ platform: Platform, _ fresh: [SeriesState], in state: State, at now: Instant
  ) -> Traffic {
    guard !state.traffic.isEmpty else { return .absent }
    let start = fresh.compactMap(\.samples.goodSince).max()
    guard let carried = TrafficSummary(state, platform: platform, window: .minutes(1), since: start, at: now)
    else { return .absent }
    guard carried.failureShare > MixedTraffic.failingShare else {
      return TrafficTrouble(.limited, platform, state, at: now) == nil ? .ok : .limited
    }
    guard isFailing(platform, in: state, at: now) else { return .ok }
    let witness = ProbeWitness(platform, fresh, in: state, at: now)
    if MixedTraffic(state, at: now).failsOnlyTogether(on: platform, in: state) {
      return witness.isNewer ? .failingMixed : .unconfirmed
    }
    return witness.isConvincing(against: carried.failureShare) ? .failing : .unconfirmed
  }
}

extension TriageInputs {
  /// Whether the newest failure is of just now: what failed before traffic moved away fails no longer.
  private static func isFailing(_ platform: Platform, in state: State, at now: Instant) -> Bool {
    let stretches = state.traffic.filter { $0.target.platform == platform }.flatMap(\.stretches)
    return stretches.contains { $0.vendorFailed > 0 && now - $0.endedAt <= .seconds(20) }
  }
}

/// Whether probes have been asked since calls began to fail; traffic is nearly always first to know.
private struct ProbeWitness {
  /// Every series that speaks for traffic has answered since, and the time of a confirmation has passed.
  let isNewer: Bool
  /// Answers since calls began to fail.
  private let answers: Int

  init(_ platform: Platform, _ fresh: [SeriesState], in state: State, at now: Instant) {
    let failing = state.traffic.filter { $0.target.platform == platform }.compactMap(\.failingSince).min()
    let began = max(failing ?? now, now - ProbeWitness.memory)
    let speakers = fresh.filter { $0.id.capability.speaksForTraffic }
    let isAsked = !speakers.isEmpty && speakers.allSatisfy { ($0.last?.startedAt ?? began) > began }
    // Probes that failed meanwhile saw what calls see.
    let isInDoubt = fresh.contains { one in
      one.suspicion != nil || one.samples.since(began).contains { $0.outcome.isFailure }
    }
    isNewer = isAsked && !isInDoubt && now - began >= state.settings.confirms.last ?? .zero
    answers = fresh.reduce(0) { $0 + $1.samples.since(began).count }
  }

  /// How long a probe that failed speaks for the calls.
  private static let memory = TimeSpan.minutes(5)
  /// Luck that is still believed: this share of rounds would have missed failures as frequent as those of calls.
  private static let luck = 0.05
  /// More answers than these are not waited for.
  private static let enough = 12

  func isConvincing(against share: Double) -> Bool {
    guard isNewer else { return false }
    var missed = 1.0
    for _ in 0..<min(answers, ProbeWitness.enough) { missed *= 1 - share }
    return missed <= ProbeWitness.luck || answers >= ProbeWitness.enough
  }
}
