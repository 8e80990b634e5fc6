import SitrepCore

extension AnthropicDialect {
  /// The headers of every answer that passed the edge.
  ///
  /// Workspace and organisation need a known key.
  func headers(_ stamp: Stamp, isKnown: Bool = true) -> [VendorHeader] {
    let who = [
      VendorHeader("anthropic-organization-id", AnthropicBodies.organization),
      VendorHeader("anthropic-workspace-id", "wrkspc_01SIMULATED"),
    ]
    return edge(stamp, type: "application/json")
      + [
        VendorHeader("cf-cache-status", "DYNAMIC"), VendorHeader("x-robots-tag", "none"),
        VendorHeader("strict-transport-security", "max-age=31536000; includeSubDomains; preload"),
      ] + (isKnown ? who : []) + [VendorHeader("request-id", "req_011C\(stamp.request)")]
  }

  /// All that an answer has that the origin never saw.
  func edge(_ stamp: Stamp, type: String) -> [VendorHeader] {
    [
      VendorHeader("content-type", type), VendorHeader("server", "cloudflare"),
      VendorHeader("cf-ray", stamp.ray),
    ]
  }

  /// Time spent behind Envoy; the rest of the answer's time was the way.
  func served(_ time: TimeSpan) -> [VendorHeader] {
    let inside = max(1, time.wholeMilliseconds - 3)
    return [
      VendorHeader("server-timing", "x-originResponse;dur=\(inside + 2)"),
      VendorHeader("x-envoy-upstream-service-time", String(inside)),
    ]
  }

  /// The twelve headers of headroom; `tokens` is the sum of input and output (facts 4.2).
  func limitHeaders(_ ticket: Ticket) -> [VendorHeader] {
    guard let levels = ticket.levels else { return [] }
    let now = ticket.stamp.now
    let (input, output) = (levels.input, levels.output)
    return lines(
      "requests", levels.requests.limit, levels.requests.remaining, now + levels.requests.untilFull)
      + lines(
        "tokens", input.limit + output.limit, thousands(input) + thousands(output),
        now + max(input.untilFull, output.untilFull))
      + lines("input-tokens", input.limit, thousands(input), now + input.untilFull)
      + lines("output-tokens", output.limit, thousands(output), now + output.untilFull)
  }

  private func lines(_ kind: String, _ limit: Int, _ remaining: Int, _ reset: Instant) -> [VendorHeader] {
    [
      VendorHeader("anthropic-ratelimit-\(kind)-limit", String(limit)),
      VendorHeader("anthropic-ratelimit-\(kind)-remaining", String(remaining)),
      VendorHeader("anthropic-ratelimit-\(kind)-reset", Timestamp.rfc3339(reset)),
    ]
  }

  /// Remaining tokens are told to the nearest thousand.
  private func thousands(_ bucket: TokenBucket) -> Int {
    min(bucket.limit, (bucket.remaining + 500) / 1000 * 1000)
  }
}
