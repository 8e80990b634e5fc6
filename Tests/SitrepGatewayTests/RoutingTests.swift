import SitrepCore
import SitrepGateway
import Testing

@Suite("The order of platforms")
struct RouteOrderTests {
  @Test func `the active platform comes first and the others follow in their order`() {
    let table = RoutingTable.resting { $0.active = .bedrock }
    #expect(table.platforms(word: 0) == [.bedrock, .anthropic, .vertex])
  }

  @Test func `a pin leaves no other choice`() {
    let table = RoutingTable.resting {
      $0.pinned = .vertex
      $0.failback = Failback(to: .anthropic, percent: 100, since: origin)
    }
    #expect(table.platforms(word: 0) == [.vertex])
    #expect(table.platforms(word: 0, wish: .anthropic) == [.vertex])
  }

  @Test func `the platform that a caller asks for comes first, and the others follow`() {
    let table = RoutingTable.resting { $0.active = .bedrock }
    #expect(table.platforms(word: 0, wish: .vertex) == [.vertex, .bedrock, .anthropic])
    #expect(table.platforms(word: 0, wish: .openai).last == .vertex)
  }

  @Test(
    "During a failback, that percent of calls goes to the preferred platform", arguments: [0, 10, 25, 100])
  func failback(percent: Int) {
    let table = RoutingTable.resting {
      $0.active = .bedrock
      $0.failback = Failback(to: .anthropic, percent: percent, since: origin)
    }
    let first = (0..<100).map { table.platforms(word: UInt64($0)).first }
    #expect(first.count { $0 == .anthropic } == percent)
    #expect(first.count { $0 == .bedrock } == 100 - percent)
  }

  @Test func `a model is spelled as the platform does, or passed on as it is`() {
    let map = ModelMap([.bedrock: ["claude-haiku-4-5": Model("us.anthropic.claude-haiku-4-5-v1:0")]])
    #expect(map.model("claude-haiku-4-5", on: .bedrock).rawValue == "us.anthropic.claude-haiku-4-5-v1:0")
    #expect(map.model("claude-haiku-4-5", on: .anthropic).rawValue == "claude-haiku-4-5")
    #expect(map.model("new", on: .bedrock).rawValue == "new")
  }
}

@Suite("Breakers of traffic")
struct TrafficBreakersTests {
  @Test func `five failed calls in a row open the breaker, and traffic moves`() {
    var bench = FlowBench()
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded), .completed(attempt: 1, firstByte: nil)) }
    let change = bench.breakers.takeChanges()
    #expect(change.map(\.target) == [target(.anthropic)])
    #expect(change.first?.transition.reason == "5 of the last 5 failed: 529 ×5")
    #expect(bench.run().compactMap(\.sentTo) == [.bedrock])
  }

  @Test func `half-open lets three calls through, and two successes close`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded)) }
    bench.wait(.seconds(60))
    var calls = (0..<4).map { _ in bench.call() }
    #expect(calls.map { $0.actions.first?.sentTo } == [.anthropic, .anthropic, .anthropic, nil])
    for index in 0..<2 { _ = bench.feed(&calls[index].flow, .completed(attempt: 0, firstByte: nil)) }
    #expect(bench.breakers.takeChanges().map(\.transition.to) == [.open, .halfOpen, .closed])
  }

  @Test func `a hung-up trial call gives its permit back`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded)) }
    bench.wait(.seconds(60))
    for _ in 0..<10 { #expect(bench.run(.callerLeft).first?.sentTo == .anthropic) }
  }

  @Test func `forced open wins over evidence and is obeyed by the very next call`() {
    var bench = FlowBench()
    #expect(bench.run().compactMap(\.sentTo) == [.anthropic])
    bench.obey { $0.forcedOpen = [.anthropic] }
    #expect(bench.run().compactMap(\.sentTo) == [.bedrock])
    bench.obey { $0.forcedOpen = [] }
    #expect(bench.run().compactMap(\.sentTo) == [.anthropic])
  }

  @Test func `a disabled breaker lets all calls through`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded)) }
    bench.obey { $0.disabled = [.anthropic] }
    for _ in 0..<20 { #expect(bench.run(.failed(attempt: 0, .overloaded)).first?.sentTo == .anthropic) }
  }

  @Test func `a probe counts only where no call went for ten seconds`() {
    var bench = FlowBench(.resting([.anthropic]))
    bench.run(.completed(attempt: 0, firstByte: nil))
    for _ in 0..<9 { bench.breakers.witness(.failedProbe, at: bench.now) }
    #expect(bench.breakers.position(of: target(.anthropic)) == .closed)
    bench.wait(.seconds(10))
    for _ in 0..<5 { bench.breakers.witness(.failedProbe, at: bench.now) }
    #expect(bench.breakers.position(of: target(.anthropic)) == .open)
  }

  @Test func `probes serve as trial calls where there is no traffic`() {
    var bench = FlowBench()
    for _ in 0..<5 { bench.breakers.witness(.failedProbe, at: bench.now) }
    bench.wait(.seconds(60))
    for _ in 0..<2 { bench.breakers.witness(.goodProbe, at: bench.now) }
    #expect(bench.breakers.takeChanges().map(\.transition.to) == [.open, .halfOpen, .closed])
  }

  @Test func `a breaker stands after a restart where it stood before`() {
    var before = Breaker(since: origin)
    before.apply(Breaker.Transition(to: .open, until: origin + .seconds(60), reason: "529 ×5"), at: origin)
    var breakers = TrafficBreakers(table: .resting(), restored: [target(.anthropic): before])
    #expect(breakers.nextDeadline == origin + .seconds(60))
    guard case .refused = breakers.admit(target(.anthropic), at: origin) else {
      Issue.record("an open breaker let a call through")
      return
    }
  }

  @Test func `model names that callers invent are forgotten, open breakers are not`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded)) }
    for index in 0..<2000 {
      let invented = BreakerTarget(platform: .anthropic, region: "", model: Model("m\(index)"))
      _ = bench.breakers.admit(invented, at: bench.now)
    }
    #expect(bench.breakers.position(of: target(.anthropic)) == .open)
  }
}

@Suite("Refusals")
struct CallRefusalTests {
  @Test func `a refusal names the breaker and waits for the earliest trial call`() {
    var bench = FlowBench(.resting([.anthropic, .bedrock]))
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded), .completed(attempt: 1, firstByte: nil)) }
    bench.wait(.seconds(18))
    bench.obey { $0.forcedOpen = [.bedrock] }
    let actions = bench.run()
    #expect(actions.first?.refusal?.retryAfter == 42)
    #expect(
      actions.first?.refusal?.message
        == """
        sitrep's breaker is open: anthropic claude-haiku-4-5 (5 of the last 5 failed: 529 ×5), \
        trial calls in 42 s; bedrock claude-haiku-4-5 is forced open by hand.
        """)
    #expect(actions.last == .note(CallNote(target: target(.anthropic), result: .refused)))
  }

  @Test func `an outage that made no call possible is told as it was answered`() {
    var bench = FlowBench(.resting([.anthropic, .bedrock]))
    bench.obey { $0.forcedOpen = [.bedrock] }
    #expect(bench.run(.failed(attempt: 0, .overloaded)).last == .answerFailure(attempt: 0))
  }

  @Test func `what only a person can end is asked about again in a minute`() {
    let refused = RefusedTarget(target: target(.vertex), cause: .byHand)
    #expect(CallRefusal([refused], at: origin).retryAfter == 60)
  }
}

@Suite("Traffic reports")
struct TrafficLedgerTests {
  @Test func `a stretch is counted per target, with the median and three request ids`() {
    var ledger = TrafficLedger()
    for span: Int64 in [400, 100, 300] {
      ledger.add(CallNote(target: target(.anthropic), result: .ok(firstByte: .milliseconds(span))))
    }
    for id in 1...5 {
      ledger.add(CallNote(target: target(.anthropic), result: .failed(.overload, requestID: "req_\(id)")))
    }
    ledger.add(CallNote(target: target(.bedrock), result: .refused))
    let flows = ledger.takeFlows()
    #expect(
      flows == [
        TrafficReport.Flow(
          target: target(.anthropic), ok: 3, failed: [.overload: 5], refused: 0,
          medianFirstByte: .milliseconds(300), failedRequestIDs: ["req_1", "req_2", "req_3"]),
        TrafficReport.Flow(
          target: target(.bedrock), ok: 0, failed: [:], refused: 1, medianFirstByte: nil),
      ])
    #expect(ledger.isEmpty)
  }
}

extension Observation {
  static let failedProbe = probe(.failed(.overload), status: 529)
  static let goodProbe = probe(.ok, status: 200)

  private static func probe(_ outcome: Outcome, status: Int) -> Observation {
    Observation(
      series: SeriesID(
        platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5")),
      purpose: .scheduled, startedAt: origin, phases: Phases(), outcome: outcome, status: status)
  }
}
