import SitrepTestKit
import Testing

extension ProgramTests {
  /// Bytes at the terminal, counted between two readings of the program's own clock (DESIGN section 7).
  @Suite struct Bandwidth {
    @Test func `on a large screen a calm second costs at most 400 bytes, one of an outage 2000`() async throws
    {
      async let calm = calmRate()
      async let trouble = outageRate()
      let rates = try await (calm: calm, trouble: trouble)
      #expect(rates.calm <= 400)
      #expect(rates.trouble <= 2000)
    }

    private func calmRate() async throws -> Int {
      let home = try Home()
      let terminal = try home.open("demo", "calm", columns: 200, rows: 50)
      try await terminal.waitForCalm()
      // The gateway's first measurements arrive two seconds after the start.
      try await terminal.wait(for: "measured traffic") { !$0.rows[0].contains("unmeasured") }
      return try await bytesPerSecond(terminal, over: 12)
    }

    private func outageRate() async throws -> Int {
      let home = try Home()
      let terminal = try home.demo(.outage, columns: 200, rows: 50)
      try await terminal.waitForOutage()
      let rate = try await bytesPerSecond(terminal, over: 10)
      #expect(terminal.snapshot.rows[0].contains("ANTHROPIC FAILING"))
      return rate
    }

    @Test func `the first frame costs at most 8 kB`() async throws {
      let home = try Home()
      let first = try home.demo(.still, columns: 200, rows: 50)
      try await first.waitForCalm()
      let second = try home.open(columns: 200, rows: 50)
      let painted = try await second.waitForCalm()
      #expect(painted.bytesReceived <= 8000, "\(painted.bytesReceived) bytes")
    }

    private func bytesPerSecond(_ terminal: PseudoTerminal, over seconds: Int) async throws -> Int {
      let before = try await terminal.wait(for: "a clock") { Self.clock($0) != nil }
      let start = try #require(Self.clock(before))
      let after = try await terminal.wait(for: "\(seconds) s more", within: Patience.standard) {
        guard let now = Self.clock($0) else { return false }
        return (now - start + 86_400) % 86_400 >= seconds
      }
      let end = try #require(Self.clock(after))
      return (after.bytesReceived - before.bytesReceived) / ((end - start + 86_400) % 86_400)
    }

    /// The second of the day in the pinned line.
    private static func clock(_ screen: ScreenSnapshot) -> Int? {
      for word in screen.rows[0].split(separator: " ") where word.count == 9 && word.last == "Z" {
        let parts = word.dropLast().split(separator: ":").compactMap { Int($0) }
        if parts.count == 3 { return parts[0] * 3600 + parts[1] * 60 + parts[2] }
      }
      return nil
    }
  }
}
