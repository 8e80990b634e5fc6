package import SitrepSimulator

/// Several drills on virtual clocks, as many at once as there are cores.
package enum FastDrills {
  package typealias Result = (score: DrillScore, ledger: DrillLedger)

  /// Scores and ledgers in the order of the drills, whichever ends first.
  package static func play(
    _ drills: [DrillScript], seed: UInt64? = nil, pace: DrillPace? = nil
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      for (index, drill) in drills.enumerated() {
        group.addTask { (index, try DrillScore.of(drill, seed: seed, pace: pace)) }
      }
      var results: [Result?] = drills.map { _ in nil }
      for try await (index, result) in group { results[index] = result }
      return results.compactMap { $0 }
    }
  }
}
