/// Trouble that is only late: a platform answers, and takes longer than usual or than is allowed.
struct Slowness: Hashable, Sendable {
  /// "p50 1.8× usual", "3 of 40 answers of … took over 10 s".
  let words: String
  /// "1.8×"; absent where there is no norm to compare with.
  let times: String?

  /// Nil when something fails often enough to be the trouble, or nothing is slow.
  init?(_ fresh: [SeriesState], in state: State, at now: Instant) {
    let numbers = state.settings.severity
    var overLimit: SeverityAssessment?
    for series in fresh {
      if series.suspicion.map({ $0.isConfirmed || $0.attempts.count >= Suspicion.confirmingFailures }) == true
      {
        return nil
      }
      guard let trouble = SeverityRules.trouble(of: series, numbers, at: now) else { continue }
      guard trouble.rule == SeverityRules.slowRule else { return nil }
      overLimit = overLimit ?? trouble
    }
    if let (id, step) = Slowness.steepest(fresh) {
      let what = id.capability == .streaming ? "first token p50" : "p50"
      (words, times) = ("\(what) \(step.times)× usual", "\(step.times)×")
    } else if let overLimit {
      (words, times) = (overLimit.evidence, nil)
    } else if let last = fresh.compactMap(\.last).filter({ $0.outcome == .slow }).max(by: {
      $0.startedAt < $1.startedAt
    }) {
      (words, times) = ("the last answer took \(Format.latency(last.latency ?? .zero))", nil)
    } else {
      return nil
    }
  }

  private static func steepest(_ fresh: [SeriesState]) -> (SeriesID, LatencyStep)? {
    let steps = fresh.compactMap { series in series.latencyWatch?.step.map { (series.id, $0) } }
    return steps.max { $0.1.ratio < $1.1.ratio }
  }

  /// What a commander tries before traffic is moved: a fallback with cold caches is slow as well.
  static let steps: [TriageStep] = [
    .say("compare with the fallback's latency before moving: its caches start cold"),
    .say(TriageBranch.timeouts.advice), .moveAway,
  ]
  static let changeOfMind =
    "answers at their usual time again, or the same slowness everywhere: then our own line"
}
