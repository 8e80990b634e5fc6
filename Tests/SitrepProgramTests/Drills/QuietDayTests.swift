import SitrepAdapters
import SitrepCore
import SitrepSimulator
import Testing
import sitrep

/// Nothing is wrong, for long enough that anything that could cry wolf does.
@Suite struct QuietDayTests {
  /// Twenty-four hours at production's cadence: one call in five hundred fails, some answers take long, and
  /// for half a minute the organisation runs into a limit.
  static let yaml = """
    name: quiet-day
    about: A day on which nothing happens
    seed: 1
    length: 24h

    platforms:
      anthropic:
        models:
          claude-haiku-5-5: {answer: 620ms, firstToken: 340ms, gap: 30ms, spread: 0.3}
        headroom: {requests: 1000, inputTokens: 200000, outputTokens: 40000, drain: 0.6}
      bedrock:
        region: us-east-1
        models:
          anthropic.claude-haiku-5-5: {answer: 850ms, firstToken: 480ms, gap: 35ms, spread: 0.3}

    steps:
      - {at: 0s, platforms: [anthropic], failing: 0.002, faults: {529: 0.5, 500: 0.3, reset: 0.2}}
      - {at: 0s, platforms: [bedrock], failing: 0.002, faults: {503: 0.8, 429: 0.2}}
      # Two answers of more than ten seconds, twice a day.
      - {at: 5h, platforms: [anthropic], latency: 20}
      - {at: 5h1m, platforms: [anthropic], latency: 1}
      # A short 429.
      - {at: 11h, platforms: [anthropic], drain: 10}
      - {at: 11h35s, platforms: [anthropic], drain: 0.6}
      - {at: 17h, platforms: [bedrock], latency: 15}
      - {at: 17h1m, platforms: [bedrock], latency: 1}

    expect:
      - never: {severity: P2}
      - never: {incident: true}
      - never: {breaker: {anthropic: open, bedrock: open}}
      - {verdict: R7, route: anthropic}
    """

  @Test(arguments: [1] as [UInt64])
  func `a quiet day raises no P1, no P2 and no incident`(seed: UInt64) throws {
    let document = try YAMLDocument.parse(Array(Self.yaml.utf8), file: "quiet-day.yaml")
    let (score, ledger) = try DrillScore.of(
      try document.decode(DrillScript.self), seed: seed, pace: .production)
    for line in score.lines { #expect(line.isMet, "\(line.expectation); found \(line.found)") }
    #expect(score.falseAlarms == 0)

    let observed = ledger.events.compactMap { event in
      if case .observed(let observation) = event.body { observation } else { nil }
    }
    #expect(observed.count > 5700)
    #expect(observed.contains { $0.outcome.isFailure && $0.outcome != .failed(.quota) })
    #expect(observed.contains { $0.outcome == .slow })
    #expect(observed.contains { $0.outcome == .failed(.quota) })
  }
}
