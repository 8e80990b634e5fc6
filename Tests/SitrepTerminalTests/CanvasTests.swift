import SitrepTerminal
import Testing

@Suite struct CanvasTests {
  @Test func `a frame, its title and what is inside read like the screen`() {
    var canvas = Canvas(size: Size(20, 5))
    let inside = canvas.box(Rect(canvas.size), title: "1 Probes", note: "15 min")
    canvas.draw("anthropic", at: inside.origin)
    canvas.draw(.failing, at: Point(inside.maxX - 1, inside.y), .failing)
    canvas.box(Rect(x: 2, y: 2, width: 8, height: 3), title: "in", focused: true)
    #expect(
      canvas.text == """
        ┌ 1 Probes ────────┐
        │anthropic        ✖│
        │ ┏ in ━━┓         │
        │ ┃      ┃         │
        └─┗━━━━━━┛─────────┘
        """)
  }

  @Test func `a note is drawn at the right when there is room for it`() {
    var canvas = Canvas(size: Size(26, 2))
    canvas.box(Rect(canvas.size), title: "Probes", note: "last 15 min")
    #expect(canvas.rows[0] == "┌ Probes ─── last 15 min ┐")
  }

  @Test(arguments: [
    ("plain", "plain"), ("tab\there", "tab here"), ("a\u{1B}[31mb", "a�[31mb"), ("line\nbreak", "line break"),
    ("bi\u{202E}di", "bi�di"), ("e\u{301}x", "e\u{301}x"), ("日本", "日本"), ("👩‍👩‍👧x", "👩x"), ("👍🏽x", "👍x"),
    ("🇫🇷x", "FRx"), ("zero\u{200B}width", "zerowidth"), ("\u{7F}\u{9B}1m", "��1m"),
  ])
  func `text from outside is made safe`(text: String, drawn: String) {
    var canvas = Canvas(size: Size(30, 1))
    let used = canvas.draw(text, at: Point(0, 0))
    #expect(canvas.rows[0] == drawn)
    #expect(used == TextWidth.columns(text))
  }

  @Test(arguments: [
    (5, "hello"), (4, "hel…"), (2, "h…"), (1, "…"), (0, ""), (-3, ""),
  ])
  func `text that does not fit ends in an ellipsis`(width: Int, drawn: String) {
    var canvas = Canvas(size: Size(30, 1))
    let used = canvas.draw("hello", at: Point(0, 0), width: width)
    #expect(canvas.rows[0] == drawn)
    #expect(used == drawn.count)
  }

  @Test func `a wide letter is never cut in half`() {
    var canvas = Canvas(size: Size(8, 1))
    canvas.draw("日本語", at: Point(0, 0), width: 4)
    #expect(canvas.rows[0] == "日…")
    canvas.draw("日本語", at: Point(0, 0))
    canvas.draw("x", at: Point(1, 0))
    #expect(canvas.rows[0] == " x本語")
    canvas.draw("y", at: Point(2, 0))
    #expect(canvas.rows[0] == " xy 語")
  }

  @Test func `a part of the canvas keeps what is drawn in it`() {
    var canvas = Canvas(size: Size(12, 4))
    canvas.within(Rect(x: 2, y: 1, width: 6, height: 2)) { part in
      #expect(part.area == Rect(width: 6, height: 2))
      part.fill(part.area, with: .barEmpty)
      part.draw("too long", at: Point(0, 0))
      part.draw("gone", at: Point(0, 5))
      part.within(Rect(x: 4, y: 1, width: 9, height: 9)) { $0.draw("abcdef", at: Point(0, 0)) }
      part.draw("below", at: Point(-2, -1))
    }
    #expect(canvas.rows == ["", "  too l…", "  ░░░░ab", ""])
  }

  @Test func `the ellipsis of a part that reaches past the edge is cut, not moved`() {
    var canvas = Canvas(size: Size(4, 1))
    canvas.within(Rect(x: -2, y: 0, width: 10, height: 1)) { $0.draw("0123456789", at: Point(0, 0)) }
    #expect(canvas.rows == ["2345"])
  }

  @Test func `roles and emphasis are stored as runs`() {
    var canvas = Canvas(size: Size(20, 1))
    canvas.draw([Span("✖ ", .failing), Span("open", .failing, .strong), Span(" 3s", .dim)], at: Point(1, 0))
    canvas.emphasize(Rect(x: 7, y: 0, width: 3, height: 1))
    #expect(
      canvas.styleRuns.map(\.description) == [
        "0:1-3 failing \"✖ \"", "0:3-7 failing+strong \"open\"", "0:7-10 dim+selected \" 3s\"",
      ])
  }

  @Test func `a line of spans that is cut says so`() {
    var canvas = Canvas(size: Size(20, 1))
    let used = canvas.draw([Span("abc"), Span("def", .dim)], at: Point(0, 0), width: 3)
    #expect(canvas.rows[0] == "ab…")
    #expect(used == 3)
  }

  @Test func `canvases that look alike are equal`() {
    var one = Canvas(size: Size(8, 1))
    var two = Canvas(size: Size(8, 1))
    one.draw("o\u{308}", at: Point(3, 0))
    one.draw("e\u{301}", at: Point(0, 0))
    two.draw("e\u{301}", at: Point(0, 0))
    #expect(one != two)
    two.draw("o\u{308}", at: Point(3, 0))
    #expect(one == two)
    two.draw(" ", at: Point(7, 0), .dim)
    #expect(one != two)
  }

  @Test func `the cursor rests only inside the part being drawn`() {
    var canvas = Canvas(size: Size(8, 2))
    canvas.within(Rect(x: 2, y: 1, width: 3, height: 1)) { $0.setCursor(Point(9, 0)) }
    #expect(canvas.cursor == nil)
    canvas.within(Rect(x: 2, y: 1, width: 3, height: 1)) { $0.setCursor(Point(1, 0), visible: true) }
    #expect(canvas.cursor == Point(3, 1))
    #expect(canvas.showsCursor)
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本語", 6), ("한국", 4), ("e\u{301}", 1), ("🙂", 2), ("⚠️", 1), ("●▲✖", 3), ("▁█…", 3),
  ])
  func `width is counted in columns`(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }
}
