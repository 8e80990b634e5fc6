/// Which platforms burn their budget now, as the pairs of windows tell (notes/incidents.md D1).
///
/// Found once a minute and kept, since severity is measured after every attempt.
package struct BurnWatch: Hashable, Codable, Sendable {
  /// Minutes since 1970 of the newest look.
  var minute: Int64
  package var burning: [Burning]

  /// One platform whose budget burns.
  package struct Burning: Hashable, Codable, Sendable {
    package var platform: Platform
    /// A pair that pages, at an error rate of P2 in both windows; else it is for a ticket.
    package var isPage: Bool
    /// "9.4× over 6h (34 of 720 probes) and 12.1× over 30m".
    package var words: String
    /// Where most failures of the short window were.
    package var series: SeriesID
    /// Start of the first failure of the short window.
    package var since: Instant
  }

  /// Separate runs of failures that the short window must hold: an outage is one run, which other rules see
  /// sooner, and which must not go on burning for hours after it is over.
  private static let fewestRuns = 3
  private static let fewestFailures = 3

  /// What burns at `now`; the worst pair of each platform.
  init(_ state: State, at now: Instant) {
    minute = now.wholeSeconds / 60
    burning = state.platforms.compactMap { BurnWatch.burning($0, state, at: now) }
  }

  private static func burning(_ platform: Platform, _ state: State, at now: Instant) -> Burning? {
    let series = state.speakers(for: platform)
    for rule in BurnRule.all {
      let start = now - rule.short
      guard !isExplained(platform, since: start, state) else { continue }
      // The healthy cost no search.
      guard series.contains(where: { !$0.samples.isSurelyFine(since: start, within: .seconds(2)) }),
        let worst = worst(series, rule, at: now)
      else { continue }
      let rates = BurnWindows(series: series, targets: state.settings.objectives, now: now).rates
      guard let alert = BurnAlert(rule, in: rates) else { continue }
      return Burning(
        platform: platform, isPage: isPage(alert, state.settings.severity), words: words(alert),
        series: worst.id,
        since: worst.since)
    }
    return nil
  }

  /// Whether an incident of another cause tells of these failures already: then they are its own, and must
  /// not keep it open.
  private static func isExplained(_ platform: Platform, since start: Instant, _ state: State) -> Bool {
    state.incidents.contains { incident in
      guard let cause = incident.cause, cause != .budget, incident.platforms.contains(platform) else {
        return false
      }
      return (incident.monitoringSince ?? incident.resolvedAt).map { $0 > start } ?? !incident.isOver
    }
  }

  /// The series that fails most, where failures come and go and the newest is not older than a look takes.
  private static func worst(
    _ series: [SeriesState], _ rule: BurnRule, at now: Instant
  ) -> (id: SeriesID, since: Instant)? {
    var (runs, failures, newest) = (0, 0, Instant?.none)
    var worst: (id: SeriesID, since: Instant, count: Int)?
    for one in series {
      let recent = one.samples.since(now - rule.short)
      let failed = recent.filter(\.outcome.isUnavailable)
      guard let first = failed.first, let last = failed.last else { continue }
      runs += SeverityRules.runs(in: recent)
      failures += failed.count
      newest = max(newest ?? last.at, last.at)
      if failed.count > worst?.count ?? 0 { worst = (one.id, first.at, failed.count) }
    }
    guard let worst, let newest, runs >= fewestRuns, failures >= fewestFailures,
      now - newest <= max(.minutes(5), rule.short * 0.25)
    else { return nil }
    return (worst.id, worst.since)
  }

  private static func isPage(_ alert: BurnAlert, _ numbers: SeveritySettings) -> Bool {
    let rates = [alert.long, alert.short].map { Double($0.failures) / Double(max(1, $0.attempts)) }
    return alert.rule.urgency == .page && rates.allSatisfy { $0 >= numbers.errorRate }
  }

  private static func words(_ alert: BurnAlert) -> String {
    let long = "\(Format.fixed(alert.long.rate, digits: 1))× over \(Format.span(alert.rule.long))"
    let short = "\(Format.fixed(alert.short.rate, digits: 1))× over \(Format.span(alert.rule.short))"
    return "\(long) (\(alert.long.failures) of \(alert.long.attempts) probes) and \(short)"
  }
}

extension State {
  /// Looks once a minute, after a scheduled attempt.
  mutating func followBurn(_ observation: Observation, at now: Instant) {
    guard observation.purpose == .scheduled, burn?.minute != now.wholeSeconds / 60 else { return }
    burn = BurnWatch(self, at: now)
  }
}

extension SeverityRules {
  /// P2 by a pair that pages, where errors are as frequent as P2 wants them; P3 by any other.
  static func burning(
    _ severity: Severity, _ platforms: [Platform], _ state: State
  ) -> SeverityAssessment? {
    let isPage = severity == .p2
    guard
      let found = state.burn?.burning.first(where: { $0.isPage == isPage && platforms.contains($0.platform) })
    else { return nil }
    return SeverityAssessment(
      severity: severity, rule: "\(severity.word) budget burns",
      evidence: "\(found.platform.rawValue) error budget burns \(found.words)")
  }
}
