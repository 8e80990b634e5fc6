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

    /// 8 kB at the size of DESIGN section 9; a larger screen has more to say, its frames alone 3 kB.
    @Test func `the first frame costs at most 8 kB, a large screen's 11 kB`() async throws {
      let home = try Home()
      let first = try home.demo(.still, columns: 200, rows: 50)
      try await first.waitForCalm()
      for (columns, rows, limit) in [(120, 36, 8000), (200, 50, 11_000)] {
        let viewer = try home.open(columns: columns, rows: rows)
        let painted = try await viewer.wait(for: "the last line") { $0.rows[rows - 1].contains("detach") }
        #expect(painted.bytesReceived <= limit, "\(columns)×\(rows): \(painted.bytesReceived) bytes")
      }
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
