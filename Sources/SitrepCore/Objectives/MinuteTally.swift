/// What one minute of a series or platform was like.
package enum MinuteStanding: String, Hashable, Codable, CaseIterable, Sendable {
  case up
  case degraded
  case down
  /// Nothing was measured, or only while our own side was in doubt; never counted as up.
  case unknown
}

/// Minutes by what they were like.
package struct MinuteTally: Hashable, Codable, Sendable {
  package var up = 0
  package var degraded = 0
  package var down = 0
  package var unknown = 0

  package init() {}

  package var isEmpty: Bool { up + degraded + down + unknown == 0 }
  /// Whether anything is to be said about them.
  package var isAllUp: Bool { degraded + down + unknown == 0 }

  /// Bad minutes as the error budget counts them: down 1, degraded one half, unknown apart
  /// (notes/incidents.md D1).
  package var weightedBad: Double { Double(down) + Double(degraded) / 2 }

  package mutating func add(_ standing: MinuteStanding, times: Int = 1) {
    switch standing {
    case .up: up += times
    case .degraded: degraded += times
    case .down: down += times
    case .unknown: unknown += times
    }
  }

  /// The whole minutes of `window` before `now`, from the first attempt of any series on.
  ///
  /// Over several series a minute is down when all that are known are, degraded when one is not well,
  /// and unknown when nothing bad is known of it but one series is unknown.
  package init(_ series: [SeriesState], over window: TimeSpan, severity: SeveritySettings, at now: Instant) {
    let lines = series.compactMap { one in
      one.plan.idle == nil ? one.history.map { StandingLine($0, one.plan.cadence, severity) } : nil
    }
    let end = SeriesHistory.minute(of: now)
    guard let first = lines.compactMap(\.firstMinute).min() else { return }
    let start = max(SeriesHistory.minute(of: now - window), first, end - SeriesHistory.keptMinutes)
    guard start < end else { return }
    for minute in start..<end {
      let standings = lines.compactMap { $0.standing(of: minute) }
      add(MinuteTally.combined(standings))
    }
  }

  static func combined(_ standings: [MinuteStanding]) -> MinuteStanding {
    let known = standings.filter { $0 != .unknown }
    guard !known.isEmpty else { return .unknown }
    if known.allSatisfy({ $0 == .down }) { return .down }
    if known.contains(where: { $0 != .up }) { return .degraded }
    return known.count == standings.count ? .up : .unknown
  }
}

/// One series minute by minute.
private struct StandingLine {
  private let standings: [Int: MinuteStanding]
  /// How many minutes an attempt speaks for: until the next one is due.
  private let reach: Int
  let firstMinute: Int?

  init(_ history: SeriesHistory, _ cadence: TimeSpan, _ severity: SeveritySettings) {
    standings = Dictionary(
      history.minutes.map { ($0.number, $0.standing(severity)) }, uniquingKeysWith: { first, _ in first })
    reach = 1 + Int(min(60, max(0, cadence.wholeSeconds / 60)))
    firstMinute = history.firstMinute
  }

  /// Nil before the series was first probed.
  func standing(of minute: Int) -> MinuteStanding? {
    guard let firstMinute, firstMinute <= minute else { return nil }
    for earlier in 0..<reach {
      if let standing = standings[minute - earlier] { return standing }
    }
    return .unknown
  }
}

extension Rollup {
  /// Down and degraded by the shares of the severity rules: P1's of all attempts, P2's of errors.
  func standing(_ severity: SeveritySettings) -> MinuteStanding {
    let known = attempts - unsure
    guard known > 0 else { return .unknown }
    let sure = max(0, unavailable - unsure)
    if Double(sure) >= severity.totalShare * Double(known) { return .down }
    let bad = max(0, failures - unsure) + slow
    return bad > 0 && Double(bad) >= severity.errorRate * Double(known) ? .degraded : .up
  }
}
