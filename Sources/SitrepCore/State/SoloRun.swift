/// Calls carried while one platform served alone, over the newest unbroken stretch of that.
package struct SoloRun: Hashable, Codable, Sendable {
  package var since: Instant
  package var until: Instant
  package var calls: Int
  /// Failed calls that are not the caller's own doing.
  package var failures: Int
}

extension State {
  /// Notes which platform served alone: shared traffic that fails is compared with it.
  mutating func takeSolo(_ report: TrafficReport, at now: Instant) {
    let serving = Set(report.flows.filter { $0.calls > 0 }.map(\.target.platform))
    guard serving.count == 1, let platform = serving.first else { return }
    let calls = report.flows.reduce(0) { $0 + $1.calls }
    let failures = report.flows.reduce(0) { $0 + $1.vendorFailures }
    var run = solo?[platform]
    // A pause of ten seconds, or another's turn in between, begins a new run.
    let isBroken = run.map { now - $0.until > .seconds(10) } ?? true
    if isBroken { run = SoloRun(since: now - report.over, until: now, calls: 0, failures: 0) }
    run?.until = now
    run?.calls += calls
    run?.failures += failures
    solo = (solo ?? [:]).merging([platform: run].compactMapValues(\.self)) { $1 }
  }
}
