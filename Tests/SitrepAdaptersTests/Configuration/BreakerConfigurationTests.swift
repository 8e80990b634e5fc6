import SitrepAdapters
import SitrepCore
import Testing

@Suite struct BreakerConfigurationTests {
  private func read(_ text: String) throws -> Configuration {
    try ConfigurationFile.decode(try YAMLDocument.parse(Array(text.utf8), file: "config.yaml"))
  }

  @Test func `probes are judged by the runbook, a gateway's calls by the traffic profile`() throws {
    #expect(try read("theme: light").breaker == .runbook)
    #expect(try read("gateway: {listen: 127.0.0.1:4000}").breaker == .traffic)
    #expect(
      try read("gateway: {listen: 127.0.0.1:4000}\nbreaker: {profile: runbook}").breaker == .runbook)
    #expect(try read("breaker: {profile: traffic}").breaker == .traffic)
  }

  @Test func `every number can be set, over those of the profile`() throws {
    let breaker = try read(
      """
      breaker:
        profile: traffic
        failures_to_open: 4
        spread: 0s
        rates: [40% of 10 in 30s, 60% of 20 in last 50]
        slow_after: 8s
        slow_rates: []
        open_for: 20s
        open_factor: 1.5
        longest_open: 10m
        jitter: 10%
        calm_after: 5m
        half_open_permits: 1
        successes_to_close: 3
        permit_lease: 30s
        ramp_for: 1m
      """
    ).breaker
    var expected = BreakerSettings.traffic
    expected.failuresToOpen = 4
    expected.spread = .zero
    expected.rates = [
      RateArm(share: 0.4, minimum: 10, of: .time(.seconds(30))),
      RateArm(share: 0.6, minimum: 20, of: .calls(50)),
    ]
    expected.slowAfter = .seconds(8)
    expected.slowRates = []
    expected.openFor = .seconds(20)
    expected.openFactor = 1.5
    expected.longestOpen = .minutes(10)
    expected.jitter = 0.1
    expected.calmAfter = .minutes(5)
    expected.halfOpenPermits = 1
    expected.successesToClose = 3
    expected.permitLease = .seconds(30)
    expected.rampFor = .minutes(1)
    #expect(breaker == expected)
  }

  @Test func `a platform's own numbers stand on those of all, or on a profile that it names`() throws {
    let configuration = try read(
      """
      platforms:
        anthropic: {breaker: {failures_to_open: 3}}
        bedrock: {breaker: {profile: traffic, open_for: 40s}}
        vertex: {region: global}
      breaker: {open_for: 90s}
      """)
    var all = BreakerSettings.runbook
    all.openFor = .seconds(90)
    #expect(configuration.breaker == all)
    var anthropic = all
    anthropic.failuresToOpen = 3
    var bedrock = BreakerSettings.traffic
    bedrock.openFor = .seconds(40)
    #expect(configuration.platformBreakers == [.anthropic: anthropic, .bedrock: bedrock])
  }

  @Test func `the table's standard values are the runbook's`() throws {
    let lines = ConfigurationTable.all.compactMap { key -> String? in
      guard key.path.hasPrefix("breaker."), let standard = key.standard else { return nil }
      return "  \(key.path.dropFirst("breaker.".count)): \(standard)"
    }
    #expect(try read("breaker:\n" + lines.joined(separator: "\n")).breaker == .runbook)
  }
}
