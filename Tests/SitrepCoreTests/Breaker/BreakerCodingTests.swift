import FoundationEssentials
import SitrepCore
import Testing

/// Journals and checkpoints outlive the version that wrote them.
@Suite struct BreakerCodingTests {
  private let start = Instant(seconds: 1_800_000_000)

  private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }

  @Test func `settings of an older journal are the runbook's, with their own numbers`() throws {
    let span = try json(TimeSpan.seconds(90))
    let old = """
      {"failuresToOpen":3,"openFor":\(span),"halfOpenPermits":2,"successesToClose":1,"permitLease":\(span)}
      """
    let settings = try decode(BreakerSettings.self, old)
    #expect(
      settings
        == BreakerSettings(
          failuresToOpen: 3, openFor: .seconds(90), halfOpenPermits: 2, successesToClose: 1,
          permitLease: .seconds(90)))
  }

  @Test(arguments: BreakerProfile.allCases)
  func `settings survive their encoding`(profile: BreakerProfile) throws {
    let settings = BreakerSettings.preset(profile)
    #expect(try decode(BreakerSettings.self, try json(settings)) == settings)
  }

  @Test func `a breaker of an older checkpoint goes on where it was`() throws {
    let moment = try json(start)
    let old = """
      {"position":"closed","since":\(moment),"generation":4,"failures":["529","529","500","529"],\
      "trialSuccesses":0,"permits":[]}
      """
    var breaker = try decode(Breaker.self, old)
    #expect(breaker.failures == ["529", "529", "500", "529"])
    breaker.record(
      .failed("529"), BreakerPass(generation: 4), at: start + .seconds(1), settings: .runbook)
    #expect(
      breaker.due(at: start + .seconds(1), settings: .runbook)?.reason
        == "5 of the last 5 failed: 529 ×4, 500 ×1")
  }

  @Test func `an open breaker without an end is tried at once`() throws {
    let old = """
      {"position":"open","since":\(try json(start)),"generation":1,"failures":[],"trialSuccesses":0,"permits":[]}
      """
    let breaker = try decode(Breaker.self, old)
    #expect(breaker.due(at: start + .seconds(1), settings: .runbook)?.to == .halfOpen)
  }

  @Test func `a breaker in the middle of everything survives its encoding`() throws {
    var breaker = Breaker(since: start)
    for index in 0..<40 {
      let result: CallResult = index % 3 == 0 ? .failed("word \(index)") : .ok(after: .seconds(25))
      breaker.record(
        result, breaker.witnessPass, at: start + .milliseconds(Int64(index) * 10), settings: .traffic)
    }
    #expect(try decode(Breaker.self, try json(breaker)) == breaker)
  }

  @Test func `a transition without a count is read`() throws {
    let transition = try decode(
      Breaker.Transition.self, #"{"to":"closed","reason":"2 trial calls succeeded"}"#)
    #expect(transition.openings == nil)
  }

  @Test func `its size does not grow with traffic`() throws {
    var breaker = Breaker(since: start)
    var sizes: [Int] = []
    for index in 0..<20_000 {
      // Never quite enough failures to open it, and ever new words.
      let result: CallResult = index % 6 == 0 ? .failed("e\(index)") : .ok(after: .seconds(1))
      breaker.record(
        result, breaker.witnessPass, at: start + .milliseconds(Int64(index) * 50), settings: .traffic)
      if index == 9999 || index == 19_999 { sizes.append(try json(breaker).utf8.count) }
    }
    #expect(sizes[1] < 20_000)
    #expect(Double(sizes[1]) < Double(sizes[0]) * 1.2)
  }
}
