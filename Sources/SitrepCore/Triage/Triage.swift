/// "Us or them?": reads the state through the decision table.
package enum Triage {
  /// The verdict for the platform that is in most trouble; for none, whether all is well.
  package static func verdict(_ state: State, at now: Instant) -> Verdict {
    let platforms = state.platforms
    guard !platforms.isEmpty else {
      return Verdict(
        rule: "R4", short: "NOT WATCHING", sentence: "nothing is configured", side: .unknown,
        confidence: .high,
        platform: nil, evidence: [], against: [], suggestions: ["set credentials or write a config"])
    }
    let verdicts = platforms.map { verdict(for: $0, state, at: now) }
    return verdicts.max { gravity($0) < gravity($1) } ?? verdicts[0]
  }

  /// The verdict for one platform.
  package static func verdict(for platform: Platform, _ state: State, at now: Instant) -> Verdict {
    let inputs = TriageInputs(platform, in: state, at: now)
    let rule = TriageRule.first(for: inputs)
    return Verdict(
      rule: rule.id, short: short(platform, inputs, rule, state, at: now), sentence: rule.sentence,
      side: rule.side, confidence: rule.confidence, platform: platform, evidence: evidence(platform, state),
      against: against(platform, inputs), suggestions: rule.suggestions)
  }

  /// Trouble outweighs the unknown, the unknown outweighs health; earlier platforms win a tie.
  private static func gravity(_ verdict: Verdict) -> Int {
    switch verdict.rule {
    case "R7", "R2b": 0
    case "R4": 1
    case "R6": 2
    default: 3
    }
  }

  private static func short(
    _ platform: Platform, _ inputs: TriageInputs, _ rule: TriageRule, _ state: State, at now: Instant
  ) -> String {
    let name = platform.rawValue.uppercased()
    switch rule.id {
    case "R1": return "CLOCK DISTURBED"
    case "R2": return "OUR NETWORK DOWN"
    case "R3": return "OUR RESOLVER DOWN"
    case "R4": return "\(name) NOT PROBED"
    case "R5": return "OUR TRAFFIC FAILING"
    case "R6": return "\(name) OK, PAGE SAYS INCIDENT"
    case "R7", "R2b": return "ALL OK"
    case "R9": return "\(name) RATE LIMITED"
    case "R13": return "ALL PLATFORMS FAILING"
    default:
      let words = words(platform, state, at: now).prefix(2).joined(separator: "/")
      let state = inputs.probes == .failing ? "FAILING" : "DEGRADED"
      return words.isEmpty ? "\(name) \(state)" : "\(name) \(state) \(words)"
    }
  }

  /// Failure words of the platform's present trouble, else of the last five minutes, most frequent first.
  private static func words(_ platform: Platform, _ state: State, at now: Instant) -> [String] {
    let series = state.series.filter { $0.id.platform == platform }
    var words = series.compactMap(\.suspicion).flatMap(\.attempts).compactMap(\.word)
    if words.isEmpty {
      words = series.flatMap { $0.samples.since(now - .minutes(5)) }.compactMap(\.word)
    }
    let counts = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
  }

  private static func evidence(_ platform: Platform, _ state: State) -> [String] {
    state.series.filter { $0.id.platform == platform }.compactMap { series in
      guard let suspicion = series.suspicion, !state.isOvershadowed(series) else { return nil }
      let failed = suspicion.attempts.compactMap(\.word)
      return "\(series.id.model.shortName) \(series.id.capability.rawValue): \(failed.count) of "
        + "\(suspicion.attempts.count) failed, \(Breaker.tally(failed))"
    }
  }

  private static func against(_ platform: Platform, _ inputs: TriageInputs) -> [String] {
    var lines: [String] = []
    if inputs.others == .ok, inputs.probes != .ok { lines.append("other platforms fine") }
    if inputs.page == .ok, inputs.probes == .failing {
      lines.append("\(platform.rawValue)'s page says operational")
    }
    if inputs.page == .incident, inputs.probes == .ok {
      lines.append("our probes of \(platform.rawValue) are fine")
    }
    if inputs.page == .stale { lines.append("\(platform.rawValue)'s page unknown or stale") }
    if inputs.traffic == .ok, inputs.probes == .failing { lines.append("our traffic to it is ok") }
    return lines
  }
}
