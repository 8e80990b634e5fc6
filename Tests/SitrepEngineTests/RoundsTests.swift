import SitrepCore
import SitrepEngine
import Testing

/// When a rare probe is sent before its turn.
@Suite struct `The turns of rare probes` {
  private static func rare(_ capability: Capability, _ platform: Platform, every cadence: TimeSpan)
    -> ProbePlan
  {
    ProbePlan(
      series: SeriesID(
        platform: platform, region: "", capability: capability, model: Model("claude-haiku-4-5")),
      cadence: cadence)
  }

  /// When vision was probed at `platform` in twenty minutes, in seconds, and why.
  private func turns(
    _ outcome: Outcome, of platform: Platform = .anthropic, every cadence: TimeSpan = .minutes(30)
  ) async throws -> [(Int64, ProbePurpose)] {
    let rig = try await Rig()
    var settings = Rig.settings
    settings.probes.append(Self.rare(.vision, platform, every: cadence))
    rig.probes.fail(.anthropic, outcome)
    let start = rig.clock.now()
    try await rig.running(settings) { await rig.clock.advance(by: .minutes(20)) }
    return rig.probes.all.filter { $0.0.capability == .vision }
      .map { (($0.2 - start).wholeSeconds, $0.1) }
  }

  @Test func `in peace it waits for its turn`() async throws {
    let turns = try await turns(.ok)
    #expect(turns.map(\.0) == [1])
    #expect(turns.map(\.1) == [.scheduled])
  }

  @Test func `while messages of its platform fail it is looked at about every minute, as a confirm`()
    async throws
  {
    let turns = try await turns(.failed(.server))
    #expect(turns.count >= 10 && turns.count <= 20, "\(turns)")
    #expect(turns.dropFirst().allSatisfy { $0.1 == .confirm })
    let gaps = zip(turns, turns.dropFirst()).map { $1.0 - $0.0 }
    #expect(gaps.allSatisfy { $0 >= 60 }, "\(gaps)")
  }

  @Test func `our own limits are no reason to ask more`() async throws {
    #expect(try await turns(.failed(.quota)).count == 1)
  }

  @Test func `trouble of another platform is none of its own`() async throws {
    #expect(try await turns(.failed(.server), of: .bedrock).count == 1)
  }

  @Test func `what is probed often keeps its cadence`() async throws {
    let turns = try await turns(.failed(.server), of: .anthropic, every: .minutes(2))
    let gaps = zip(turns, turns.dropFirst()).map { $1.0 - $0.0 }
    #expect(gaps.allSatisfy { $0 == 120 }, "\(gaps)")
  }
}
