package import SitrepCore

/// What one call came to at one target.
package struct CallNote: Hashable, Sendable {
  package enum Result: Hashable, Sendable {
    case ok(firstByte: TimeSpan?)
    case failed(FailureClass, requestID: CleanText?)
    /// The caller was turned away because breakers were open.
    case refused
  }

  package var target: BreakerTarget
  package var result: Result

  package init(target: BreakerTarget, result: Result) {
    self.target = target
    self.result = result
  }
}

/// Counts calls between two traffic reports.
package struct TrafficLedger: Sendable {
  fileprivate static let keptSamples = 1024
  fileprivate static let keptRequestIDs = 3
  fileprivate static let keptTargets = 512

  fileprivate struct Tally: Sendable {
    var ok = 0
    var failed: [FailureClass: Int] = [:]
    var refused = 0
    var firstBytes: [TimeSpan] = []
    var requestIDs: [CleanText] = []
  }

  private var tallies: [BreakerTarget: Tally] = [:]

  package init() {}

  package var isEmpty: Bool { tallies.isEmpty }

  package mutating func add(_ note: CallNote) {
    guard tallies[note.target] != nil || tallies.count < TrafficLedger.keptTargets else { return }
    tallies[note.target, default: Tally()].add(note.result)
  }

  /// What was counted, per target in order; counting begins anew.
  package mutating func takeFlows() -> [TrafficReport.Flow] {
    defer { tallies = [:] }
    return tallies.sorted { $0.key < $1.key }.map { target, tally in
      TrafficReport.Flow(
        target: target, ok: tally.ok, failed: tally.failed, refused: tally.refused,
        medianFirstByte: tally.median, failedRequestIDs: tally.requestIDs)
    }
  }
}

extension TrafficLedger.Tally {
  fileprivate mutating func add(_ result: CallNote.Result) {
    switch result {
    case .ok(let firstByte):
      ok += 1
      if let firstByte, firstBytes.count < TrafficLedger.keptSamples { firstBytes.append(firstByte) }
    case .failed(let failure, let requestID):
      failed[failure, default: 0] += 1
      if let requestID, requestIDs.count < TrafficLedger.keptRequestIDs { requestIDs.append(requestID) }
    case .refused: refused += 1
    }
  }

  /// The middle one; of an even number the lower of the two in the middle.
  fileprivate var median: TimeSpan? {
    guard !firstBytes.isEmpty else { return nil }
    return firstBytes.sorted()[(firstBytes.count - 1) / 2]
  }
}
