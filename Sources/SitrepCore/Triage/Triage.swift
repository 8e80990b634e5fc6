/// "Us or them?": reads the state through the decision table.
package enum Triage {
  /// The verdict for the platform that is in most trouble; for none, whether all is well.
  package static func verdict(_ state: State, at now: Instant) -> Verdict {
    let platforms = state.platforms
    guard !platforms.isEmpty else {
      return Verdict(
        rule: "R4", short: "NOT WATCHING", sentence: "nothing is configured", side: .unknown,
        confidence: .high, platform: nil, evidence: [], against: [], changeOfMind: "a configured platform",
        mitigations: [Mitigation("set credentials or write a config")])
    }
    let verdicts = platforms.map { verdict(for: $0, state, at: now) }
    return verdicts.max { gravity($0) < gravity($1) } ?? verdicts[0]
  }

  /// The verdict for one platform.
  package static func verdict(for platform: Platform, _ state: State, at now: Instant) -> Verdict {
    let inputs = TriageInputs(platform, in: state, at: now)
    let rule = TriageRule.first(for: inputs)
    let fresh = Sight.fresh(platform, in: state, at: now)
    let slowness = inputs.probes == .degraded ? Slowness(fresh, in: state, at: now) : nil
    let isSlow = slowness != nil && rule.isOfDegree
    let failure = isSlow ? nil : TriageInputs.dominant(TriageInputs.failures(fresh, in: state, at: now))
    let branch = isSlow ? .timeouts : branch(rule.path, failure)
    let evidence = TriageEvidence(platform: platform, rule: rule, inputs: inputs, state: state, now: now)
    let steps = isSlow ? Slowness.steps : rule.steps
    return Verdict(
      rule: rule.id,
      short: isSlow
        ? slow(platform, slowness) : short(platform, inputs, rule, state, at: now),
      sentence: rule.sentence(inputs.probes, slowness), side: rule.side, confidence: rule.confidence,
      platform: platform, evidence: evidence.lines, against: evidence.against,
      changeOfMind: isSlow ? Slowness.changeOfMind : rule.changeOfMind,
      mitigations: steps.compactMap { $0.mitigation(for: platform, on: branch, in: state, at: now) },
      branch: branch, explanation: failure.flatMap { explanation($0, fresh, inputs) })
  }

  private static func branch(_ path: TriageRule.Path, _ failure: FailureClass?) -> TriageBranch? {
    switch path {
    case .none: nil
    case .at(let branch): branch
    case .byFailure: failure.flatMap(TriageBranch.init)
    }
  }

  /// The failure table's row for the newest failure of the class that decided; none while all answers.
  private static func explanation(
    _ failure: FailureClass, _ fresh: [SeriesState], _ inputs: TriageInputs
  ) -> FailureExplanation? {
    guard inputs.probes != .ok else { return nil }
    let newest = fresh.compactMap(\.last).filter { $0.outcome == .failed(failure) }
      .sorted { $0.startedAt > $1.startedAt }
    let rows = newest.lazy.compactMap { FailureTable.classify(FailureEvidence($0)) }
    return rows.first { $0.failure == failure }.map(FailureExplanation.init)
  }

  /// Trouble outweighs the unknown, the unknown outweighs health; earlier platforms win a tie.
  private static func gravity(_ verdict: Verdict) -> Int {
    switch verdict.rule {
    case "R7", "R2b", "R3b": 0
    case "R4", "R4b": 1
    case "R6": 2
    default: 3
    }
  }

  // MARK: Words for the pinned line

  private static func slow(_ platform: Platform, _ slowness: Slowness?) -> String {
    "\(platform.rawValue.uppercased()) SLOW" + (slowness?.times.map { " \($0)" } ?? "")
  }

  private static func short(
    _ platform: Platform, _ inputs: TriageInputs, _ rule: TriageRule, _ state: State, at now: Instant
  ) -> String {
    let name = platform.rawValue.uppercased()
    switch rule.id {
    case "R1": return disturbance(state)
    case "R2": return "OUR NETWORK DOWN"
    case "R3": return "OUR RESOLVER DOWN"
    case "R4": return "\(name) NOT PROBED"
    case "R4b": return "\(name) PARTLY UNKNOWN"
    case "R5": return "OUR TRAFFIC FAILING"
    case "R5a": return "MIXED TRAFFIC FAILING"
    case "R5b": return "CALLS FAIL, CONFIRMING"
    case "R6": return "\(name) OK, PAGE SAYS INCIDENT"
    case "R7", "R2b", "R3b": return "ALL OK"
    case "R9", "R9a": return "\(name) RATE LIMITED"
    case "R13": return "ALL PLATFORMS FAILING"
    case "R14a": return state.settings.mode.isDrill ? "SIMULATED VENDORS GONE" : "ALL HOSTS REFUSE"
    default:
      let words = words(platform, state, at: now).prefix(2).joined(separator: "/")
      let state = inputs.probes == .failing ? "FAILING" : "DEGRADED"
      return words.isEmpty ? "\(name) \(state)" : "\(name) \(state) \(words)"
    }
  }

  private static func disturbance(_ state: State) -> String {
    guard let newest = state.standstills?.last, newest.until >= state.disturbedAt ?? newest.until else {
      return "CLOCK DISTURBED"
    }
    return newest.isSleep ? "WE SLEPT" : "WE STOOD STILL"
  }

  /// Failure words of the platform's present trouble, else of the last five minutes, most frequent first.
  private static func words(_ platform: Platform, _ state: State, at now: Instant) -> [String] {
    let series = state.series.filter { $0.platform == platform }
    var words = series.compactMap(\.suspicion).flatMap(\.attempts).compactMap(\.word)
    if words.isEmpty {
      words = series.flatMap { $0.samples.since(now - .minutes(5)) }.compactMap(\.word)
    }
    let counts = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
  }
}
