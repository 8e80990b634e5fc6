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
      return SeverityRules.limitedTraffic(platform, state, at: now) == nil ? .ok : .limited
    }
    let witness = ProbeWitness(platform, fresh, in: state, at: now)
    if MixedTraffic(state, at: now).failsOnlyTogether(on: platform, in: state) {
      return witness.isNewer ? .failingMixed : .unconfirmed
    }
    return witness.isConvincing(against: carried.failureShare) ? .failing : .unconfirmed
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
    // What failed before probes recovered was judged then.
    let began = max(failing ?? now, fresh.compactMap(\.samples.goodSince).max() ?? failing ?? now)
    let speakers = fresh.filter { $0.id.capability.speaksForTraffic }
    let isAsked = !speakers.isEmpty && speakers.allSatisfy { ($0.last?.startedAt ?? began) > began }
    let isInDoubt = fresh.contains { $0.suspicion != nil }
    isNewer = isAsked && !isInDoubt && now - began >= state.settings.confirms.last ?? .zero
    answers = fresh.reduce(0) { $0 + $1.samples.since(began).count }
  }

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
