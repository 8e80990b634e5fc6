/// Where the time of one attempt went.
///
/// A phase that did not happen is absent, never zero.
package struct Phases: Hashable, Codable, Sendable {
  package var dns: TimeSpan?
  package var connect: TimeSpan?
  package var tls: TimeSpan?
  /// From the start of the attempt to the first byte of the answer.
  package var firstByte: TimeSpan?
  /// From the start of the attempt to the first content of a stream.
  package var firstToken: TimeSpan?
  /// The whole attempt.
  package var total: TimeSpan?
  /// The longest silence between two contents of a stream.
  package var largestGap: TimeSpan?

  package init(
    dns: TimeSpan? = nil, connect: TimeSpan? = nil, tls: TimeSpan? = nil, firstByte: TimeSpan? = nil,
    firstToken: TimeSpan? = nil, total: TimeSpan? = nil, largestGap: TimeSpan? = nil
  ) {
    self.dns = dns
    self.connect = connect
    self.tls = tls
    self.firstByte = firstByte
    self.firstToken = firstToken
    self.total = total
    self.largestGap = largestGap
  }
}

/// Tokens that an answer says it used.
package struct Usage: Hashable, Codable, Sendable {
  package var inputTokens: Int
  package var outputTokens: Int
  package var cacheReadTokens: Int?
  package var cacheWriteTokens: Int?

  package init(
    inputTokens: Int, outputTokens: Int, cacheReadTokens: Int? = nil, cacheWriteTokens: Int? = nil
  ) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cacheReadTokens = cacheReadTokens
    self.cacheWriteTokens = cacheWriteTokens
  }

  /// What two requests of one probe used together.
  package static func + (one: Usage, other: Usage) -> Usage {
    func sum(_ left: Int?, _ right: Int?) -> Int? {
      left == nil && right == nil ? nil : (left ?? 0) + (right ?? 0)
    }
    return Usage(
      inputTokens: one.inputTokens + other.inputTokens, outputTokens: one.outputTokens + other.outputTokens,
      cacheReadTokens: sum(one.cacheReadTokens, other.cacheReadTokens),
      cacheWriteTokens: sum(one.cacheWriteTokens, other.cacheWriteTokens))
  }

  /// Every token that was carried, cached ones included.
  package var allTokens: Int {
    inputTokens + outputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0)
  }
}

/// What two requests with the same long beginning made of the prompt cache.
package struct CacheReading: Hashable, Codable, Sendable {
  /// Tokens that the first request wrote.
  package var written: Int
  /// Tokens that the second one read.
  package var read: Int
  package var writeTook: TimeSpan
  package var readTook: TimeSpan

  package init(written: Int, read: Int, writeTook: TimeSpan, readTook: TimeSpan) {
    self.written = written
    self.read = read
    self.writeTook = writeTook
    self.readTook = readTook
  }
}

/// Why a probe was sent.
///
/// Only scheduled probes count for objectives and percentiles.
package enum ProbePurpose: String, Codable, Sendable {
  case scheduled
  /// Sent +3, +8 and +20 s after a failed probe, to confirm or refute it.
  case confirm
  /// Sent by a person or by `sitrep check`.
  case manual
}

/// What came back from one synthetic request.
package struct Observation: Hashable, Codable, Sendable {
  package var series: SeriesID
  package var purpose: ProbePurpose
  package var startedAt: Instant
  package var phases: Phases
  package var outcome: Outcome
  /// HTTP status, absent when there was no answer.
  package var status: Int?
  /// The vendor's error type, as in `error.type` or `x-amzn-ErrorType`.
  package var errorType: CleanText?
  package var message: CleanText?
  package var requestID: CleanText?
  package var limits: [LimitReading]
  /// What `retry-after` asked for.
  package var retryAfter: TimeSpan?
  package var usage: Usage?
  /// Fingerprint of the key used, never the key.
  package var key: String?
  /// Of a probe of prompt caching.
  package var cache: CacheReading?
  /// When the certificate that was shown ends; absent without TLS.
  package var certificateEnds: Instant?

  package init(
    series: SeriesID, purpose: ProbePurpose, startedAt: Instant, phases: Phases, outcome: Outcome,
    status: Int? = nil, errorType: CleanText? = nil, message: CleanText? = nil, requestID: CleanText? = nil,
    limits: [LimitReading] = [], retryAfter: TimeSpan? = nil, usage: Usage? = nil, key: String? = nil,
    cache: CacheReading? = nil, certificateEnds: Instant? = nil
  ) {
    self.series = series
    self.purpose = purpose
    self.startedAt = startedAt
    self.phases = phases
    self.outcome = outcome
    self.status = status
    self.errorType = errorType
    self.message = message
    self.requestID = requestID
    self.limits = limits
    self.retryAfter = retryAfter
    self.usage = usage
    self.key = key
    self.cache = cache
    self.certificateEnds = certificateEnds
  }

  /// What counts as the attempt's latency: first token for streams, else the whole attempt.
  package var latency: TimeSpan? { phases.firstToken ?? phases.total }

  /// The short word for a failure in tables and reasons: the status if there is one, else the class.
  package var failureWord: String? {
    guard let failure = outcome.failure else { return nil }
    switch failure {
    case .timeout, .stalled, .network: return failure.rawValue
    // A good status says nothing about what failed: a body that is no answer, an error in mid-stream.
    default: return status.flatMap { $0 >= 300 ? String($0) : nil } ?? failure.rawValue
    }
  }
}
