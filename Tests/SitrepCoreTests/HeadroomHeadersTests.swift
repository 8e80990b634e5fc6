import SitrepCore
import Testing

@Suite("Rate limits in headers")
struct HeadroomHeadersTests {
  static let now = Instant(seconds: 1_795_200_302)  // 2026-11-20T18:45:02Z

  private func parse(_ headers: [String: String]) -> [LimitReading] {
    HeadroomHeaders.parse(lookup: { headers[$0] }, now: Self.now)
  }

  private func requests(_ limit: String, _ remaining: String, _ reset: String?) -> [LimitReading] {
    var headers = [
      "anthropic-ratelimit-requests-limit": limit, "anthropic-ratelimit-requests-remaining": remaining,
    ]
    headers["anthropic-ratelimit-requests-reset"] = reset
    return parse(headers)
  }

  @Test("Anthropic's four families are read, with their resets")
  func anthropic() {
    var headers: [String: String] = [:]
    for (word, limit) in [
      ("requests", 50), ("tokens", 38000), ("input-tokens", 30000), ("output-tokens", 8000),
    ] {
      headers["anthropic-ratelimit-\(word)-limit"] = String(limit)
      headers["anthropic-ratelimit-\(word)-remaining"] = String(limit / 2)
      headers["anthropic-ratelimit-\(word)-reset"] = "2026-11-20T18:45:05Z"
    }
    let readings = parse(headers)
    #expect(readings.map(\.kind) == [.requests, .tokens, .inputTokens, .outputTokens])
    #expect(readings.map(\.limit) == [50, 38000, 30000, 8000])
    #expect(readings.allSatisfy { $0.reset == Self.now + .seconds(3) && $0.share == 0.5 })
  }

  @Test("A reset may have fractions or an offset, be past, absent or nonsense")
  func resets() {
    #expect(requests("50", "9", "2026-11-20T18:45:05.5Z").first?.reset == Self.now + .milliseconds(3500))
    #expect(requests("50", "9", "2026-11-20T19:45:05+01:00").first?.reset == Self.now + .seconds(3))
    #expect(requests("50", "50", "2026-11-20T18:45:01Z").first?.reset == Self.now - .seconds(1))
    #expect(requests("50", "9", nil) == [LimitReading(kind: .requests, limit: 50, remaining: 9)])
    for nonsense in ["soon", "2019-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "", "-5", "1e9"] {
      #expect(requests("50", "9", nonsense) == [LimitReading(kind: .requests, limit: 50, remaining: 9)])
    }
  }

  @Test(
    "Numbers that cannot be limits make the reading absent",
    arguments: [
      ("50", "-1"), ("-1", "5"), ("0", "0"), ("", "5"), ("fifty", "5"), ("50", ""), ("1e3", "5"),
      ("50.5", "5"),
      ("99999999999999999999", "5"), ("50", "0x10"), ("50,000", "5"), ("٥٠", "5"),
    ])
  func refuses(limit: String, remaining: String) {
    #expect(requests(limit, remaining, nil).isEmpty)
  }

  @Test("More remaining than the limit is read as all of it")
  func clamps() {
    #expect(requests("50", "60", nil).first?.remaining == 50)
  }

  @Test("OpenAI's durations are relative to now")
  func openAI() {
    let readings = parse([
      "x-ratelimit-limit-requests": "10000", "x-ratelimit-remaining-requests": "9999",
      "x-ratelimit-reset-requests": "6ms", "x-ratelimit-limit-tokens": "200000",
      "x-ratelimit-remaining-tokens": "199977", "x-ratelimit-reset-tokens": "6m0s",
    ])
    #expect(readings.map(\.kind) == [.requests, .tokens])
    #expect(readings.map(\.reset) == [Self.now + .milliseconds(6), Self.now + .minutes(6)])
  }

  @Test("Each reading stands for itself: one that is missing or mad takes no other with it")
  func partial() {
    let readings = parse([
      "anthropic-ratelimit-requests-limit": "50", "anthropic-ratelimit-tokens-limit": "38000",
      "anthropic-ratelimit-tokens-remaining": "1000", "anthropic-ratelimit-output-tokens-limit": "none",
      "anthropic-ratelimit-output-tokens-remaining": "5", "x-ratelimit-limit-requests": "9",
      "x-ratelimit-remaining-requests": "9",
    ])
    #expect(readings == [LimitReading(kind: .tokens, limit: 38000, remaining: 1000)])
  }

  @Test(
    "Other vendors' headers are read where Anthropic's are absent",
    arguments: [
      // OpenAI, where only one of two limits makes sense; Azure sends -1 for none.
      (
        [
          "x-ratelimit-limit-requests": "-1", "x-ratelimit-remaining-requests": "-1",
          "x-ratelimit-limit-tokens": "200", "x-ratelimit-remaining-tokens": "0",
          "x-ratelimit-reset-tokens": "2m59.5s",
        ], [LimitReading(kind: .tokens, limit: 200, remaining: 0, reset: now + .milliseconds(179_500))]
      ),
      // Groq, with fractions.
      (
        [
          "x-ratelimit-limit-requests": "14400", "x-ratelimit-remaining-requests": "14370",
          "x-ratelimit-reset-requests": "172.5ms",
        ],
        [
          LimitReading(
            kind: .requests, limit: 14400, remaining: 14370, reset: now + TimeSpan(nanoseconds: 172_500_000))
        ]
      ),
      // Mistral's older deployments.
      (
        [
          "x-ratelimitbysize-limit-minute": "500", "x-ratelimitbysize-remaining-minute": "499",
          "ratelimitbysize-reset": "26",
        ], [LimitReading(kind: .tokens, limit: 500, remaining: 499, reset: now + .seconds(26))]
      ),
      // Gemini sends none.
      (["server-timing": "gfet4t7; dur=511"], []),
    ] as [([String: String], [LimitReading])])
  func others(headers: [String: String], readings: [LimitReading]) {
    #expect(parse(headers) == readings)
  }

  @Test("Mistral's windows are read without resets, and unknown names give nothing")
  func mistral() {
    let readings = parse([
      "x-ratelimit-limit-tokens-minute": "500000", "x-ratelimit-remaining-tokens-minute": "499976",
      "x-ratelimit-limit-req-10-second": "5", "x-ratelimit-remaining-req-10-second": "4",
    ])
    #expect(readings.map(\.kind) == [.requests, .tokens])
    #expect(readings.allSatisfy { $0.reset == nil })
    #expect(parse(["x-ratelimit-limit": "5", "x-ratelimit-remaining": "4"]).isEmpty)
  }

  @Test(
    "Vendor durations are read",
    arguments: [
      ("12ms", 0.012), ("0s", 0), ("1.4s", 1.4), ("6m0s", 360), ("1h30m0s", 5400), ("2m59.56s", 179.56),
      ("172.799999ms", 0.172799999), ("38s", 38), ("5µs", 0.000005), ("7ns", 0.000000007),
    ])
  func durations(text: String, seconds: Double) throws {
    let span = try #require(VendorDuration.parse(text))
    #expect(abs(span.inSeconds - seconds) < 1e-8)
  }

  @Test(
    "What is no duration is refused",
    arguments: ["", "s", "5", "5 s", "-5s", "1..4s", "5x", "nan", "infs", "1e5s", "99999999999h", "5s5"])
  func refusesDurations(text: String) {
    #expect(VendorDuration.parse(text) == nil)
  }

  @Test(
    "Retry-after is read in all its forms",
    arguments: [
      (["retry-after": "17"], 17), (["retry-after": " 0.5 "], 0.5), (["retry-after": "0"], 0),
      (["retry-after-ms": "1500", "retry-after": "9"], 1.5),
      (["retry-after": "Fri, 20 Nov 2026 18:46:02 GMT"], 60),
      (["retry-after": "Fri, 20 Nov 2026 18:00:00 GMT"], 0),
      (["retry-after-ms": "soon", "retry-after": "9"], 9),
    ] as [([String: String], Double)])
  func retryAfter(headers: [String: String], seconds: Double) {
    #expect(RetryAfter.parse(lookup: { headers[$0] }, now: Self.now)?.inSeconds == seconds)
  }

  @Test(
    "A retry-after that makes no sense is absent",
    arguments: ["", "-5", "later", "inf", "99999999999", "1e3"])
  func refusesRetryAfter(text: String) {
    #expect(RetryAfter.parse(lookup: { ["retry-after": text][$0] }, now: Self.now) == nil)
  }
}
