import SitrepCore
import SitrepSimulator
import Testing

@Suite("What a vendor answers is a function of time, request and seed")
struct PurityTests {
  private func transcript(seed: UInt64?) throws -> [VendorAnswer] {
    var asker = try Asker("july-29", seed: seed)
    return (0..<100).flatMap { tick in
      let at = Double(tick) * 3.2
      return [
        asker.ask(Requests.messages(), at: at),
        asker.ask(Requests.messages("claude-opus-5", stream: true), at: at),
        asker.ask(Requests.bedrock(stream: tick % 2 == 0), at: at), asker.ask(Requests.vertex(), at: at),
        asker.ask(Requests.page(), at: at),
      ]
    }
  }

  @Test("The same seed gives the same bytes")
  func sameSeed() throws {
    #expect(try transcript(seed: 5) == transcript(seed: 5))
  }

  @Test("Another seed gives other answers")
  func otherSeed() throws {
    #expect(try transcript(seed: 5) != transcript(seed: 6))
  }

  @Test("One series does not disturb another")
  func independentSeries() throws {
    var alone = try Asker("july-29")
    var among = try Asker("july-29")
    for tick in 0..<50 {
      _ = among.ask(Requests.messages("claude-opus-5"), at: Double(tick))
      #expect(
        alone.ask(Requests.bedrock(), at: Double(tick)) == among.ask(Requests.bedrock(), at: Double(tick)))
    }
  }

  @Test("Latency lies about the scripted median and spreads")
  func latency() throws {
    var asker = try Asker("calm")
    let delays = try (0..<400).map { try asker.reply(Requests.bedrock(), at: Double($0)).delay.inSeconds }
      .sorted()
    #expect((0.80...0.90).contains(delays[200]))
    #expect(delays[20] < 0.7 && delays[380] > 1.0)
  }
}
