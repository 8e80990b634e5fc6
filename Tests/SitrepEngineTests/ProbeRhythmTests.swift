import SitrepCore
import SitrepEngine
import Testing

@Suite struct ProbeRhythmTests {
  private static let start = Instant(seconds: 1_795_200_000)

  /// Seconds after the start at which attempts are due, when each ends at once with the next outcome.
  private func turns(
    cadence: TimeSpan, _ outcomes: [Outcome]
  ) -> [String] {
    var rhythm = ProbeRhythm(first: Self.start, cadence: cadence, confirms: Settings.standardConfirms)
    return outcomes.map { outcome in
      let (at, purpose) = rhythm.next
      rhythm.advance(after: outcome, at: at)
      return "\((at - Self.start).wholeSeconds)\(purpose == .confirm ? "c" : "")"
    }
  }

  @Test func `cadence rises while a series fails and falls back after two successes`() {
    let failed = Outcome.failed(.server)
    #expect(
      turns(cadence: .minutes(5), [.ok, failed, failed, failed, failed, failed, failed, .ok, .ok, .ok, .ok])
        == ["0", "300", "303c", "308c", "320c", "380c", "440c", "500c", "560c", "600", "900"])
    #expect(
      turns(cadence: .minutes(30), [failed, .ok, .ok, .ok, .ok])
        == ["0", "3c", "8c", "20c", "1800"])
    #expect(
      turns(cadence: .seconds(10), Array(repeating: failed, count: 7)) == [
        "0", "3c", "8c", "10", "20", "20c", "30",
      ])
  }

  @Test func `our own 429 never makes it faster`() {
    #expect(
      turns(cadence: .minutes(5), [.failed(.server), .failed(.quota), .failed(.quota), .ok])
        == ["0", "3c", "300", "600"])
  }

  @Test func `a refused request is not asked more often`() {
    #expect(
      turns(cadence: .minutes(5), Array(repeating: .failed(.request), count: 3)) == ["0", "300", "600"])
  }

  @Test func `an attempt before its turn uses up no turn`() {
    var rhythm = ProbeRhythm(first: Self.start, cadence: .minutes(30), confirms: [])
    rhythm.advance(after: .ok, at: Self.start)
    rhythm.advance(after: .ok, at: Self.start + .minutes(5), beforeTurn: true)
    #expect(rhythm.next.at == Self.start + .minutes(30))
  }
}
