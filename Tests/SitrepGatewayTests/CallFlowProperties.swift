import SitrepCore
import SitrepGateway
import Testing

@Suite("Whatever happens to calls")
struct CallFlowProperties {
  /// SplitMix64, so that a seed says everything.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      return word ^ word >> 31
    }
  }

  private static func event(_ random: inout Seeded) -> CallEvent {
    let attempt = Int.random(in: 0..<3, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .content(attempt: attempt)
    case 1: return .completed(attempt: attempt, firstByte: nil)
    case 2: return .callerLeft
    case 3: return .accepted
    default:
      let failure = FailureClass.allCases.randomElement(using: &random) ?? .server
      let counts = Outcome.failed(failure).countsForBreaker
      return .failed(attempt: attempt, CallFailure(failure, countsForBreaker: counts, word: "x"))
    }
  }

  @Test(
    "A call ends once, visits no platform twice, and never moves on once the caller has seen something",
    arguments: 1...200 as ClosedRange<UInt64>)
  func ends(seed: UInt64) {
    var random = Seeded(state: seed)
    var bench = FlowBench()
    for _ in 0..<20 {
      bench.wait(.seconds(Int64.random(in: 0..<30, using: &random)))
      var (flow, actions) = bench.call(word: random.next())
      for _ in 0..<12 { actions += bench.feed(&flow, Self.event(&random)) }
      actions += bench.feed(&flow, .callerLeft)
      let sent = actions.compactMap(\.sentTo)
      #expect(Set(sent).count == sent.count, "seed \(seed)")
      #expect(actions.count(where: \.isEnd) == 1, "seed \(seed): \(actions)")
      if let release = actions.firstIndex(where: \.isRelease) {
        #expect(actions[release...].allSatisfy { $0.sentTo == nil && !$0.isFailureAnswer }, "seed \(seed)")
      }
    }
  }

  @Test("No trial call's permit is ever lost", arguments: 1...100 as ClosedRange<UInt64>)
  func permits(seed: UInt64) {
    var random = Seeded(state: seed)
    var bench = FlowBench(.resting([.anthropic]))
    for _ in 0..<5 { bench.run(.failed(attempt: 0, .overloaded)) }
    bench.wait(.seconds(60))
    for _ in 0..<30 {
      var (flow, actions) = bench.call()
      #expect(actions.first?.sentTo == .anthropic, "seed \(seed)")
      for _ in 0..<3 where Bool.random(using: &random) {
        actions += bench.feed(&flow, .failed(attempt: 0, .mistake))
      }
      actions += bench.feed(&flow, .callerLeft)
    }
  }
}

extension CallAction {
  fileprivate var isEnd: Bool {
    switch self {
    case .finish, .answerFailure, .answerKeyFailure, .refuse, .breakOff, .cancelUpstream: true
    case .send, .release, .note: false
    }
  }

  fileprivate var isRelease: Bool {
    if case .release = self { true } else { false }
  }

  fileprivate var isFailureAnswer: Bool {
    switch self {
    case .answerFailure, .answerKeyFailure: true
    default: false
    }
  }
}
