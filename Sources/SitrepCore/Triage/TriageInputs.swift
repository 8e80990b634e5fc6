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
    let active = state.series.filter { $0.id.platform == platform && $0.plan.idle == nil }
    let fresh = active.filter { one in
      one.last.map { now - $0.startedAt <= one.plan.cadence * 3 + .seconds(60) } ?? false
    }
    probes = TriageInputs.probes(fresh)
    kind = TriageInputs.kind(fresh, in: state)
    page = TriageInputs.page(platform, in: state, at: now)
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

  private static func probes(_ fresh: [SeriesState]) -> Probes {
    guard !fresh.isEmpty else { return .none }
    if fresh.contains(where: { $0.suspicion?.isConfirmed == true }) { return .failing }
    if fresh.contains(where: { ($0.suspicion?.attempts.count ?? 0) >= 3 || $0.last?.outcome == .slow }) {
      return .degraded
    }
    return .ok
  }

  private static func kind(_ fresh: [SeriesState], in state: State) -> Kind {
    let attempts = fresh.compactMap(\.suspicion).flatMap(\.attempts)
    let classes = attempts.compactMap(\.outcome.failure)
    let dominant = FailureClass.allCases.max { left, right in
      classes.count { $0 == left } < classes.count { $0 == right }
    }
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
    case .auth:
      let worked = fresh.contains { one in
        guard let suspicion = one.suspicion, let good = suspicion.lastGoodBefore else { return false }
        return suspicion.since - good <= .minutes(15)
      }
      return worked ? .vendorAuth : .ownAuth
    }
  }

  private static func page(_ platform: Platform, in state: State, at now: Instant) -> Page {
    let feeds = state.feeds.filter { $0.plan.platform == platform }
    guard let feed = feeds.first, let snapshot = feed.snapshot, !feed.isStale(at: now) else { return .stale }
    return snapshot.state >= .degraded ? .incident : snapshot.state == .unknown ? .stale : .ok
  }

  private static func others(than platform: Platform, in state: State) -> Others {
    let rest = state.series.filter { $0.id.platform != platform && $0.plan.idle == nil && $0.last != nil }
    guard !rest.isEmpty else { return .unknown }
    return rest.allSatisfy { $0.suspicion?.isConfirmed == true } ? .sameFailing : .ok
  }
}
