import SitrepCore
import SitrepGateway
import Testing

/// What a platform says of a key.
extension CallFailure {
  static func limited(_ seconds: Int64?) -> CallFailure {
    CallFailure(
      .quota, countsForBreaker: false, word: "429", key: .cools, wait: seconds.map { .seconds($0) })
  }

  static let revoked = CallFailure(.auth, countsForBreaker: false, word: "401", key: .rejected)
  static let spent = CallFailure(.quota, countsForBreaker: false, word: "429", key: .exhausted)
}

extension CallAction {
  /// Platform and place of the key of a request.
  fileprivate var sending: String? {
    guard case .send(let target, _, let key) = self else { return nil }
    return "\(target.platform.rawValue) \(key.map(String.init) ?? "–")"
  }
}

@Suite("Keys on a call's way")
struct KeyFlowTests {
  private let table = RoutingTable.resting([.anthropic, .bedrock])

  private func bench(_ anthropic: [String] = ["a", "b"], _ bedrock: [String] = ["c"]) -> FlowBench {
    FlowBench(table, keys: [.anthropic: anthropic, .bedrock: bedrock])
  }

  @Test func `a limited key gives way to the next, then to the next platform, and nothing counts as health`()
  {
    var bench = bench()
    let actions = bench.run(
      .failed(attempt: 0, .limited(20)), .failed(attempt: 1, .limited(30)), .content(attempt: 2))
    #expect(actions.compactMap(\.sending) == ["anthropic 0", "anthropic 1", "bedrock 0"])
    #expect(actions.last == .release(attempt: 2))
    let changes = bench.guards.keys.takeChanges()
    #expect(changes.map(\.key.fingerprint) == ["a", "b"])
    #expect(
      changes.map(\.standing) == [
        .cooling(until: origin + .seconds(20)), .cooling(until: origin + .seconds(30)),
      ])
    #expect(changes.map(\.limitedUntil) == [nil, origin + .seconds(20)])
    #expect(bench.breakers.takeChanges().isEmpty)
  }

  @Test func `a limited platform is skipped until its first key is back`() {
    var bench = bench(["a"])
    bench.run(.failed(attempt: 0, .limited(20)), .completed(attempt: 1, firstByte: nil))
    #expect(bench.run().compactMap(\.sending) == ["bedrock 0"])
    bench.wait(.seconds(20))
    #expect(bench.run().compactMap(\.sending) == ["anthropic 0"])
  }

  @Test func `a limit holds for the model that ran into it`() {
    var bench = bench(["a"])
    bench.run(.failed(attempt: 0, .limited(20)), .completed(attempt: 1, firstByte: nil))
    let opus = BreakerTarget(platform: .anthropic, region: "", model: Model("claude-opus-4-8"))
    var flow = CallFlow(candidates: [opus])
    #expect(bench.feed(&flow, .accepted) == [.send(opus, attempt: 0, key: 0)])
  }

  @Test func `the last answer to a limit is honest: 429, at most a minute, no retry`() throws {
    var bench = bench(["a"], ["c"])
    let actions = bench.run(.failed(attempt: 0, .limited(700)), .failed(attempt: 1, .limited(500)))
    #expect(actions.last == .answerKeyFailure(attempt: 1, .limited(500)))
    let refusal = try #require(bench.run().first?.refusal)
    #expect(refusal.kind == .limits)
    #expect(refusal.retryAfter == 60)
    #expect(
      refusal.message
        == "sitrep waits for a rate limit: anthropic claude-haiku-4-5 is limited for 700 s; "
        + "bedrock claude-haiku-4-5 is limited for 500 s.")
    let error = CallerError.refused(refusal)
    #expect((error.status, error.type, error.mayRetry) == (429, "rate_limit_error", false))
  }

  @Test func `a revoked key is remembered and not asked again`() {
    var bench = bench()
    let first = bench.run(.failed(attempt: 0, .revoked), .completed(attempt: 1, firstByte: nil))
    #expect(first.compactMap(\.sending) == ["anthropic 0", "anthropic 1"])
    for _ in 0..<3 {
      let later = bench.run(.completed(attempt: 0, firstByte: nil))
      #expect(later.compactMap(\.sending) == ["anthropic 1"])
    }
  }

  @Test func `with no key left the caller is told which, and a probe brings it back`() throws {
    var bench = FlowBench(.resting([.anthropic]), keys: [.anthropic: ["sk-ant-…3fQA"]])
    let actions = bench.run(.failed(attempt: 0, .revoked))
    #expect(actions.last == .answerKeyFailure(attempt: 0, .revoked))
    let refusal = try #require(bench.run().first?.refusal)
    #expect(refusal.kind == .keys)
    #expect(refusal.message.contains("key sk-ant-…3fQA: 401"))
    #expect(CallerError.refused(refusal).status == 401)
    var good = Observation.goodProbe
    good.key = "sk-ant-…3fQA"
    bench.guards.keys.witness(good, at: bench.now)
    #expect(bench.run().compactMap(\.sending) == ["anthropic 0"])
    #expect(bench.guards.keys.takeChanges().map(\.standing).last == .ok)
  }

  @Test func `a refused key is tried again by one call after a minute, and later the next time`() {
    var bench = bench(["a"], [])
    bench.table.order = [.anthropic]
    bench.run(.failed(attempt: 0, .revoked), .completed(attempt: 1, firstByte: nil))
    bench.wait(.seconds(60))
    var (trial, actions) = bench.call()
    #expect(actions.compactMap(\.sending) == ["anthropic 0"])
    #expect(bench.run().compactMap(\.sending) == [])
    _ = bench.feed(&trial, .failed(attempt: 0, .revoked))
    bench.wait(.seconds(119))
    #expect(bench.run().compactMap(\.sending) == [])
    bench.wait(.seconds(1))
    #expect(bench.run().compactMap(\.sending) == ["anthropic 0"])
  }

  @Test func `spent keys do not come back by themselves for a quarter of an hour`() {
    var bench = bench(["a"], ["c"])
    bench.run(.failed(attempt: 0, .spent), .completed(attempt: 1, firstByte: nil))
    bench.wait(.minutes(14))
    #expect(bench.run().compactMap(\.sending) == ["bedrock 0"])
  }

  @Test(arguments: [CallFailure.limited(5), .revoked])
  func `the caller's own key is the caller's own matter`(failure: CallFailure) {
    var bench = FlowBench(table)
    let actions = bench.run(.failed(attempt: 0, failure))
    #expect(actions.compactMap(\.sending) == ["anthropic –"])
    #expect(actions.last == .answerFailure(attempt: 0))
  }

  @Test func `keys take turns, and the one with more room goes first`() {
    var bench = bench(["a", "b"], [])
    let used = (0..<4).map { _ in bench.run(.completed(attempt: 0, firstByte: nil)).first?.sending }
    #expect(used == ["anthropic 0", "anthropic 1", "anthropic 0", "anthropic 1"])
    let little = CallSuccess(limits: [LimitReading(kind: .tokens, limit: 100, remaining: 10)])
    let actions = bench.run(.completed(attempt: 0, little))
    #expect(actions.first?.sending == "anthropic 0")
    for _ in 0..<3 {
      #expect(bench.run(.completed(attempt: 0, firstByte: nil)).first?.sending == "anthropic 1")
    }
  }

  @Test func `what a person puts aside stays aside until released, whatever probes say`() {
    let key = KeyName(platform: .anthropic, fingerprint: "a")
    var bench = bench(["a", "b"])
    bench.obey { $0.keyOrders = [KeyOrder(key: key, word: .quarantined, at: origin, by: Operator("ab"))] }
    var good = Observation.goodProbe
    good.key = "a"
    bench.guards.keys.witness(good, at: bench.now)
    bench.wait(.hours(5))
    for _ in 0..<3 {
      #expect(bench.run(.completed(attempt: 0, firstByte: nil)).first?.sending == "anthropic 1")
    }
    bench.obey {
      $0.keyOrders = [KeyOrder(key: key, word: .released, at: origin + .hours(5), by: Operator("ab"))]
    }
    #expect(bench.run(.failed(attempt: 0, .limited(30))).first?.sending == "anthropic 0")
    // The same word comes with every table; it does not free what was limited since.
    bench.obey { $0.generation += 1 }
    #expect(bench.run().first?.sending == "anthropic 1")
  }

  @Test func `calls that were out together neither shorten a wait nor make news of it`() {
    var bench = bench(["a"], [])
    var calls = (0..<3).map { _ in bench.call() }
    for (index, seconds) in [30, 10, 30].enumerated() {
      _ = bench.feed(&calls[index].flow, .failed(attempt: 0, .limited(Int64(seconds))))
      bench.wait(.milliseconds(100))
    }
    #expect(bench.guards.keys.takeChanges().map(\.standing) == [.cooling(until: origin + .seconds(30))])
  }

  @Test func `a limit without a hint lasts longer each time it returns, up to two minutes`() {
    var ring = KeyRing(.anthropic, fingerprints: ["a"])
    var now = origin
    var waits: [Int64] = []
    for _ in 0..<9 {
      let verdict = KeyRing.Verdict(.cools, reason: "429")
      let change = ring.bad(0, model: Model("m"), verdict, at: now, word: .max)
      let until = change?.standing.until ?? now
      waits.append(((until - now).inSeconds).rounded() == 0 ? 0 : Int64((until - now).inSeconds.rounded()))
      now = until
    }
    #expect(waits == [2, 4, 8, 16, 32, 64, 120, 120, 120])
  }

  @Test func `an outage is told before a limit, and a limit before a refused key`() {
    var bench = bench(["a"], ["c"])
    let outage = bench.run(.failed(attempt: 0, .overloaded), .failed(attempt: 1, .limited(5)))
    #expect(outage.last == .answerFailure(attempt: 0))
    var other = self.bench(["a"], ["c"])
    let limit = other.run(.failed(attempt: 0, .limited(5)), .failed(attempt: 1, .revoked))
    #expect(limit.last == .answerKeyFailure(attempt: 0, .limited(5)))
  }
}
