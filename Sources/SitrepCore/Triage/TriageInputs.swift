/// What the decision table looks at for one platform, over the last five minutes (notes/incidents.md D4).
package struct TriageInputs: Hashable, Sendable {
  package enum Probes: CaseIterable, Sendable { case ok, degraded, failing, none }
  package enum Page: CaseIterable, Sendable { case ok, incident, stale }
  package enum OwnSide: CaseIterable, Sendable { case ok, resolverBad, neutralBad, impaired }
  package enum Others: CaseIterable, Sendable { case ok, sameFailing, unknown }
  package enum Traffic: CaseIterable, Sendable { case ok, failing, absent }
  /// The dominant kind of failure, in the table's words.
  package enum Kind: CaseIterable, Sendable {
    case none, network, ownAuth, vendorAuth, quotaLow, quotaLeft, request, vendor, content
  }

  package var probes: Probes
  package var kind: Kind
  package var page: Page
  package var ownSide: OwnSide
  package var others: Others
  package var traffic: Traffic

  package init(probes: Probes, kind: Kind, page: Page, ownSide: OwnSide, others: Others, traffic: Traffic) {
    self.probes = probes
    self.kind = kind
    self.page = page
    self.ownSide = ownSide
    self.others = others
    self.traffic = traffic
  }
}

extension TriageInputs {
  /// Reads the inputs for `platform` from what is known.
  package init(_ platform: Platform, in state: State, at now: Instant) {
    let active = state.series.filter {
      $0.id.platform == platform && $0.plan.idle == nil && $0.id.capability.isModelCall
    }
    let fresh = active.filter { one in
      one.last.map { now - $0.startedAt <= one.plan.cadence * 3 + .seconds(60) } ?? false
    }
    probes = TriageInputs.probes(fresh, in: state, at: now)
    page = TriageInputs.page(platform, in: state, at: now)
    kind = TriageInputs.kind(fresh, page, in: state, at: now)
    ownSide = OwnSideJudgement.judge(state, at: now)
    others = TriageInputs.others(than: platform, in: state)
    traffic = TriageInputs.traffic(platform, fresh, in: state, at: now)
  }

  /// Calls of the last minute, but only those since probes answer again: what fails while probes fail too
  /// says nothing against us.
  private static func traffic(
    _ platform: Platform, _ fresh: [SeriesState], in state: State, at now: Instant
  ) -> Traffic {
    let start = fresh.compactMap(\.samples.goodSince).max()
    let carried = TrafficSummary(state, platform: platform, window: .minutes(1), since: start, at: now)
    return carried.map { $0.failureShare > 0.05 ? .failing : .ok } ?? .absent
  }

  private static func probes(_ fresh: [SeriesState], in state: State, at now: Instant) -> Probes {
    guard !fresh.isEmpty else { return .none }
    if fresh.contains(where: { $0.suspicion?.isConfirmed == true }) { return .failing }
    // Failures that come and go are rarely confirmed, but neither are they health.
    let isDegraded = fresh.contains { series in
      (series.suspicion?.attempts.count ?? 0) >= 3 || series.last?.outcome == .slow
        || SeverityRules.trouble(of: series, state.settings.severity, at: now) != nil
    }
    return isDegraded ? .degraded : .ok
  }

  /// What failed lately: the present trouble of the last minutes, else what failed within five.
  private static func failures(_ fresh: [SeriesState], in state: State, at now: Instant) -> [FailureClass] {
    let start = now - state.settings.severity.totalWindow
    let present = fresh.compactMap(\.suspicion).flatMap(\.attempts).filter { $0.at >= start }
      .compactMap(\.outcome.failure)
    guard present.isEmpty else { return present }
    return fresh.flatMap { $0.samples.since(now - .minutes(5)) }.compactMap(\.outcome.failure)
  }

  private static func kind(
    _ fresh: [SeriesState], _ page: Page, in state: State, at now: Instant
  ) -> Kind {
    let classes = failures(fresh, in: state, at: now)
    let counts = classes.reduce(into: [FailureClass: Int]()) { $0[$1, default: 0] += 1 }
    let dominant = FailureClass.allCases.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
    guard let dominant, !classes.isEmpty else { return .none }
    switch dominant {
    case .network, .timeout: return .network
    case .stalled, .overload, .server: return .vendor
    case .request: return .request
    case .content: return .content
    case .quota:
      let platform = fresh[0].id.platform
      let isLow = state.headroom.contains { one in
        one.platform == platform && one.readings.contains { $0.share < 0.2 }
      }
      let isKnown = state.headroom.contains { $0.platform == platform && !$0.readings.isEmpty }
      return isKnown && !isLow ? .quotaLeft : .quotaLow
    case .auth: return keyWorks(fresh, isPosted: page == .incident, at: now) ? .vendorAuth : .ownAuth
    }
  }

  /// Whether the refused key worked within a quarter of an hour; longer only while the vendor's own page
  /// tells of trouble.
  private static func keyWorks(_ fresh: [SeriesState], isPosted: Bool, at now: Instant) -> Bool {
    let refused = fresh.filter { one in
      one.suspicion?.attempts.contains { $0.outcome == .failed(.auth) } ?? false
    }
    return (refused.isEmpty ? fresh : refused).contains { one in
      if let good = one.lastGoodAt, now - good <= .minutes(15) { return true }
      guard isPosted, let suspicion = one.suspicion, let good = suspicion.lastGoodBefore else { return false }
      return suspicion.since - good <= .minutes(15)
    }
  }

  private static func page(_ platform: Platform, in state: State, at now: Instant) -> Page {
    let feeds = state.feeds.filter { $0.plan.platform == platform }
    guard let feed = feeds.first, let snapshot = feed.snapshot, !feed.isStale(at: now) else { return .stale }
    return snapshot.state >= .degraded ? .incident : snapshot.state == .unknown ? .stale : .ok
  }

  private static func others(than platform: Platform, in state: State) -> Others {
    let rest = Platform.allCases.filter { $0 != platform }.flatMap { state.speakers(for: $0) }
      .filter { $0.last != nil }
    guard !rest.isEmpty else { return .unknown }
    return rest.allSatisfy { $0.suspicion?.isConfirmed == true } ? .sameFailing : .ok
  }
}
