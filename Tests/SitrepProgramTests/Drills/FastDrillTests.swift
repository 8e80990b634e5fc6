import SitrepAdapters
import SitrepCore
import SitrepSimulator
import Testing
import sitrep

/// Every shipped drill, on a virtual clock.
@Suite struct FastDrillTests {
  /// All at once over the cores, as `sitrep drill --all --fast` plays them.
  @Test func `every shipped drill meets all that it expects`() async throws {
    let drills = try EmbeddedDrills.all.map { try Drills.named($0.name) }
    #expect(drills.count >= 20)
    for (score, _) in try await FastDrills.play(drills) {
      #expect(!score.lines.isEmpty, "\(score.drill)")
      for line in score.lines {
        #expect(line.isMet, "\(score.drill): \(line.expectation); found \(line.found)")
      }
      #expect(score.falseAlarms == 0, "\(score.drill)")
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
    // Not everything has answered after a second.
    #expect(score.lines[0].found == "R4b")
    #expect(score.lines[1].found.hasPrefix("INC-1 anthropic failing: "))
    #expect(score.lines[2].found.hasPrefix("P1, "))
    #expect(score.lines[2].found.contains(" at 00:0"))
  }

  private static let byHand = """
    name: by-hand
    about: Nothing is wrong, and somebody tries the levers
    length: 5m
    platforms:
      anthropic: {models: {claude-haiku-5-5: {answer: 500ms, firstToken: 300ms}}}
      bedrock: {region: us-east-1, models: {anthropic.claude-haiku-5-5: {answer: 800ms, firstToken: 500ms}}}
      vertex: {region: us-east5, models: {claude-haiku-5-5: {answer: 800ms, firstToken: 500ms}}}
    traffic: [{at: 0s, rate: 4}]
    acts:
      - {at: 1m, by: ann, act: trip anthropic, reason: a rehearsal}
      - {at: 1m30s, by: ann, act: ack, refused: true}
      - {at: 2m, by: ann, act: undo}
      - {at: 3m, by: bob, act: pin vertex, for: 30s}
    expect:
      - {at: 1m10s, breaker: {anthropic: forcedOpen}, route: bedrock, traffic: ok}
      - {at: 2m10s, breaker: {anthropic: closed}}
      - {at: 3m20s, pin: vertex, route: vertex, traffic: ok}
      - {at: 5m, pin: none, route: anthropic, traffic: ok}
      - never: {incident: true}

    """

  private func read(_ yaml: String) throws -> DrillScript {
    try YAMLDocument.parse(Array(yaml.utf8), file: "mine.yaml").decode(DrillScript.self)
  }

  @Test func `traffic follows what people do, and an act that is refused is told`() throws {
    let score = try DrillScore.of(try read(Self.byHand)).score
    for line in score.lines { #expect(line.isMet, "\(line.expectation); found \(line.found)") }

    var drill = try read(Self.byHand)
    drill.acts[1].isRefused = false
    let missed = try DrillScore.of(drill).score.lines.filter { !$0.isMet }
    #expect(missed.map(\.expectation) == ["at 1m30s: ann acknowledge is done"])
    #expect(missed.first?.found == "refused: no incident is open")
  }

  @Test func `calls go where the callers ask, and the gateway's report counts each once`() throws {
    var drill = try read(Self.byHand)
    drill.acts = []
    drill.traffic = [TrafficStep(at: .zero, rate: 4, split: [.bedrock: 1])]
    let flows = try DrillScore.of(drill).ledger.events.flatMap { event in
      if case .trafficMeasured(let report) = event.body { report.flows } else { [TrafficReport.Flow]() }
    }
    #expect(Set(flows.map(\.target.platform)) == [.bedrock])
    // Those under way when the drill is over are not counted.
    #expect((1190...1200).contains(flows.map(\.calls).reduce(0, +)))
  }

  /// Calls fail seconds before probes are confirmed: that speaks against nobody until probes were asked.
  @Test func `no outage of a vendor is held against us, though calls fail before probes do`() async throws {
    let names = ["total-outage", "storm-529", "july-29", "529-foreshadow", "key-revoked", "shared-upstream"]
    let drills = try names.map { name in
      var drill = try Drills.named(name)
      if drill.traffic.isEmpty { drill.traffic = [TrafficStep(at: .zero, rate: 4)] }
      drill.expect = [Expectation(.never, .verdict("R5", nil)), Expectation(.never, .verdict("R5a", nil))]
      return drill
    }
    for (score, _) in try await FastDrills.play(drills) {
      for line in score.lines { #expect(line.isMet, "\(score.drill): \(line.expectation); \(line.found)") }
    }
  }

  @Test func `several drills at once give what each gives alone`() async throws {
    let drills = try ["quick", "mixed-23-january", "poisoned-resolver"].map(Drills.named)
    let together = try await FastDrills.play(drills)
    #expect(together.map(\.score.drill) == drills.map(\.name))
    #expect(together[0].ledger.events == (try DrillScore.of(drills[0]).ledger.events))
  }
}
