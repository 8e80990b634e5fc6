import SitrepCore

/// What vendors remember between requests: how many came, and how full the rate-limit buckets are.
///
/// A value: the same requests in the same order leave the same memory.
package struct VendorMemory: Hashable, Sendable {
  private var counts: [String: UInt64] = [:]
  private var buckets: [String: Buckets] = [:]
  /// When each platform last served a call with a session.
  private var sessions: [Platform: TimeSpan] = [:]

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
