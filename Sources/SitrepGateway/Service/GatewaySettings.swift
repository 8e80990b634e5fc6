package import SitrepCore

/// Where the gateway listens and how long it waits.
package struct GatewaySettings: Sendable {
  /// How it calls itself in traffic reports.
  package var consumer = "gateway"
  package var host = "127.0.0.1"
  /// 0 lets the kernel pick one.
  package var port: UInt16 = 0
  /// What callers must present as their key; required when listening beyond loopback.
  package var token: Secret?
  /// A larger request is answered with 413 (facts/anthropic-api.md 1).
  package var bodyLimit = 32 << 20
  package var connect = TimeSpan.seconds(3)
  /// Longest silence before the first content of a stream, and between two contents.
  package var firstContent = TimeSpan.seconds(30)
  package var gap = TimeSpan.seconds(10)
  /// The same for requests that let the model think.
  package var firstContentThinking = TimeSpan.seconds(60)
  package var gapThinking = TimeSpan.seconds(30)
  /// Least time for an answer in one piece; more for requests that allow long answers.
  package var wholeAnswer = TimeSpan.seconds(60)
  package var lifetime = TimeSpan.minutes(15)
  /// Bytes held back while nothing is content; with more, failover is over.
  package var heldBytes = 64 << 10
  package var reportEvery = TimeSpan.seconds(1)

  package init() {}

  package var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// How long an answer in one piece is expected to take: an hour for 128 000 tokens.
  static func expected(maxTokens: Int?) -> TimeSpan {
    TimeSpan.hours(1) * (Double(min(max(maxTokens ?? 0, 0), 128_000)) / 128_000)
  }

  /// How long an answer in one piece may take.
  ///
  /// Official clients expect an hour for 128 000 tokens, at most ten minutes (facts/anthropic-api.md 5).
  func wholeAnswerLimit(maxTokens: Int?) -> TimeSpan {
    let expected = GatewaySettings.expected(maxTokens: maxTokens)
    return min(max(wholeAnswer, expected), max(wholeAnswer, .minutes(10)))
  }
}

/// Why the gateway could not be started.
package struct GatewayError: Error, CustomStringConvertible, Sendable {
  package let description: String
}
