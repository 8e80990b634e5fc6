/// Reads rate limits from response headers, whoever's they are.
package enum HeadroomHeaders {
  /// Finds the limits that a response tells of.
  ///
  /// Anthropic's own names win; the `x-ratelimit-*` names are other vendors' (facts/anthropic-api.md 4.5).
  /// A value that is not a plain number, a limit that is not positive, and a remaining that is negative
  /// make the reading absent. A `reset` that makes no sense is absent, and the reading stays.
  ///
  /// - Parameters:
  ///   - lookup: the value of a header by its lower-case name.
  ///   - now: when the response came, for resets that are relative and for refusing absurd ones.
  /// - Returns: the readings in the order of `LimitKind`; empty when there are none.
  package static func parse(lookup: (String) -> String?, now: Instant) -> [LimitReading] {
    for family in families {
      let readings = family.compactMap { $0.read(lookup, now) }
      if !readings.isEmpty { return readings }
    }
    return []
  }

  /// Every header that a support ticket wants: limits, retry-after, request ids.
  package static func isWorthShowing(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return [
      "ratelimit", "retry", "request-id", "requestid", "correlation-id", "cf-ray", "anthropic-priority",
    ]
    .contains { lowered.contains($0) }
  }

  private struct Names {
    var kind: LimitKind
    var limit: String
    var remaining: String
    var reset: String?

    func read(_ lookup: (String) -> String?, _ now: Instant) -> LimitReading? {
      guard let limit = lookup(limit).flatMap(HeadroomHeaders.count), limit > 0,
        let remaining = lookup(remaining).flatMap(HeadroomHeaders.count)
      else { return nil }
      let moment = reset.flatMap(lookup).flatMap { HeadroomHeaders.moment($0, now: now) }
      return LimitReading(kind: kind, limit: limit, remaining: min(remaining, limit), reset: moment)
    }
  }

  private static let families: [[Names]] = [
    [
      anthropic(.requests, "requests"), anthropic(.tokens, "tokens"), anthropic(.inputTokens, "input-tokens"),
      anthropic(.outputTokens, "output-tokens"),
    ],
    [openAI(.requests, "requests"), openAI(.tokens, "tokens")],
    [
      Names(
        kind: .requests, limit: "x-ratelimit-limit-req-10-second",
        remaining: "x-ratelimit-remaining-req-10-second"),
      Names(
        kind: .tokens, limit: "x-ratelimit-limit-tokens-minute",
        remaining: "x-ratelimit-remaining-tokens-minute"),
    ],
    [
      Names(
        kind: .tokens, limit: "x-ratelimitbysize-limit-minute",
        remaining: "x-ratelimitbysize-remaining-minute",
        reset: "ratelimitbysize-reset")
    ],
  ]

  private static func anthropic(_ kind: LimitKind, _ word: String) -> Names {
    let stem = "anthropic-ratelimit-\(word)"
    return Names(kind: kind, limit: "\(stem)-limit", remaining: "\(stem)-remaining", reset: "\(stem)-reset")
  }

  private static func openAI(_ kind: LimitKind, _ word: String) -> Names {
    Names(
      kind: kind, limit: "x-ratelimit-limit-\(word)", remaining: "x-ratelimit-remaining-\(word)",
      reset: "x-ratelimit-reset-\(word)")
  }

  /// Digits only, and no more of them than any real limit has.
  private static func count(_ text: String) -> Int? {
    let digits = text.utf8.drop { $0 == 0x20 }.prefix { $0 != 0x20 }
    guard !digits.isEmpty, digits.count <= 12, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// An absolute time or a span from now; nil when it is over a day ago or over 31 days ahead.
  private static func moment(_ text: String, now: Instant) -> Instant? {
    let trimmed = String(text.drop { $0 == " " }.prefix { $0 != " " })
    let moment =
      Timestamp.parseRFC3339(trimmed) ?? VendorDuration.parse(trimmed).map { now + $0 }
      ?? VendorDuration.seconds(trimmed).map { now + $0 }
    guard let moment else { return nil }
    let distance = moment - now
    return distance > .hours(-24) && distance <= .hours(24 * 31) ? moment : nil
  }
}
