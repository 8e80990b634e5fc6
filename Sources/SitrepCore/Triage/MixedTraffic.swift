/// Real calls while several platforms serve at once, beside what each did alone.
///
/// Told on 23 January 2026: each platform worked alone, requests failed when traffic was mixed between them.
struct MixedTraffic {
  /// Above this share of its calls, traffic to a platform fails.
  static let failingShare = 0.05
  /// Failures and calls that are too few to tell.
  private static let leastFailures = 3
  private static let leastSoloCalls = 10
  /// How long ago a platform may have served alone.
  private static let memory = TimeSpan.minutes(15)

  private(set) var calls: [Platform: Int] = [:]
  private(set) var failures: [Platform: Int] = [:]
  private let now: Instant

  /// Calls of the last minute in stretches that at least two platforms shared.
  init(_ state: State, at now: Instant) {
    self.now = now
    // What one report told ends at one moment.
    var shared: [Instant: Set<Platform>] = [:]
    let recent = state.traffic.flatMap { traffic in
      traffic.stretches.filter { now - $0.endedAt <= .minutes(1) && $0.ok + $0.failed > 0 }
        .map { (traffic.target.platform, $0) }
    }
    for (platform, stretch) in recent { shared[stretch.endedAt, default: []].insert(platform) }
    for (platform, stretch) in recent where (shared[stretch.endedAt]?.count ?? 0) > 1 {
      calls[platform, default: 0] += stretch.ok + stretch.failed
      failures[platform, default: 0] += stretch.vendorFailed
    }
  }

  /// Platforms whose calls fail while they share the traffic.
  var failing: [Platform] {
    calls.keys.sorted().filter { platform in
      let failed = failures[platform] ?? 0
      return failed >= MixedTraffic.leastFailures
        && Double(failed) > MixedTraffic.failingShare * Double(calls[platform] ?? 0)
    }
  }

  /// Whether several fail together although probes of each are fine and one that served alone was, too.
  ///
  /// Without such a stretch nobody knows that mixing is the cause, and it is not said.
  func failsOnlyTogether(on platform: Platform, in state: State) -> Bool {
    let failing = failing
    guard failing.count > 1, failing.contains(platform) else { return false }
    let areProbesFine = failing.allSatisfy { platform in
      let series = state.series.filter { $0.platform == platform && $0.isProbed }
      return !series.isEmpty && series.allSatisfy { $0.last != nil && $0.suspicion == nil }
    }
    let solo = recentSolo(failing, in: state)
    return areProbesFine && !solo.isEmpty && solo.allSatisfy { MixedTraffic.isFine($0.run) }
  }

  /// What each of the platforms did when it served alone lately, the most calls first.
  func recentSolo(_ platforms: [Platform], in state: State) -> [(platform: Platform, run: SoloRun)] {
    platforms.compactMap { platform in state.solo?[platform].map { (platform, $0) } }
      .filter { now - $0.run.until <= MixedTraffic.memory && $0.run.calls >= MixedTraffic.leastSoloCalls }
      .sorted { $0.run.calls > $1.run.calls }
  }

  private static func isFine(_ run: SoloRun) -> Bool {
    Double(run.failures) <= failingShare * Double(run.calls)
  }
}
