extension TriageInputs {
  /// Reads the inputs for `platform` from what is known.
  package init(_ platform: Platform, in state: State, at now: Instant) {
    let fresh = Sight.fresh(platform, in: state, at: now)
    probes = TriageInputs.probes(fresh, in: state, at: now)
    coverage = Sight.unseen(platform, in: state, at: now).isEmpty ? .whole : .partial
    page = TriageInputs.page(platform, in: state, at: now)
    // What is only slow has no kind of failure: one stray error beside it is not its cause.
    let isOnlySlow = probes == .degraded && Slowness(fresh, in: state, at: now) != nil
    kind = isOnlySlow ? .none : TriageInputs.kind(fresh, page, in: state, at: now)
    ownSide = OwnSideJudgement.judge(state, at: now)
    others = TriageInputs.others(than: platform, in: state)
    traffic = TriageInputs.traffic(platform, fresh, in: state, at: now)
  }

  private static func probes(_ fresh: [SeriesState], in state: State, at now: Instant) -> Probes {
    guard !fresh.isEmpty else { return .none }
    if fresh.contains(where: { $0.suspicion?.isConfirmed == true }) { return .failing }
    // Failures that come and go are rarely confirmed, but neither are they health.
    let isDegraded = fresh.contains { series in
      (series.suspicion?.attempts.count ?? 0) >= 3 || series.last?.outcome == .slow
        || series.latencyWatch?.step != nil
        || SeverityRules.trouble(of: series, state.settings.severity, at: now) != nil
    }
    return isDegraded || isComingAndGoing(fresh[0].id.platform, in: state, at: now) ? .degraded : .ok
  }

  /// What severity calls intermittent, or a burning budget, is no health either.
  private static func isComingAndGoing(_ platform: Platform, in state: State, at now: Instant) -> Bool {
    state.burn?.burning.contains { $0.platform == platform } == true
      || SeverityRules.intermittent(state.speakers(for: platform), state, at: now) != nil
  }

  private static func page(_ platform: Platform, in state: State, at now: Instant) -> Page {
    let feeds = state.feeds.filter { $0.plan.platform == platform && $0.plan.role == nil }
    guard let feed = feeds.first, let snapshot = feed.snapshot, !feed.isStale(at: now) else { return .stale }
    return snapshot.state >= .degraded ? .incident : snapshot.state == .unknown ? .stale : .ok
  }

  private static func others(than platform: Platform, in state: State) -> Others {
    let rest = Platform.allCases.filter { $0 != platform }.flatMap { state.speakers(for: $0) }
      .filter { $0.last != nil }
    guard !rest.isEmpty else { return .unknown }
    // A refusal is the host's own word: it need not be confirmed to be compared.
    let areFailing = rest.allSatisfy { one in
      one.suspicion?.isConfirmed == true || (one.suspicion != nil && one.last?.isRefusal == true)
    }
    return areFailing ? .sameFailing : .ok
  }

  // MARK: The dominant kind

  /// What failed lately: the present trouble of the last minutes, else what failed within five.
  ///
  /// One 429 alone is left out: a limit that was touched once is no verdict.
  static func failures(_ fresh: [SeriesState], in state: State, at now: Instant) -> [FailureClass] {
    let start = now - state.settings.severity.totalWindow
    let present = fresh.compactMap(\.suspicion).flatMap(\.attempts).filter { $0.at >= start }
      .compactMap(\.outcome.failure)
    let recent = fresh.flatMap { $0.samples.since(now - .minutes(5)) }.compactMap(\.outcome.failure)
    let found = present.isEmpty ? recent : present
    let isAlone = max(found.count { $0 == .quota }, recent.count { $0 == .quota }) == 1
    return isAlone ? found.filter { $0 != .quota } : found
  }

  /// The class that fails most often; of equals the first in the order of the vocabulary.
  static func dominant(_ classes: [FailureClass]) -> FailureClass? {
    let counts = classes.reduce(into: [FailureClass: Int]()) { $0[$1, default: 0] += 1 }
    return FailureClass.allCases.filter { counts[$0] != nil }.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
  }

  private static func kind(
    _ fresh: [SeriesState], _ page: Page, in state: State, at now: Instant
  ) -> Kind {
    guard let dominant = dominant(failures(fresh, in: state, at: now)) else { return .none }
    switch dominant {
    case .network: return isRefused(fresh) ? .refused : .network
    case .timeout: return hasConnected(fresh) ? .vendor : .network
    case .stalled, .overload, .server: return .vendor
    case .request: return WorkedBefore.hasRequest(in: fresh) ? .vendorRequest : .request
    case .content: return .content
    case .quota: return hasHeadroom(fresh, in: state) ? .quotaLeft : .quotaLow
    case .auth:
      if WorkedBefore.isOneModelsAccess(in: fresh) { return .vendorRequest }
      return WorkedBefore.hasKey(in: fresh, isPosted: page == .incident, at: now) ? .vendorAuth : .ownAuth
    }
  }

  /// A refusal is the host's own answer, told apart from what is lost on the way to it.
  private static func isRefused(_ fresh: [SeriesState]) -> Bool {
    let newest = fresh.filter { $0.suspicion != nil }.compactMap(\.last).filter { $0.outcome.isFailure }
    return !newest.isEmpty && newest.allSatisfy(\.isRefusal)
  }

  /// A time-out after the connection stood is the vendor's slowness, not a hole in the network.
  private static func hasConnected(_ fresh: [SeriesState]) -> Bool {
    fresh.compactMap(\.last).contains { last in
      last.outcome == .failed(.timeout)
        && (last.phases.connect != nil || last.phases.tls != nil || last.status != nil)
    }
  }

  private static func hasHeadroom(_ fresh: [SeriesState], in state: State) -> Bool {
    let known = state.headroom.filter { $0.platform == fresh[0].id.platform && !$0.readings.isEmpty }
    return !known.isEmpty && !known.contains { one in one.readings.contains { $0.share < 0.2 } }
  }
}

extension Observation {
  /// Whether the host itself said that nothing listens there.
  var isRefusal: Bool { errorType?.text == TransportFailure.refused.rawValue }
}
