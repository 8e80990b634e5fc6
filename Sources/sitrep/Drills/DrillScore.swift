package import SitrepCore
package import SitrepSimulator

/// What a drill came to: each expectation with what was found instead, and the times that matter.
package struct DrillScore: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    /// In the words of the script, on one line.
    package var expectation: String
    package var isMet: Bool
    /// What was seen at the moment that decided.
    package var found: String
  }

  package var drill: String
  package var seed: UInt64
  package var lines: [Line]
  /// All of these since the trouble began in the script; nil when it did not come.
  package var verdictAfter: TimeSpan?
  package var verdict: String?
  package var p1After: TimeSpan?
  package var mitigatedAfter: TimeSpan?
  /// Incidents, P1s and P2s while nothing was wrong.
  package var falseAlarms: Int
  package var incidents: Int
  package var events: Int

  package var met: Int { lines.count(where: \.isMet) }
  package var isPassed: Bool { met == lines.count }

  /// Plays a drill and scores it.
  package static func of(
    _ drill: DrillScript, seed: UInt64? = nil, pace: DrillPace? = nil
  ) throws -> (score: DrillScore, ledger: DrillLedger) {
    var run = try DrillRun(drill, seed: seed, pace: pace)
    var watch = DrillWatch(drill, startedAt: DrillRun.epoch)
    run.run { watch.look($0, at: $1) }
    let ledger = run.ledger
    let score = watch.score(
      drill, seed: run.seed, ledger.state, at: ledger.now, events: ledger.events, acts: run.acts)
    return (score, ledger)
  }
}

extension DrillScript {
  /// When its trouble begins, of the vendors or of our own side; nil when it has none.
  var onset: TimeSpan? {
    [steps.first(where: \.isTrouble)?.at, own.first(where: \.isTrouble)?.at].compactMap(\.self).min()
  }
}

extension OwnStep {
  /// One neutral host more or less is none.
  fileprivate var isTrouble: Bool {
    switch what {
    case .network(let network): network != .up
    case .resolver(let isFailing, _): isFailing
    case .neutral: false
    case .sleep, .clock: true
    }
  }
}

extension DrillStep {
  /// Whether a careful watcher should notice it: what good days bring is no trouble.
  var isTrouble: Bool {
    (failing ?? 0) >= 0.05 || (latency ?? 1) >= 5 || (gap ?? 1) >= 5 || (mixed?.failing ?? 0) >= 0.05
      || (drain ?? headroom?.drain ?? 0) >= 2
  }
}
