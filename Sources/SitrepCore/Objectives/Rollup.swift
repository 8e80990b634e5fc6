/// The attempts of one series within one minute or hour, summed up.
///
/// Made of scheduled attempts only; a failure is counted and never timed.
package struct Rollup: Hashable, Sendable {
  /// Which minute or hour since 1970 it is.
  package var number: Int
  package var attempts = 0
  package var failures = 0
  /// Failures that kept the caller from being served (see `Outcome.isUnavailable`).
  package var unavailable = 0
  package var slow = 0
  /// Failures while our own side was in doubt: they say nothing about the platform.
  package var unsure = 0
  /// Of the successes.
  package var latencies = DDSketch()

  package init(number: Int) {
    self.number = number
  }

  package mutating func take(_ outcome: Outcome, latency: TimeSpan?, isUnsure: Bool) {
    attempts += 1
    if outcome.isFailure { failures += 1 }
    if outcome.isUnavailable { unavailable += 1 }
    if outcome == .slow { slow += 1 }
    if isUnsure, outcome.isFailure { unsure += 1 }
    if !outcome.isFailure, let latency { latencies.insert(latency) }
  }

  package mutating func merge(_ other: Rollup) {
    attempts += other.attempts
    failures += other.failures
    unavailable += other.unavailable
    slow += other.slow
    unsure += other.unsure
    latencies.merge(other.latencies)
  }
}

extension Rollup {
  /// The number as a distance from `before`, the counts, the sketch.
  package func write(to text: inout VariableLengthText, after before: Int) {
    for part in [number - before, attempts, failures, unavailable, slow, unsure] { text.append(part) }
    latencies.write(to: &text)
  }

  /// Nil when the text is not that of a roll-up.
  package init?(from reader: inout VariableLengthReader, after before: Int) {
    var parts: [Int] = []
    for _ in 0..<6 {
      guard let part = reader.next(), part <= 1 << 40 else { return nil }
      parts.append(part)
    }
    guard let latencies = DDSketch(from: &reader) else { return nil }
    number = before + parts[0]
    attempts = parts[1]
    (failures, unavailable, slow, unsure) = (parts[2], parts[3], parts[4], parts[5])
    self.latencies = latencies
    guard attempts > 0, failures <= attempts, unavailable <= failures, slow <= attempts, unsure <= failures,
      latencies.count <= attempts
    else { return nil }
  }
}
