/// What is measured at all now; where nothing is, nothing may be concluded.
package enum Sight {
  /// Series of a platform whose newest answer is not older than three cadences and a minute.
  static func fresh(_ platform: Platform, in state: State, at now: Instant) -> [SeriesState] {
    state.series.filter {
      $0.platform == platform && $0.capability.isModelCall && isFresh($0, at: now)
    }
  }

  private static func isFresh(_ series: SeriesState, at now: Instant) -> Bool {
    guard series.plan.idle == nil, let last = series.last else { return false }
    return now - last.startedAt <= series.plan.cadence * 3 + .seconds(60)
  }

  /// Configured series that say nothing of their model: late, or not probed and unheard of otherwise.
  static func unseen(_ platform: Platform, in state: State, at now: Instant) -> [SeriesState] {
    let all = state.series.filter { $0.platform == platform && $0.capability.isModelCall }
    let seen = Set(all.filter { isFresh($0, at: now) }.map(\.id.model))
    return all.filter { series in
      if series.plan.idle == nil { return !isFresh(series, at: now) }
      return !seen.contains(series.id.model) && !isCarried(series.id.target, in: state, at: now)
    }
  }

  /// Real calls to a model in the last minute are sight of it, too.
  private static func isCarried(_ target: BreakerTarget, in state: State, at now: Instant) -> Bool {
    state.traffic.contains { traffic in
      traffic.target.platform == target.platform && traffic.target.model == target.model
        && traffic.stretches.contains { $0.ok > 0 && now - $0.endedAt <= .minutes(1) }
    }
  }

  /// Why a platform of the open incident cannot be judged now; nil while all can.
  package static func blindness(_ state: State, at now: Instant) -> String? {
    state.openIncident.flatMap { blindness($0, state, at: now) }
  }

  /// Why the platforms of this incident cannot be judged now; nil while all can.
  static func blindness(_ incident: Incident, _ state: State, at now: Instant) -> String? {
    if !SeverityRules.isOwnSideFine(state, at: now) { return "our own side is in doubt" }
    for platform in incident.platforms {
      guard fresh(platform, in: state, at: now).isEmpty, !isCarriedWell(platform, in: state, at: now) else {
        continue
      }
      return "\(platform.rawValue) is not probed" + (idleness(platform, state).map { " (\($0))" } ?? "")
    }
    return nil
  }

  /// Calls enough that succeed are as good as probes; a breaker's few trials are not.
  private static func isCarriedWell(_ platform: Platform, in state: State, at now: Instant) -> Bool {
    guard let carried = TrafficSummary(state, platform: platform, window: .minutes(1), at: now) else {
      return false
    }
    return carried.calls >= 10 && carried.failureShare <= MixedTraffic.failingShare
  }

  private static func idleness(_ platform: Platform, _ state: State) -> String? {
    let series = state.series.filter { $0.platform == platform }
    return series.isEmpty ? "no longer configured" : series.compactMap { $0.plan.idle?.text }.first
  }
}
