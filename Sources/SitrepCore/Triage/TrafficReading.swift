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
    return witness.isConvincing ? .failing : .unconfirmed
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
  /// Every probed capability of the failing model has answered since, none has failed, and the time of a
  /// confirmation has passed.
  let isNewer: Bool
  /// What calls to each failing target stand against.
  private let charges: [Charge]

  private struct Charge {
    /// Share of the target's calls that failed in the minute before the newest answers.
    var share: Double
    /// Answers of probes of its model since they began to.
    var answers: Int
  }

  init(_ platform: Platform, _ fresh: [SeriesState], in state: State, at now: Instant) {
    var (charges, isNewer) = ([Charge](), true)
    for traffic in state.traffic where traffic.target.platform == platform {
      guard let failing = traffic.failingSince else { continue }
      let began = max(failing, now - ProbeWitness.memory)
      let alike = fresh.filter { $0.id.model == traffic.target.model }
      let witnesses = alike.isEmpty ? fresh : alike
      isNewer =
        isNewer && now - began >= state.settings.confirms.last ?? .zero
        && ProbeWitness.haveAnswered(witnesses, since: began)
      let answers = witnesses.reduce(0) { $0 + $1.samples.since(began).count }
      // A probe witnesses nothing of calls that came after it.
      let witnessed = witnesses.filter { $0.id.capability.speaksForTraffic }.compactMap(\.last?.startedAt)
      let share = ProbeWitness.share(traffic, until: witnessed.min() ?? now)
      charges.append(Charge(share: share, answers: answers))
    }
    self.charges = charges
    self.isNewer = isNewer && !charges.isEmpty && !fresh.contains { $0.suspicion != nil }
  }

  /// Probes that failed meanwhile saw what calls see.
  private static func haveAnswered(_ witnesses: [SeriesState], since began: Instant) -> Bool {
    !witnesses.isEmpty && witnesses.allSatisfy { ($0.last?.startedAt ?? began) > began }
      && !witnesses.contains { $0.samples.since(began).contains { $0.outcome.isFailure } }
  }

  private static func share(_ traffic: TrafficState, until end: Instant) -> Double {
    let recent = traffic.stretches.filter { $0.endedAt <= end && end - $0.endedAt <= .minutes(1) }
    let calls = recent.reduce(0) { $0 + $1.ok + $1.failed }
    return Double(recent.reduce(0) { $0 + $1.vendorFailed }) / Double(max(1, calls))
  }

  /// How long a probe that failed speaks for the calls.
  private static let memory = TimeSpan.minutes(10)
  /// Luck that is still believed: this share of rounds would have missed failures as frequent as those of
  /// calls; small, since it is asked again every second.
  private static let luck = 0.01
  /// More answers than these are not waited for.
  private static let enough = 30

  var isConvincing: Bool {
    isNewer
      && charges.allSatisfy { charge in
        var missed = 1.0
        for _ in 0..<min(charge.answers, ProbeWitness.enough) { missed *= 1 - charge.share }
        return missed <= ProbeWitness.luck || charge.answers >= ProbeWitness.enough
      }
  }
}
