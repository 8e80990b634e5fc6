/// Burn rates of one scope over all windows.
struct BurnWindows {
  /// Each with the shorter window of its pair.
  ///
  /// A window is reported only when history reaches beyond the longer window before it, else it would repeat it.
  private static let ladder: [(window: TimeSpan, beside: TimeSpan?)] = [
    (.minutes(5), nil), (.hours(1), nil), (.hours(6), .minutes(30)), (.hours(24), .hours(2)),
    (.hours(72), nil),
  ]

  let series: [SeriesState]
  let targets: ObjectiveTargets
  let now: Instant

  /// Shortest first along the ladder, each short window before its long one.
  var rates: [BurnRate] {
    var rates: [BurnRate] = []
    let reach = series.compactMap(oldest).min() ?? now
    var before = TimeSpan.zero
    for (window, beside) in BurnWindows.ladder {
      guard now - reach > before || before == .zero else { break }
      for one in [beside, window].compactMap(\.self) {
        if let rate = rate(over: one, reach: reach) { rates.append(rate) }
      }
      before = window
    }
    return rates
  }

  private func rate(over window: TimeSpan, reach: Instant) -> BurnRate? {
    var tally = AttemptTally()
    for one in series { tally.add(one, over: window, at: now) }
    guard let rate = tally.burn(of: targets) else { return nil }
    return BurnRate(
      window: window, covered: min(window, now - reach), attempts: tally.attempts,
      failures: tally.unavailable, rate: rate)
  }

  /// The oldest attempt that is known; none from a future that a clock left behind.
  private func oldest(of one: SeriesState) -> Instant? {
    let samples = one.samples.samples
    let isWhole = samples.count < SampleRing.capacity
    return [samples.first?.at, isWhole ? nil : one.history?.oldest].compactMap(\.self).filter { $0 <= now }
      .min()
  }
}

extension SeriesState {
  /// Whether the samples alone tell all that is known of the window that ends at `now`.
  func hasSamples(over window: TimeSpan, at now: Instant) -> Bool {
    guard let first = samples.samples.first, let oldest = history?.oldest, oldest <= first.at else {
      return true
    }
    return samples.samples.count < SampleRing.capacity || first.at <= now - window
  }

  /// Attempts in (now − window, now]; what a clock that went back left in the future is not of this window.
  func samples(over window: TimeSpan, at now: Instant) -> [Sample] {
    let start = now - window
    return samples.samples.filter { $0.at > start && $0.at <= now }
  }
}
