/// What speaks for a verdict and what against it, in lines with numbers.
struct TriageEvidence {
  let platform: Platform
  let rule: TriageRule
  let inputs: TriageInputs
  let state: State
  let now: Instant

  private var series: [SeriesState] { state.series.filter { $0.platform == platform } }
  private var name: String { platform.rawValue }

  // MARK: For

  var lines: [String] { failed + LatencyStep.evidence(platform, state) + ofRule }

  /// The present trouble of each series.
  private var failed: [String] {
    series.compactMap { series in
      guard series.plan.idle == nil, let suspicion = series.suspicion, !state.isOvershadowed(series) else {
        return nil
      }
      let failed = suspicion.attempts.compactMap(\.word)
      return "\(series.id.model.shortName) \(series.id.capability.rawValue): \(failed.count) of "
        + "\(suspicion.attempts.count) failed, \(Breaker.tally(failed))"
    }
  }

  /// What else the rule rests on.
  private var ofRule: [String] {
    switch rule.id {
    case "R1": disturbance
    case "R2", "R2b": checks(.neutralHost)
    case "R3", "R3b", "R3c": checks(.resolver)
    case "R4": series.prefix(3).map { "\($0.id.model.shortName): \(silence($0))" }
    case "R4b":
      Sight.unseen(platform, in: state, at: now).prefix(3).map {
        "\($0.id.model.shortName) \($0.id.capability.rawValue): \(silence($0))"
      }
    case "R5", "R5a", "R5b", "R9a": calls + (rule.id == "R9a" ? limits : [])
    case "R6", "R15": [page]
    case "R8a": worked("the key")
    case "R10a": worked("the same request")
    case "R9", "R11": limits
    case "R13", "R14", "R14a": ["\(names(of: platformsFailing)) fail the same way"]
    default: []
    }
  }

  private var disturbance: [String] {
    guard let newest = state.standstills?.last, newest.until >= state.disturbedAt ?? newest.until else {
      return state.disturbedAt.map { ["the clock was set at \(Timestamp.clock($0))"] } ?? []
    }
    let what = newest.isSleep ? "the machine slept" : "this process stood still"
    return ["\(what) for \(Format.span(newest.until - newest.from)) until \(Timestamp.clock(newest.until))"]
  }

  private func checks(_ kind: ControlKind) -> [String] {
    state.ownSide.filter { $0.plan.kind == kind && $0.last?.health == .failing }.map {
      "\($0.plan.name): \($0.last?.detail.text ?? "fails")"
    }
  }

  private func silence(_ series: SeriesState) -> String {
    if let idle = series.plan.idle { return "not probed: \(idle)" }
    guard let last = series.last else { return "no answer yet" }
    return "no answer since \(Timestamp.clock(last.startedAt))"
  }

  private var calls: [String] {
    var lines: [String] = []
    if let carried = TrafficSummary(state, platform: platform, window: .minutes(1), at: now) {
      let limited = carried.limited > 0 ? ", \(carried.limited) answered 429" : ""
      lines.append("\(carried.failures) of \(carried.calls) calls to \(name) failed in 60 s\(limited)")
    }
    guard rule.id == "R5a" else { return lines }
    let mixed = MixedTraffic(state, at: now)
    let together = mixed.failing.map {
      "\($0.rawValue) \(mixed.failures[$0] ?? 0) of \(mixed.calls[$0] ?? 0)"
    }
    lines.append("failed while shared: \(together.joined(separator: ", "))")
    let alone = mixed.recentSolo(mixed.failing, in: state)
    return lines + alone.map { "\($0.platform.rawValue) alone: \($0.run.failures) of \($0.run.calls) failed" }
  }

  private var page: String {
    let feed = state.feeds.first { $0.plan.platform == platform && $0.plan.role == nil }
    return "\(name)'s page says \(feed?.snapshot?.state.word ?? "incident")"
  }

  private func worked(_ what: String) -> [String] {
    guard let good = series.filter({ $0.suspicion != nil }).compactMap(\.lastGoodAt).max() else { return [] }
    return ["\(what) worked at \(Timestamp.clock(good)) and is unchanged since"]
  }

  private var limits: [String] {
    let readings = state.headroom.filter { $0.platform == platform }.flatMap(\.readings)
    guard let least = readings.min(by: { $0.share < $1.share }) else { return ["no limit headers seen"] }
    return ["\(least.kind.word): \(Int((least.share * 100).rounded())) % left"]
  }

  // MARK: Against

  var against: [String] {
    var lines: [String] = []
    let fine = platformsFine
    if inputs.probes != .ok, !fine.isEmpty { lines.append("\(names(of: fine)) fine") }
    if inputs.page == .ok, inputs.probes == .failing { lines.append("\(name)'s page says operational") }
    if inputs.page == .incident, inputs.probes == .ok { lines.append("our probes of \(name) are fine") }
    if inputs.page == .stale { lines.append("\(name)'s page unknown or stale") }
    if inputs.traffic == .ok, inputs.probes == .failing { lines.append("our traffic to it is ok") }
    return lines + againstRule
  }

  private var againstRule: [String] {
    switch rule.id {
    case "R5", "R5a":
      inputs.page == .incident ? ["\(name)'s page tells of an incident"] : []
    case "R8", "R10":
      changed + (inputs.page == .incident ? ["\(name)'s page tells of an incident"] : [])
    case "R15", "R16", "R17":
      (Sight.unseen(platform, in: state, at: now).isEmpty || rule.id == "R15"
        ? [] : ["not every model of \(name) is probed"]) + slowElsewhere
    default: []
    }
  }

  /// Several platforms that slow down together share our line.
  private var slowElsewhere: [String] {
    guard inputs.probes == .degraded, inputs.kind == .none else { return [] }
    let slow = state.platforms.filter { other in
      other != platform
        && Slowness(Sight.fresh(other, in: state, at: now), in: state, at: now) != nil
    }
    return slow.isEmpty ? [] : ["\(names(of: slow)) slow, too: look at our own line"]
  }

  /// What worked before and was changed since speaks for us, unless it did not matter.
  private var changed: [String] {
    let refused = series.filter { $0.suspicion != nil && $0.lastGoodAt != nil }
    guard let good = refused.compactMap(\.lastGoodAt).max() else { return [] }
    let isSame = refused.allSatisfy(\.isUnchangedSinceGood)
    return isSame ? ["it worked, unchanged, at \(Timestamp.clock(good))"] : []
  }

  private var platformsFine: [Platform] {
    state.platforms.filter { other in
      let fresh = Sight.fresh(other, in: state, at: now)
      return other != platform && !fresh.isEmpty && fresh.allSatisfy { $0.suspicion == nil }
    }
  }

  private var platformsFailing: [Platform] {
    state.platforms.filter { other in
      other != platform
        && state.series.contains { $0.platform == other && $0.suspicion?.isConfirmed == true }
    }
  }

  private func names(of platforms: [Platform]) -> String {
    platforms.map(\.rawValue).joined(separator: ", ")
  }
}
