import SitrepCore
import SitrepGateway
import Testing

@Suite("A call on its way through the platforms")
struct CallFlowTests {
  @Test func `a good answer is released at its first content and finished at its end`() {
    var bench = FlowBench()
    let actions = bench.run(.content(attempt: 0), .completed(attempt: 0, firstByte: .milliseconds(300)))
    #expect(
      actions == [
        .send(target(.anthropic), attempt: 0), .release(attempt: 0), .finish,
        .note(CallNote(target: target(.anthropic), result: .ok(firstByte: .milliseconds(300)))),
      ])
  }

  @Test func `a short answer that was held whole is released when it is complete`() {
    var bench = FlowBench()
    let actions = bench.run(.completed(attempt: 0, firstByte: nil))
    #expect(actions[1...2] == [.release(attempt: 0), .finish])
  }

  @Test func `a failure before content moves on to the next platform, unseen by the caller`() {
    var bench = FlowBench()
    let actions = bench.run(.failed(attempt: 0, .overloaded), .content(attempt: 1))
    #expect(
      actions == [
        .send(target(.anthropic), attempt: 0),
        .note(CallNote(target: target(.anthropic), result: .failed(.overload, requestID: nil))),
        .send(target(.bedrock), attempt: 1), .release(attempt: 1),
      ])
  }

  @Test func `each platform is visited once, then the newest failure is answered`() {
    var bench = FlowBench()
    let actions = bench.run(
      .failed(attempt: 0, .overloaded), .failed(attempt: 1, .overloaded), .failed(attempt: 2, .overloaded))
    #expect(
      actions.compactMap(\.sentTo) == [.anthropic, .bedrock, .vertex]
        && actions.last == .answerFailure(attempt: 2))
  }

  @Test func `an outage does not end as the caller's mistake because the last platform spells otherwise`() {
    var bench = FlowBench(.resting([.anthropic, .bedrock]))
    let actions = bench.run(.failed(attempt: 0, .overloaded), .failed(attempt: 1, .mistake))
    #expect(actions.last == .answerFailure(attempt: 0))
  }

  @Test(
    "Which failures move on before content",
    arguments: [
      (FailureClass.network, true), (.timeout, true), (.stalled, true), (.overload, true), (.server, true),
      (.content, true), (.auth, false), (.quota, false), (.request, false),
    ])
  func movingOn(failure: FailureClass, movesOn: Bool) {
    var bench = FlowBench()
    let actions = bench.run(.failed(attempt: 0, CallFailure(failure, countsForBreaker: true, word: "x")))
    #expect(actions.compactMap(\.sentTo) == (movesOn ? [.anthropic, .bedrock] : [.anthropic]))
    #expect((actions.last == .answerFailure(attempt: 0)) == !movesOn)
  }

  @Test func `after content nothing moves on: the answer is broken off`() {
    var bench = FlowBench()
    let actions = bench.run(.content(attempt: 0), .failed(attempt: 0, .overloaded))
    #expect(actions.contains(.breakOff(.overloaded)))
    #expect(actions.compactMap(\.sentTo) == [.anthropic])
  }

  @Test func `an error that the stream itself has told ends the answer as it is`() {
    var bench = FlowBench()
    var told = CallFailure.overloaded
    told.isTold = true
    let actions = bench.run(.content(attempt: 0), .failed(attempt: 0, told))
    #expect(actions.contains(.finish))
    #expect(!actions.contains(.breakOff(told)))
  }

  @Test func `a pinned call never fails over`() {
    var bench = FlowBench(.resting { $0.pinned = .vertex })
    let actions = bench.run(.failed(attempt: 0, .overloaded))
    #expect(actions.compactMap(\.sentTo) == [.vertex])
    #expect(actions.last == .answerFailure(attempt: 0))
  }

  @Test func `what a past attempt still says is ignored`() {
    var bench = FlowBench()
    var (flow, _) = bench.call()
    _ = bench.feed(&flow, .failed(attempt: 0, .overloaded))
    #expect(bench.feed(&flow, .content(attempt: 0)).isEmpty)
    #expect(bench.feed(&flow, .failed(attempt: 0, .overloaded)).isEmpty)
    #expect(bench.feed(&flow, .completed(attempt: 0, firstByte: nil)).isEmpty)
  }

  @Test func `a caller that hangs up cancels the attempt and counts neither way`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<4 { bench.run(.failed(attempt: 0, .overloaded)) }
    #expect(bench.run(.callerLeft).last == .cancelUpstream(attempt: 0))
    #expect(bench.breakers.position(of: target(.anthropic)) == .closed)
    bench.run(.failed(attempt: 0, .overloaded))
    #expect(bench.breakers.position(of: target(.anthropic)) == .open)
  }

  @Test func `the caller's own mistakes and hang-ups do not open a breaker`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<20 { bench.run(.failed(attempt: 0, .mistake)) }
    for _ in 0..<20 { bench.run(.failed(attempt: 0, .refusedKey)) }
    for _ in 0..<20 { bench.run(.callerLeft) }
    #expect(bench.breakers.position(of: target(.anthropic)) == .closed)
  }

  @Test func `counting tokens is no evidence and is reported nowhere`() {
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<10 {
      var flow = CallFlow(candidates: [target(.anthropic)], isEvidence: false)
      let start = bench.feed(&flow, .accepted)
      #expect(start == [.send(target(.anthropic), attempt: 0)])
      #expect(bench.feed(&flow, .failed(attempt: 0, .overloaded)) == [.answerFailure(attempt: 0)])
    }
    #expect(bench.breakers.position(of: target(.anthropic)) == .closed)
  }
}

extension CallAction {
  var sentTo: Platform? {
    guard case .send(let target, _, _) = self else { return nil }
    return target.platform
  }

  var refusal: CallRefusal? {
    guard case .refuse(let refusal) = self else { return nil }
    return refusal
  }
}
