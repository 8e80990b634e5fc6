/// Watches the latency of one series for a step up: a gated CUSUM (notes/incidents.md D3).
///
/// Each success adds how far the logarithm of its latency lies above the norm, in spreads, less the drift;
/// a sum beyond the threshold is a step if the newest five agree. Failures say nothing here.
package struct LatencyWatch: Hashable, Codable, Sendable {
  /// Norm and spread of the logarithm, from at most six hours of successes; frozen while a step is open.
  package private(set) var baseline: Baseline?
  package private(set) var sum = 0.0
  package private(set) var risingSince: Instant?
  private var sinceRefresh = 0
  /// What policy has yet to say.
  package private(set) var due: Due?
  /// The step that is open.
  package private(set) var step: LatencyStep?

  package struct Baseline: Hashable, Codable, Sendable {
    package var median: TimeSpan
    /// 1.4826 × the median deviation of the natural logarithm.
    package var spread: Double
  }

  package struct Due: Hashable, Codable, Sendable {
    package var kind: LatencyStepChange.Kind
    package var at: Instant
    package var step: LatencyStep
  }

  /// How far back the norm reaches, and after which a step is the norm.
  static let memory = TimeSpan.hours(6)
  /// Fewest successes that make a norm.
  static let fewest = 60
  /// The norm is measured anew after this many successes.
  static let refreshEvery = 20
  /// A spread below this is luck, or a simulation.
  static let leastSpread = 0.05
  /// Newest successes whose median must have come back as well before a step is over.
  static let settledCount = 9
  /// Most successes that the level of a step is measured over.
  static let levelCount = 60

  /// How long policy may take to say what is due.
  static let patience = TimeSpan.minutes(5)

  package init() {}

  /// Takes in the newest success, already among `samples`.
  package mutating func take(
    _ latency: TimeSpan, at moment: Instant, among samples: SampleRing, _ numbers: LatencyStepSettings
  ) {
    forgetUnsaid(at: moment)
    guard due == nil else { return }
    if step == nil { refresh(samples, at: moment) }
    guard let baseline else { return }
    let recent = LatencyWatch.median(LatencyWatch.newest(5, of: samples, after: nil))
    if let step {
      judge(step, recent, samples, at: moment, numbers)
      return
    }
    let logarithm = LatencyWatch.logarithm(latency) - LatencyWatch.logarithm(baseline.median)
    let deviation = min(numbers.clip, max(-numbers.clip, logarithm / baseline.spread))
    // Capped, so that a slow day without a step does not leave a debt that one spike could call in.
    sum = min(numbers.threshold + numbers.clip, max(0, sum + deviation - numbers.drift))
    risingSince = sum > 0 ? risingSince ?? moment : nil
    guard sum > numbers.threshold, let since = risingSince, recent >= baseline.median * numbers.ratio else {
      return
    }
    due = Due(kind: .began, at: moment, step: LatencyWatch.measure(baseline.median, since, samples))
  }

  /// In a journal from before there were steps nobody said what was due then; it is no news now.
  private mutating func forgetUnsaid(at moment: Instant) {
    guard let due, moment - due.at > LatencyWatch.patience else { return }
    self.due = nil
    sum = 0
    risingSince = nil
  }

  /// What policy said: the step is open or over.
  package mutating func adopt(_ kind: LatencyStepChange.Kind, _ step: LatencyStep) {
    due = nil
    sum = 0
    risingSince = nil
    self.step = kind == .began ? step : nil
    if kind == .accepted { baseline = nil }
    sinceRefresh = 0
  }

  /// Back below the middle between norm and gate, or high for so long that it is the norm.
  private mutating func judge(
    _ step: LatencyStep, _ recent: TimeSpan, _ samples: SampleRing, at moment: Instant,
    _ numbers: LatencyStepSettings
  ) {
    var newest = LatencyWatch.measure(step.norm, step.since, samples)
    let middle = step.norm * (1 + (numbers.ratio - 1) / 2)
    // Five of them fall below by luck a few times a day.
    let settled = LatencyWatch.median(LatencyWatch.newest(LatencyWatch.settledCount, of: samples, after: nil))
    if recent < middle, settled < middle {
      newest.level = recent
      due = Due(kind: .returned, at: moment, step: newest)
    } else if moment - step.since >= LatencyWatch.memory {
      due = Due(kind: .accepted, at: moment, step: newest)
    } else {
      self.step = newest
    }
  }

  private mutating func refresh(_ samples: SampleRing, at moment: Instant) {
    sinceRefresh += 1
    guard baseline == nil || sinceRefresh >= LatencyWatch.refreshEvery else { return }
    let known = samples.since(moment - LatencyWatch.memory).compactMap(\.latency)
    guard known.count >= LatencyWatch.fewest else { return }
    sinceRefresh = 0
    let median = LatencyWatch.median(known)
    let centre = LatencyWatch.logarithm(median)
    let deviations = known.map { abs(LatencyWatch.logarithm($0) - centre) }.sorted()
    let spread = 1.4826 * deviations[deviations.count / 2]
    baseline = Baseline(median: median, spread: max(LatencyWatch.leastSpread, spread))
  }

  private static func measure(_ norm: TimeSpan, _ since: Instant, _ samples: SampleRing) -> LatencyStep {
    let count = samples.samples.reversed().prefix { $0.at >= since }.count { $0.latency != nil }
    let level = newest(levelCount, of: samples, after: since)
    return LatencyStep(norm: norm, level: median(level), since: since, count: count)
  }

  private static func newest(_ count: Int, of samples: SampleRing, after start: Instant?) -> [TimeSpan] {
    var found: [TimeSpan] = []
    for sample in samples.samples.reversed() {
      if let start, sample.at < start { break }
      if let latency = sample.latency { found.append(latency) }
      if found.count == count { break }
    }
    return found
  }

  private static func median(_ latencies: [TimeSpan]) -> TimeSpan {
    Quantile.nearestRank(50, ofSorted: latencies.sorted()) ?? .zero
  }

  private static func logarithm(_ latency: TimeSpan) -> Double {
    Double(max(1, latency.nanoseconds)).naturalLogarithm
  }
}
