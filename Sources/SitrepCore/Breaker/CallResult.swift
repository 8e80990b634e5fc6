/// What one call came to, as far as a breaker counts it.
package enum CallResult: Hashable, Sendable {
  /// `after` is what counts as its latency; nil when nobody measured it.
  case ok(after: TimeSpan? = nil)
  /// The failure in a word ("529").
  case failed(String)

  /// What a probe came to.
  package init(_ observation: Observation) {
    self = observation.failureWord.map { .failed($0) } ?? .ok(after: observation.latency)
  }

  var failure: String? {
    if case .failed(let word) = self { word } else { nil }
  }

  func isSlow(_ settings: BreakerSettings) -> Bool {
    guard case .ok(let span?) = self, !settings.slowRates.isEmpty else { return false }
    return span > settings.slowAfter
  }

  /// Why a trial call speaks against closing; where slowness opens a breaker, a slow trial does.
  func trialFailure(_ settings: BreakerSettings) -> String? {
    if isSlow(settings), case .ok(let span?) = self { return "slow, \(span.wholeSeconds) s" }
    return failure
  }
}

/// Under what a call was let through; its outcome is recorded with it, or it is given back.
package struct BreakerPass: Hashable, Sendable {
  /// The breaker's generation at admission.
  package let generation: Int
  /// The number of the half-open permit that it holds.
  let permit: Int?

  package init(generation: Int, permit: Int? = nil) {
    self.generation = generation
    self.permit = permit
  }
}

extension Outcome {
  /// Whether a breaker counts it: the caller's own mistakes and own quota say nothing about the platform.
  ///
  /// 429 cools a key instead; a request error is the caller's; content is judged by severity.
  package var countsForBreaker: Bool {
    switch self {
    case .ok, .slow: true
    case .failed(.network), .failed(.timeout), .failed(.stalled), .failed(.overload), .failed(.server): true
    case .failed(.auth), .failed(.quota), .failed(.request), .failed(.content): false
    }
  }
}

extension Breaker {
  /// "529 ×4, 500 ×1", most frequent first.
  package static func tally(_ words: [String]) -> String {
    var counts: [(word: String, count: Int)] = []
    for word in words {
      if let index = counts.firstIndex(where: { $0.word == word }) {
        counts[index].count += 1
      } else {
        counts.append((word, 1))
      }
    }
    return tally(counts)
  }

  static func tally(_ counts: [(word: String, count: Int)]) -> String {
    counts.sorted { ($0.count, $1.word) > ($1.count, $0.word) }
      .map { "\($0.word) ×\($0.count)" }.joined(separator: ", ")
  }
}

extension RateArm {
  /// "24 calls in 15 s", "the last 98 calls".
  func words(_ calls: Int) -> String {
    switch extent {
    case .time(let span): "\(calls) calls in \(span.wholeSeconds) s"
    case .calls: "the last \(calls) calls"
    }
  }
}
