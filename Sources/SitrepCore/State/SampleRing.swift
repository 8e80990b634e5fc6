/// Scheduled attempts of one series, newest last, bounded; stored flat so that checkpoints stay small.
package struct SampleRing: Hashable, Sendable {
  /// An hour at one probe every 5 s.
  package static let capacity = 720

  package private(set) var samples: [Sample]
  /// Start of the newest one that failed or took over two seconds, so that the healthy cost no search.
  private var newestBad: Instant?

  package init() {
    samples = []
  }

  /// Adds the newest one and drops the oldest beyond the capacity.
  package mutating func append(_ sample: Sample) {
    if samples.count >= SampleRing.capacity { samples.removeFirst(samples.count - SampleRing.capacity + 1) }
    samples.append(sample)
    note(sample)
  }

  /// Follows only what is kept, so that a ring that was stored and read again is the same.
  private mutating func note(_ sample: Sample) {
    if let bad = newestBad, let oldest = samples.first, bad < oldest.at { newestBad = nil }
    guard sample.outcome.isFailure || (sample.latency ?? .zero) > SampleRing.notable else { return }
    newestBad = max(newestBad ?? sample.at, sample.at)
  }

  private static let notable = TimeSpan.seconds(2)

  /// Whether nothing failed since `start` and nothing took longer than `limit`; false where only a search
  /// could tell.
  func isSurelyFine(since start: Instant, within limit: TimeSpan) -> Bool {
    guard limit >= SampleRing.notable else { return false }
    return newestBad.map { $0 <= start } ?? true
  }

  /// Takes out those that are found to say nothing.
  mutating func forget(_ isVoid: (Sample) -> Bool) {
    samples.removeAll(where: isVoid)
    newestBad = nil
    for sample in samples { note(sample) }
  }

  /// Start of the first success after the newest failure, or of the newest failure itself when it is the last;
  /// nil when none has failed.
  package var goodSince: Instant? {
    guard let failure = samples.lastIndex(where: { $0.outcome.isFailure }) else { return nil }
    return samples[min(failure + 1, samples.endIndex - 1)].at
  }

  /// Samples that started after `start`; they are kept in the order of their start.
  package func since(_ start: Instant) -> ArraySlice<Sample> {
    var low = samples.startIndex
    var high = samples.endIndex
    while low < high {
      let middle = (low + high) / 2
      if samples[middle].at > start { high = middle } else { low = middle + 1 }
    }
    return samples[low...]
  }
}

/// One scheduled attempt, in as few words as possible.
package struct Sample: Hashable, Sendable {
  package var at: Instant
  package var outcome: Outcome
  /// Latency of a success; a failure has none, so that no failure enters a percentile as a number.
  package var latency: TimeSpan?
  /// HTTP status of a failure, where there was one.
  package var status: Int?

  package init(at: Instant, outcome: Outcome, latency: TimeSpan?, status: Int?) {
    self.at = at
    self.outcome = outcome
    self.latency = latency
    self.status = status
  }
}

extension Sample {
  /// Whether a user would have complained.
  var isBad: Bool {
    if case .ok = outcome { false } else { true }
  }

  /// The short word for a failure, as `Observation.failureWord` has it.
  var word: String? {
    guard let failure = outcome.failure else { return nil }
    switch failure {
    case .timeout, .stalled, .network: return failure.rawValue
    default: return status.map(String.init) ?? failure.rawValue
    }
  }
}

extension SampleRing: Codable {
  /// Four numbers a sample: milliseconds since 1970, outcome, latency in µs or -1, status or 0.
  package init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    samples = []
    while !container.isAtEnd {
      let milliseconds = try container.decode(Int64.self)
      let outcome = try SampleRing.outcome(try container.decode(Int.self), container)
      let latency = try container.decode(Int64.self)
      let status = try container.decode(Int.self)
      append(
        Sample(
          at: Instant(nanoseconds: milliseconds.multipliedSaturating(1_000_000)), outcome: outcome,
          latency: latency < 0 ? nil : TimeSpan(nanoseconds: latency.multipliedSaturating(1000)),
          status: status == 0 ? nil : status))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for sample in samples {
      try container.encode(sample.at.nanoseconds / 1_000_000)
      try container.encode(SampleRing.code(sample.outcome))
      try container.encode(sample.latency.map { $0.nanoseconds / 1000 } ?? -1)
      try container.encode(sample.status ?? 0)
    }
  }

  private static func code(_ outcome: Outcome) -> Int {
    switch outcome {
    case .ok: 0
    case .slow: 1
    case .failed(let failure): 2 + (FailureClass.allCases.firstIndex(of: failure) ?? 0)
    }
  }

  private static func outcome(_ code: Int, _ container: any UnkeyedDecodingContainer) throws -> Outcome {
    switch code {
    case 0: .ok
    case 1: .slow
    case 2..<(2 + FailureClass.allCases.count): .failed(FailureClass.allCases[code - 2])
    default:
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "outcome \(code)")
    }
  }
}
