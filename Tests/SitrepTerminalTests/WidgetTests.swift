import SitrepTerminal
import Testing

@Suite struct WidgetTests {
  private func drawn(_ size: Size, _ glyphs: Glyphs = .utf8, _ draw: (inout Canvas, Rect) -> Void) -> [String]
  {
    var canvas = Canvas(size: size, glyphs: glyphs)
    draw(&canvas, Rect(size))
    return canvas.rows
  }

  private let samples: [Sample] = [
    .absent, .value(level: 0, .ok), .value(level: 0.1, .ok), .value(level: 0.5, .slow),
    .value(level: 1, .bad),
    .value(level: 1.7, .bad), .mark(.slow), .mark(.error), .mark(.timeout), .mark(.stalled), .mark(.limited),
    .mark(.notProbed), .mark(.stale),
  ]

  @Test(arguments: [(Glyphs.utf8, " ·▁▄█▲▟✕◔‖◇?░"), (.ascii, " 0_,#^SxTHL?~")])
  func `a sparkline tells every fact apart`(glyphs: Glyphs, expected: String) {
    #expect(drawn(Size(13, 1), glyphs) { $0.sparkline(samples, in: $1) } == [expected])
  }

  @Test func `a sparkline keeps the newest samples and stands at the right`() {
    let two: [Sample] = [.value(level: 0.1, .ok), .value(level: 1, .ok)]
    #expect(drawn(Size(4, 1)) { $0.sparkline(two, in: $1) } == ["  ▁█"])
    #expect(drawn(Size(1, 1)) { $0.sparkline(two, in: $1) } == ["█"])
  }

  @Test func `a sparkline is coloured by band, not by height`() {
    var canvas = Canvas(size: Size(3, 1))
    canvas.sparkline(
      [.value(level: 0.9, .ok), .value(level: 0.1, .slow), .value(level: .nan, .ok)],
      in: Rect(canvas.size))
    #expect(canvas.styleRuns.map(\.role) == [.sparkOk, .sparkSlow, .unknown])
  }

  @Test(arguments: [
    (0.0, "░░░░░░░░░░"), (0.01, "█░░░░░░░░░"), (0.28, "███░░░░░░░"), (0.99, "█████████░"), (1, "██████████"),
    (7, "██████████"), (nil, "??????????"),
  ])
  func `a gauge shows nothing, all and unknown only when they are true`(share: Double?, expected: String) {
    #expect(drawn(Size(10, 1)) { $0.gauge(share, in: $1) } == [expected])
  }

  private var table: Table {
    Table(
      columns: [
        .init("platform", minimum: 4), .init("note", priority: 2, minimum: 4, stretches: true),
        .init("p50", priority: 1, minimum: 4, isTrailing: true),
      ],
      rows: [
        [.text("bedrock"), .text("fine"), .text("1.1s")], [.text("vertex"), .text("not probed"), .text("–")],
      ])
  }

  @Test(arguments: [
    (26, ["platform note        p50", "bedrock  fine       1.1s", "vertex   not probed    –"]),
    (20, ["platform note    p50", "bedrock  fine   1.1s", "vertex   not p…    –"]),
    (13, ["platform  p50", "bedrock  1.1s", "vertex      –"]),
    (8, ["platform", "bedrock", "vertex"]), (3, ["pl…", "be…", "ve…"]),
  ])
  func `a table drops its least important columns first`(width: Int, expected: [String]) {
    let rows = drawn(Size(width, 3)) { $0.table(table, in: $1) }
    #expect(rows == expected.map { width == 26 ? stretched($0) : $0 })
  }

  /// At 26 columns the stretching one takes two more than its contents.
  private func stretched(_ row: String) -> String {
    let start = row.index(row.endIndex, offsetBy: -4)
    return row[..<start] + "  " + row[start...]
  }

  @Test func `the chosen row of a table is kept in sight and marked`() {
    var canvas = Canvas(size: Size(10, 3))
    let rows = (0..<20).map { [Table.Entry.text("row \($0)")] }
    let shown = canvas.table(
      Table(columns: [.init("name")], rows: rows, selected: 15), in: Rect(canvas.size))
    #expect(shown == 14..<16)
    #expect(canvas.styleRuns(row: 2).first?.emphasis == .selected)
    #expect(canvas.cursor == Point(0, 2))
  }

  @Test(arguments: [
    ("one two three", 8, ["one two", "three"]), ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("日本語 x", 4, ["日本", "語 x"]), ("a\nb", 9, ["a", "b"]), ("", 5, [""]), ("x", 0, []),
  ])
  func `text wraps at spaces`(text: String, width: Int, expected: [String]) {
    let rows = Wrapping.rows(text, width: width).map { line in
      var text = line.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
    #expect(rows == expected)
  }

  @Test func `a pane scrolls within its text and shows where it is`() {
    let rows = (0..<8).map { [Span("line \($0)")] }
    var canvas = Canvas(size: Size(8, 4))
    let shown = canvas.pane(rows, in: Rect(canvas.size), offset: 99)
    #expect(shown == 4..<8)
    #expect(canvas.rows == ["line 4 │", "line 5 │", "line 6 █", "line 7 █"])
  }

  @Test func `a picker shows why an entry cannot be chosen`() {
    let picker = Picker(
      [.init("trip anthropic", note: "t"), .init("close", obstacle: "is closed")], selected: 1)
    #expect(
      drawn(Size(24, 2)) { $0.picker(picker, in: $1) } == [
        "  trip anthropic       t", "▸ close        is closed",
      ])
  }

  @Test func `a picker moves within its entries`() {
    var picker = Picker((0..<5).map { Picker.Item("\($0)") })
    let moves: [(Key, Int)] = [(.up, 0), (.down, 1), (.pageDown, 4), (.down, 4), (.home, 0), (.end, 4)]
    for (key, selected) in moves {
      let isTaken = picker.handle(key)
      #expect(isTaken)
      #expect(picker.selected == selected)
    }
    let isTaken = picker.handle(.enter)
    #expect(!isTaken)
  }

  @Test(arguments: [
    ([Key.character("a"), .character("b"), .left, .character("x")], "axb", 2),
    ([.character("👩‍👩‍👧"), .character("e"), .character("\u{301}"), .backspace], "👩‍👩‍👧", 1),
    ([.paste("one\ntwo\u{1B}["), .control("w")], "one ", 4),
    ([.paste("abc"), .home, .delete, .end, .backspace], "b", 1),
    ([.paste("abc"), .left, .control("u")], "c", 0), ([.paste("abc"), .left, .control("k")], "ab", 2),
    ([.backspace, .delete, .left, .right], "", 0),
  ])
  func `a prompt edits whole letters`(keys: [Key], text: String, caret: Int) {
    var field = PromptField()
    for key in keys {
      let isTaken = field.handle(key)
      #expect(isTaken)
    }
    #expect(field.text == text)
    #expect(field.caret == caret)
  }

  @Test func `a prompt keeps its limit and its caret in sight`() {
    var field = PromptField("", limit: 12)
    _ = field.handle(.paste("0123456789abcdef"))
    #expect(field.text == "0123456789ab")
    var canvas = Canvas(size: Size(10, 1))
    canvas.prompt(field, label: "> ", in: Rect(canvas.size))
    #expect(canvas.rows == ["> 56789ab"])
    #expect(canvas.cursor == Point(9, 0))
    #expect(canvas.showsCursor)
  }

  @Test func `a modal stands in the middle and hides what is under it`() {
    var canvas = Canvas(size: Size(14, 5))
    canvas.fill(Rect(canvas.size), with: .barEmpty)
    canvas.modal(title: "Quit", size: Size(6, 1), in: Rect(canvas.size)) {
      $0.draw("y or n, really", at: Point(0, 0))
    }
    #expect(
      canvas.rows == [
        "░░░░░░░░░░░░░░", "░░┏ Quit ━━┓░░", "░░┃ y or … ┃░░", "░░┗━━━━━━━━┛░░", "░░░░░░░░░░░░░░",
      ])
  }
}
