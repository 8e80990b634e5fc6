import SitrepAdapters
import SitrepCore
import SitrepSimulator
import Testing
import sitrep

/// Every shipped drill, on a virtual clock.
@Suite struct FastDrillTests {
  @Test(arguments: EmbeddedDrills.all.map(\.name))
  func `a shipped drill meets all that it expects, with its own seed and another`(name: String) throws {
    let drill = try Drills.named(name)
    for seed in [drill.seed, drill.seed &+ 1] {
      let score = try DrillScore.of(drill, seed: seed).score
      #expect(!score.lines.isEmpty)
      for line in score.lines {
        #expect(line.isMet, "seed \(seed): \(line.expectation); found \(line.found)")
      }
      #expect(score.falseAlarms == 0, "seed \(seed)")
    }
  }

  @Test func `the same seed gives the same journal, another seed another`() throws {
    let drill = try Drills.named("quick")
    func journal(_ seed: UInt64) throws -> [[UInt8]] {
      try DrillScore.of(drill, seed: seed).ledger.events.map { try CanonicalJSON.encode($0) }
    }
    let first = try journal(15)
    #expect(first.count > 100)
    #expect(try journal(15) == first)
    #expect(try journal(16) != first)
  }

  @Test func `an expectation that is not met says what was there instead`() throws {
    var drill = try Drills.named("quick")
    drill.expect = [
      Expectation(.by(.seconds(1)), .verdict("R16", nil)), Expectation(.end, .incidents(3)),
      Expectation(.never, .severity(.p2)), Expectation(.never, .route(.vertex)),
    ]
    let score = try DrillScore.of(drill).score
    #expect(score.lines.map(\.isMet) == [false, false, false, true])
    #expect(score.lines[0].found == "R7")
    #expect(score.lines[1].found.hasPrefix("INC-1 anthropic failing: "))
    #expect(score.lines[2].found.hasPrefix("P2, "))
    #expect(score.lines[2].found.contains(" at 00:0"))
  }
}
