import SitrepAdapters
import SitrepCore
import SitrepSimulator
import Testing
import sitrep

/// Longer than anybody watches a screen; probed less often than by default, so that it takes seconds.
@Suite struct QuietWeekTests {
  private func drill(_ yaml: String) throws -> DrillScript {
    try YAMLDocument.parse(Array(yaml.utf8), file: "quiet.yaml").decode(DrillScript.self)
  }

  private static let platforms = """
    platforms:
      anthropic:
        models:
          claude-haiku-5-5: {answer: 620ms, firstToken: 340ms, gap: 30ms, spread: 0.3}
        headroom: {requests: 1000, inputTokens: 200000, outputTokens: 40000, drain: 0.6}
      bedrock:
        region: us-east-1
        models:
          anthropic.claude-haiku-5-5: {answer: 850ms, firstToken: 480ms, gap: 35ms, spread: 0.3}
    """

  /// Each day with the noise of `QuietDayTests`.
  private static var week: String {
    let days = (0..<7).map { day in
      """
        - {at: \(day)d5h, platforms: [anthropic], latency: 20}
        - {at: \(day)d5h1m, platforms: [anthropic], latency: 1}
        - {at: \(day)d11h, platforms: [anthropic], drain: 10}
        - {at: \(day)d11h35s, platforms: [anthropic], drain: 0.6}
        - {at: \(day)d17h, platforms: [bedrock], latency: 15}
        - {at: \(day)d17h1m, platforms: [bedrock], latency: 1}
      """
    }
    return """
      name: quiet-week
      about: A week in which nothing happens
      seed: 1
      length: 7d
      \(platforms)
      steps:
        - {at: 0s, platforms: [anthropic], failing: 0.002, faults: {529: 0.5, 500: 0.3, reset: 0.2}}
        - {at: 0s, platforms: [bedrock], failing: 0.002, faults: {503: 0.8, 429: 0.2}}
      \(days.joined(separator: "\n"))
      expect:
        - never: {severity: P2}
        - never: {incident: true}
        - never: {breaker: {anthropic: open, bedrock: open}}
      """
  }

  @Test func `a quiet week raises no P1, no P2, no incident and at most one P3`() throws {
    var pace = DrillPace.production
    (pace.probes, pace.page, pace.clouds, pace.controls) = (
      .minutes(4), .minutes(15), .minutes(30), .minutes(10)
    )
    let (score, ledger) = try DrillScore.of(try drill(Self.week), pace: pace)
    for line in score.lines { #expect(line.isMet, "\(line.expectation); found \(line.found)") }
    #expect(score.falseAlarms == 0)
    #expect(ledger.severities.count { $0 == .p3 } <= 1)
    #expect(ledger.failures > 5)
  }

  /// A month in which the page tells of one or two minor incidents a day, an hour each, and on some days
  /// of a major one, while our probes see nothing (facts/incident-facts.md, section 0).
  private static var month: String {
    let posts = (0..<30).flatMap { day in
      (0..<(day % 2 + 1)).map { number in
        let (id, hour) = ("sim\(day)x\(number)", 3 + number * 9 + day % 5)
        let impact = day % 7 == 3 ? "major" : "minor"
        let state = day % 7 == 3 ? "partial_outage" : "degraded_performance"
        return """
            - {at: \(day)d\(hour)h, incident: \(id), id: \(id)a, name: Elevated errors on one model, impact: \(impact), phase: investigating, components: {claude.ai: \(state), api: \(state)}, text: We are investigating.}
            - {at: \(day)d\(hour)h30m, incident: \(id), id: \(id)b, phase: identified, text: The issue has been identified.}
            - {at: \(day)d\(hour + 1)h3m, incident: \(id), id: \(id)c, phase: resolved, components: {claude.ai: operational, api: operational}, text: Resolved.}
          """
      }
    }
    return """
      name: page-noise
      about: A month of a noisy page
      seed: 30
      length: 30d
      \(platforms)
      steps:
        - {at: 0s, platforms: [anthropic], failing: 0.001, faults: {529: 0.5, 500: 0.3, reset: 0.2}}
      page:
      \(posts.joined(separator: "\n"))
      expect:
        - never: {incident: true}
        - never: {severity: P3}
        - never: {breaker: {anthropic: open, bedrock: open}}
        - {route: anthropic}
      """
  }

  @Test func `thirty days of minor incidents on the vendor's page open none of ours`() throws {
    var pace = DrillPace.production
    (pace.probes, pace.page, pace.clouds, pace.controls) = (
      .minutes(30), .minutes(20), .hours(4), .hours(2)
    )
    let (score, ledger) = try DrillScore.of(try drill(Self.month), pace: pace)
    for line in score.lines { #expect(line.isMet, "\(line.expectation); found \(line.found)") }
    #expect(score.falseAlarms == 0)
    // They were seen: each was a P4 for its time.
    #expect(ledger.severities.count { $0 == .p4 } >= 40)
  }
}

extension DrillLedger {
  /// What the severity was set to, each time.
  fileprivate var severities: [Severity] {
    events.compactMap { event in
      if case .severityMeasured(let assessment) = event.body { assessment.severity } else { nil }
    }
  }

  fileprivate var failures: Int {
    events.count { event in
      if case .observed(let observation) = event.body { observation.outcome.isFailure } else { false }
    }
  }
}
