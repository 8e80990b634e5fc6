import SitrepTestKit
import Testing

extension ProgramTests {
  /// The same picture at every size of window.
  @Suite struct Sizes {
    @Test func `the pinned line and a summary remain in the smallest window`() async throws {
      let home = try Home()
      let terminal = try home.demo(.outage, columns: 40, rows: 6)
      let screen = try await terminal.wait(for: "P1 at the top") { screen in
        screen.rows[0].hasPrefix("P1 ✖ ") && screen.contains("anthropic OPEN")
      }
      #expect(screen.rows[0].contains("ANTHROPIC FAILING"))
      #expect(screen.rows[0].hasSuffix("DRILL"))
      #expect(screen.contains("● bedrock"))
      terminal.send("?")
      try await terminal.wait(for: "Help")
      terminal.send("\u{1B}")
      try await terminal.wait(for: "no overlay") { !$0.contains("Help") }

      terminal.resize(columns: 12, rows: 2)
      let tiny = try await terminal.wait(for: "what fits in two rows") { screen in
        screen.rows.count == 2 && screen.rows[0].hasPrefix("P1") && screen.rows[1].isEmpty
      }
      // Too small to read what a key would do, so keys do nothing; Ctrl-l shows that they were read.
      terminal.send("t\u{0C}")
      try await terminal.wait(for: "a redraw") { $0.bytesReceived > tiny.bytesReceived + 8 }

      terminal.resize(columns: 60, rows: 15)
      let middle = try await terminal.wait(for: "the footer") { $0.rows.last?.contains("q detach") == true }
      #expect(middle.rows.count == 15)
      #expect(!middle.contains("initials"))
      #expect(middle.rows[0].hasPrefix("P1 ✖ ANTHROPIC FAILING"))
      terminal.send("1")
      try await terminal.wait(for: "✖ Claude")
      terminal.send("7")
      try await terminal.wait(for: "7 Timeline")
      #expect(terminal.snapshot.rows.count == 15)
    }

    @Test func `a storm of sizes ends in the picture that a fresh screen has`() async throws {
      let home = try Home()
      let stormy = try home.demo(.still, columns: 100, rows: 30)
      try await stormy.waitForCalm()
      var luck = Luck()
      let storm = (0..<200).map { _ in
        (Int.random(in: 1...220, using: &luck), Int.random(in: 1...60, using: &luck))
      }
      for (columns, rows) in storm { stormy.resize(columns: columns, rows: rows) }
      stormy.resize(columns: 132, rows: 43)
      let fresh = try home.open(columns: 132, rows: 43)
      try await fresh.waitForCalm()
      var seen = ""
      _ = try await Eventually.gives("two equal screens after a storm of \(luck)", seen: { seen }) {
        let (left, right) = (stormy.snapshot, fresh.snapshot)
        seen = "\(left.text)\n\nand\n\n\(right.text)"
        return Self.still(left) == Self.still(right) ? true : nil
      }
      // The window can still be drawn in every size on the way.
      for (columns, rows) in [(200, 50), (80, 24), (40, 6), (120, 36)] {
        stormy.resize(columns: columns, rows: rows)
        try await stormy.wait(for: "\(columns)×\(rows)") { screen in
          screen.rows.count == rows && screen.rows[0].contains("DRILL")
            && (rows < 10 || screen.rows[rows - 1].contains("q detach"))
        }
      }
    }

    /// The cells without what two live screens may show a moment apart: counts, times and the newest bar.
    private static func still(_ screen: ScreenSnapshot) -> [[ScreenSnapshot.Cell]] {
      screen.cells.map { row in
        row.map { cell in
          var cell = cell
          if let mark = cell.text.first, mark.isNumber || "▁▂▃▄▅▆▇█░".contains(mark) { cell.text = "#" }
          return cell
        }
      }
    }
  }

  /// Terminals that can do less.
  @Suite struct Dialects {
    @Test func `a locale that is not UTF-8 gets nothing but ASCII`() async throws {
      let home = try Home()
      let terminal = try home.demo(.outage, with: ["LC_ALL": "C"])
      try await terminal.wait(for: "P1 X ANTHROPIC FAILING")
      terminal.send("?")
      try await terminal.wait(for: "Help")
      terminal.send("\u{1B}")
      try await terminal.wait(for: "no overlay") { !$0.contains("Help") }
      terminal.send("t")
      try await terminal.arm(as: "ab")
      try await terminal.wait(for: "trip anthropic")
      terminal.send("\u{1B}")
      try await terminal.wait(for: "no overlay") { !$0.contains("trip anthropic") }
      terminal.send("p")
      let pane = try await terminal.wait(for: "# DRILL")
      #expect(pane.contains("INC-1: anthropic failing"))
      let foreign = terminal.transcript.filter { $0 >= 0x80 }
      #expect(foreign.isEmpty, "\(foreign.prefix(40))")
    }

    @Test func `NO_COLOR leaves weight and shape and no colour on the wire`() async throws {
      let home = try Home()
      let terminal = try home.demo(.down, with: ["NO_COLOR": "1"])
      try await terminal.wait(for: "ANTHROPIC FAILING")
      let colours = Wire.attributes(in: terminal.transcript).filter {
        (30...49).contains($0) || (90...107).contains($0)
      }
      #expect(colours.isEmpty, "\(colours.prefix(20))")
      let failing = try #require(terminal.snapshot.cell(of: "FAILING"))
      #expect(failing.isBold || failing.isReversed || failing.isUnderlined)
    }

    @Test(arguments: ["dumb", "no-such-terminal", "", "vt100", "linux", "screen"])
    func `the screen stands on a terminal called`(term: String) async throws {
      let home = try Home()
      let terminal = try home.demo(.still, with: ["TERM": term])
      let screen = try await terminal.waitForCalm()
      #expect(screen.contains("1 Status pages"))
      #expect(screen.contains("anthropic closed"))
      // What the terminal lacks is told first, where the keys are.
      try await terminal.wait(for: "the keys") { $0.rows.last?.contains("q detach") == true }
      terminal.send("q")
      #expect(try await terminal.waitForExit() == 0)
      try await home.waitUntilEmpty()
    }
  }
}
