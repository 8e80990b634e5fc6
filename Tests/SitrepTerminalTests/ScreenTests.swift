import SitrepTerminal
import SitrepTestKit
import Testing

/// The screen on a pseudo-terminal, read back through a terminal emulator.
@MainActor @Suite(.serialized) struct ScreenTests {
  private func open(
    _ terminal: PseudoTerminal, _ variables: [String: String] = [:], theme: Theme = .fallback
  ) throws -> Screen {
    let base = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
    return try Screen.open(
      environment: TerminalEnvironment(
        input: terminal.descriptor, output: terminal.descriptor,
        variables: base.merging(variables) { $1 }),
      theme: theme)
  }

  private func frame(_ screen: Screen, clock: String = "02:14:07Z") -> Canvas {
    var canvas = Canvas(size: screen.size, glyphs: screen.glyphs)
    let inside = canvas.box(Rect(canvas.size), title: "1 Breakers 日本")
    canvas.draw("\(screen.glyphs[.failing]) OPEN", at: inside.origin, .failing)
    canvas.draw(clock, at: Point(inside.x, inside.y + 1), .dim)
    canvas.setCursor(Point(inside.x, inside.y + 1))
    return canvas
  }

  private let colored: [String: String] = ["failing": "fg=#ff5f5f/203/red bold", "dim": "fg=245/white"]

  @Test func `a canvas arrives as it was drawn, in the theme's colours`() async throws {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal, theme: Theme(name: "x", roles: colored))
    screen.present(frame(screen))
    let shown = try await terminal.wait(for: "02:14:07Z")
    #expect(
      shown.rows == [
        "┌ 1 Breakers 日本 ─────┐", "│✖ OPEN                │", "│02:14:07Z             │",
        "└──────────────────────┘",
      ])
    #expect(shown.cell(of: "✖")?.foreground == .indexed(203))
    #expect(shown.cell(of: "✖")?.isBold == true)
    #expect(shown.cell(of: "┌")?.foreground == .standard)
    #expect(shown.isAlternateScreen)
    #expect(!shown.isCursorVisible)
    #expect([shown.cursorColumn, shown.cursorRow] == [1, 2])
    screen.restore()
    try await terminal.wait(for: "the main screen") { !$0.isAlternateScreen && $0.isCursorVisible }
    screen.restore()
  }

  @Test func `a tick of the clock costs few bytes and an unchanged frame none`() async throws {
    let terminal = try PseudoTerminal(columns: 200, rows: 50)
    let screen = try open(terminal, theme: Theme(name: "x", roles: colored))
    screen.present(frame(screen))
    let first = screen.bytesWritten
    screen.present(frame(screen, clock: "02:14:08Z"))
    let second = screen.bytesWritten
    #expect(second - first <= 60)
    screen.present(frame(screen, clock: "02:14:08Z"))
    #expect(screen.bytesWritten == second)
    try await terminal.wait(for: "02:14:08Z")
    screen.restore()
  }

  @Test func `a row below the description's last is drawn where it belongs`() async throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 40)
    let screen = try open(terminal)
    for step in 0..<3 {
      var canvas = Canvas(size: screen.size, glyphs: screen.glyphs)
      for row in 0..<40 { canvas.draw("row \(row) step \(step)", at: Point(0, row)) }
      screen.present(canvas)
    }
    let shown = try await terminal.wait(for: "row 39 step 2")
    #expect(shown.rows == (0..<40).map { "row \($0) step 2" })
    screen.restore()
  }

  @Test func `another size is taken over and drawn anew`() async throws {
    let terminal = try PseudoTerminal(columns: 30, rows: 6)
    let screen = try open(terminal)
    screen.present(frame(screen))
    try await terminal.wait(for: "OPEN")
    terminal.resize(columns: 40, rows: 4)
    #expect(screen.resize() == Size(40, 4))
    screen.present(frame(screen))
    let shown = try await terminal.wait(for: "the frame at its new size") { screen in
      screen.rows.count == 4 && screen.rows[3] == "└──────────────────────────────────────┘"
    }
    #expect(shown.rows[1].hasPrefix("│✖ OPEN") && shown.rows[1].count == 40)
    screen.restore()
  }

  @Test func `without colour the theme is told by weight alone`() async throws {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal, ["NO_COLOR": "1"], theme: Theme(name: "x", roles: colored))
    #expect(screen.capabilities.colors == .none)
    screen.present(frame(screen))
    let shown = try await terminal.wait(for: "02:14:07Z")
    #expect(shown.cell(of: "✖")?.foreground == .standard)
    #expect(shown.cell(of: "✖")?.isReversed == true)
    screen.restore()
  }

  @Test(arguments: [
    ("nonsense", "tmux-256color", "no usable description of the terminal \"nonsense\"; using tmux-256color"),
    ("", "tmux-256color", "TERM is not set; using tmux-256color"),
    ("dumb", "tmux-256color", "no usable description of the terminal \"dumb\"; using tmux-256color"),
    ("xterm", "xterm", nil), ("linux", "linux", nil), ("vt100", "vt100", nil),
  ])
  func `it starts on any terminal and says what it took`(term: String, taken: String, notice: String?)
    async throws
  {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal, ["TERM": term])
    #expect(screen.capabilities.term == taken)
    #expect(screen.capabilities.notice == notice)
    screen.present(frame(screen))
    try await terminal.wait(for: "OPEN")
    screen.restore()
  }

  @Test(arguments: [("C", Charset.ascii), ("C.UTF-8", .utf8), ("xx_XX.UTF-8", .utf8)])
  func `the locale decides on the marks`(locale: String, charset: Charset) async throws {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal, ["LANG": locale])
    #expect(screen.capabilities.charset == charset)
    screen.present(frame(screen))
    let shown = try await terminal.wait(for: "OPEN")
    #expect(shown.contains(charset == .utf8 ? "✖ OPEN" : "X OPEN"))
    #expect(shown.contains(charset == .utf8 ? "日本" : "????"))
    screen.restore()
  }

  @Test func `a row of one letter arrives whole, however the terminal is told`() async throws {
    let terminal = try PseudoTerminal(columns: 40, rows: 3)
    let screen = try open(terminal)
    var canvas = Canvas(size: screen.size, glyphs: .ascii)
    canvas.box(Rect(canvas.size), title: "ASCII")
    screen.present(canvas)
    let shown = try await terminal.wait(for: "ASCII")
    #expect(shown.text == canvas.text)
    screen.restore()
  }

  @Test func `keys are read and input can be dropped`() async throws {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal)
    screen.present(frame(screen))
    terminal.send("t\u{3}\u{1B}[A\u{1B}")
    let keys = await self.keys(screen, count: 4)
    #expect(keys == [.character("t"), .control("c"), .up, .escape])
    screen.restore()
  }

  @Test func `a terminal that is gone is said once and not written to`() async throws {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal)
    screen.present(frame(screen))
    try await terminal.wait(for: "OPEN")
    terminal.hangUp()
    let keys = await self.keys(screen, count: 1)
    #expect(keys == [.closed])
    let written = screen.bytesWritten
    screen.present(frame(screen, clock: "later"))
    screen.restore()
    #expect(screen.bytesWritten == written)
  }

  @Test func `somebody else may use the terminal for a while`() async throws {
    let terminal = try PseudoTerminal(columns: 24, rows: 4)
    let screen = try open(terminal)
    screen.present(frame(screen))
    try await terminal.wait(for: "OPEN")
    let during = try await screen.withTerminalReleased {
      try await terminal.wait(for: "the main screen") { !$0.isAlternateScreen }
    }
    #expect(!during.contains("OPEN"))
    screen.present(frame(screen))
    let after = try await terminal.wait(for: "OPEN")
    #expect(after.isAlternateScreen)
    screen.restore()
  }

  @Test func `a file is not a terminal`() throws {
    let error = #expect(throws: ScreenError.self) {
      try Screen.open(environment: TerminalEnvironment(input: -1, output: -1, variables: [:]))
    }
    #expect(error?.code == .notATerminal)
  }

  /// Reads until so many keys are there, or two minutes are over.
  private func keys(_ screen: Screen, count: Int) async -> [Key] {
    let deadline = ContinuousClock.now + .seconds(120)
    var keys: [Key] = []
    while keys.count < count, ContinuousClock.now < deadline {
      keys += screen.readKeys()
      await Task.yield()
    }
    return keys
  }
}
