import SitrepCore

/// The three token buckets of a key and model.
///
/// They refill continuously (facts/anthropic-api.md 4.2).
struct Buckets: Hashable, Sendable {
  private(set) var requests: TokenBucket
  private(set) var input: TokenBucket
  private(set) var output: TokenBucket
  private var filledAt: TimeSpan

  init(full limits: Limits, at moment: TimeSpan) {
    requests = TokenBucket(limit: limits.requests)
    input = TokenBucket(limit: limits.inputTokens)
    output = TokenBucket(limit: limits.outputTokens)
    filledAt = moment
  }

  /// Adds what refilled since the last request and takes what others used of it.
  mutating func refill(_ limits: Limits, until moment: TimeSpan) {
    let minutes = max(0, (moment - filledAt).inSeconds / 60)
    filledAt = max(filledAt, moment)
    requests.refill(limits.requests, drain: limits.drain, minutes)
    input.refill(limits.inputTokens, drain: limits.drain, minutes)
    output.refill(limits.outputTokens, drain: limits.drain, minutes)
  }

  mutating func take(_ call: Call) -> LimitRefusal? {
    if let wait = requests.wait(for: 1) {
      return LimitRefusal(what: "requests", limit: requests.limit, wait: wait)
    }
    // What is read from the prompt cache does not count.
    let entered = Double(call.inputTokens + call.cacheWritten)
    if let wait = input.wait(for: entered) {
      return LimitRefusal(what: "input tokens", limit: input.limit, wait: wait)
    }
    if let wait = output.wait(for: Double(call.outputTokens)) {
      return LimitRefusal(what: "output tokens", limit: output.limit, wait: wait)
    }
    requests.take(1)
    input.take(entered)
    output.take(Double(call.outputTokens))
    return nil
  }
}

/// A bucket that holds a minute's worth of its limit.
struct TokenBucket: Hashable, Sendable {
  private(set) var limit: Int
  private(set) var level: Double
  private var drain = 0.0

  init(limit: Int) {
    self.limit = limit
    level = Double(limit)
  }

  var remaining: Int { max(0, Int(level)) }

  /// Until the bucket is full again, if nobody takes from it.
  var untilFull: TimeSpan { .fractionalSeconds((Double(limit) - level) / Double(limit) * 60) }

  mutating func refill(_ limit: Int, drain: Double, _ minutes: Double) {
    self.limit = limit
    self.drain = drain
    level = min(Double(limit), max(0, level + Double(limit) * (1 - drain) * minutes))
  }

  mutating func take(_ amount: Double) {
    level -= amount
  }

  /// Until there is room for `amount`; nil when there is.
  ///
  /// A minute when others take all that refills.
  func wait(for amount: Double) -> TimeSpan? {
    guard level < amount else { return nil }
    let perSecond = Double(limit) * (1 - drain) / 60
    guard perSecond > 0 else { return .minutes(1) }
    return min(.fractionalSeconds((amount - level) / perSecond), .minutes(1))
  }
}
