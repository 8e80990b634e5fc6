import SitrepCore

/// What vendors remember between requests: how many came, and how full the rate-limit buckets are.
///
/// A value: the same requests in the same order leave the same memory.
package struct VendorMemory: Hashable, Sendable {
  private var counts: [String: UInt64] = [:]
  private var buckets: [String: Buckets] = [:]
  /// When each platform last served a call with a session.
  private var sessions: [Platform: TimeSpan] = [:]
  /// Until when the prompt caches keep what was written, by key, model and beginning.
  private var cached: [String: TimeSpan] = [:]

  /// Callers choose keys freely, so the number of remembered ones is bounded.
  private static let mostKeys = 256

  package init() {}

  /// Numbers the requests of one kind from 0.
  mutating func number(of kind: String) -> UInt64 {
    let number = counts[kind, default: 0]
    counts[kind] = number + 1
    return number
  }

  /// Notes a call with a session, and says whether sessions are spread over platforms now.
  mutating func isMixed(_ call: Call, _ mixing: Mixing?, at moment: TimeSpan) -> Bool {
    guard call.hasSession else { return false }
    sessions[call.platform] = moment
    guard let mixing else { return false }
    return sessions.values.count { moment - $0 <= mixing.within } >= 2
  }

  /// How long a beginning is kept after its last use (facts/anthropic-api.md 7).
  private static let cacheLife = TimeSpan.minutes(5)

  /// The call with its tokens told apart: read from the prompt cache, written to it, or neither.
  ///
  /// What is too short for the model is not kept, and nobody says so.
  mutating func cache(_ call: Call, forgets: Bool, at moment: TimeSpan) -> Call {
    guard let wish = call.cache, wish.tokens >= PromptCacheMinimum.tokens(for: call.model) else {
      return call
    }
    let key = "\(call.platform.rawValue)/\(call.keyHash)/\(call.model.rawValue)/\(wish.hash)"
    let isKept = (cached[key] ?? .zero) > moment && !forgets
    if cached.count >= VendorMemory.mostKeys { cached = cached.filter { $0.value > moment } }
    if cached.count >= VendorMemory.mostKeys { cached.removeAll() }
    cached[key] = moment + VendorMemory.cacheLife
    var taken = call
    taken.inputTokens = max(1, call.inputTokens - wish.tokens)
    if isKept { taken.cacheRead = wish.tokens } else { taken.cacheWritten = wish.tokens }
    return taken
  }

  /// Takes one request and its input from the buckets of a key and model, or says which bucket is empty.
  mutating func admit(_ call: Call, _ limits: Limits, at moment: TimeSpan) -> Admission {
    let key = "\(call.platform.rawValue)/\(call.keyHash)/\(call.model.rawValue)"
    if buckets[key] == nil, buckets.count >= VendorMemory.mostKeys { buckets.removeAll() }
    var held = buckets[key] ?? Buckets(full: limits, at: moment)
    held.refill(limits, until: moment)
    let refusal = held.take(call)
    buckets[key] = held
    return Admission(levels: held, refusal: refusal)
  }
}

/// What admission found.
struct Admission {
  var levels: Buckets
  var refusal: LimitRefusal?
}

/// Which limit a call ran into.
struct LimitRefusal {
  /// As in the vendor's sentence: "requests", "input tokens", "output tokens".
  var what: String
  var limit: Int
  /// Until there is room for this call.
  var wait: TimeSpan
}
