import SitrepTerminal
import SitrepTestKit
import Testing

/// Frames said in fewer bytes: the terminal must not know the difference.
@Suite struct FrameCompactionTests {
  /// What ncurses says (`^` for escape), and what is left of it.
  private static let table: [(said: String, left: String)] = [
    ("^[39m^(B^[m", "^(B^[m"),
    ("a^(B^[mb^(B^[mc", "a^(B^[mb^[mc"),
    ("^(B^[0;1m^[38;5;252mhead", "^(B^[0;1;38;5;252mhead"),
    ("^[38;5;240m^[m^[39mx", "^[;39mx"),
    ("^[3;1Ha^[3;64Hb", "^[3;1Ha^[64Gb"),
    ("^[3;1Ha^[4;1Hb", "^[3;1Ha\r\nb"),
    ("^[3;1Ha^[4;2Hb", "^[3;1Ha^[4;2Hb"),
    ("^[3;9Ha^[3;1Hb^[Hc", "^[3;9Ha\rb^[Hc"),
    ("^[Ha^[1;5Hb", "^[Ha^[5Gb"),
    ("^[3;1Ha^[4dc^[4;1Hd", "^[3;1Ha^[4dc^[4;1Hd"),
    ("^[3;1Ha\nb^[4;7Hc", "^[3;1Ha\nb^[7Gc"),
    ("^[1;1H^[31m^[Kx", "^[1;1H^[31m^[Kx"),
    ("^[?25l^[>4m^[22;0;0t", "^[?25l^[>4m^[22;0;0t"),
    ("^[31", "^[31"), ("^", "^"), ("^[", "^["), ("", ""),
    ("^[99999999999;1Ha^[1;99999999999Hb", "^[99999999999;1Ha^[1;99999999999Hb"),
  ]

  @Test(arguments: table) func `neighbours are joined, and what is unknown passes`(
    _ row: (said: String, left: String)
  ) {
    let compaction = FrameCompaction(movesInRow: true)
    #expect(Self.readable(compaction.compact(Self.bytes(row.said))) == row.left.debugDescription)
  }

  @Test func `a terminal that may wrap by itself is told whole positions`() {
    let compaction = FrameCompaction(movesInRow: false)
    let said = "^[3;1Ha^[3;64Hb^[4;1Hc"
    #expect(Self.readable(compaction.compact(Self.bytes(said))) == said.debugDescription)
  }

  @Test(arguments: 0..<200) func `an emulator shows the same of any frame`(_ seed: Int) throws {
    var luck = Luck(seed: UInt64(seed))
    let plain = try #require(VirtualScreen(columns: 30, rows: 8))
    let compacted = try #require(VirtualScreen(columns: 30, rows: 8))
    let compaction = FrameCompaction(movesInRow: true)
    for _ in 0..<4 {
      let frame = Self.bytes(Self.frame(&luck))
      let fewer = compaction.compact(frame)
      #expect(fewer.count <= frame.count)
      _ = plain.feed(frame)
      _ = compacted.feed(fewer)
      #expect(plain.snapshot.cells == compacted.snapshot.cells)
      #expect(plain.snapshot.cursorRow == compacted.snapshot.cursorRow)
      #expect(plain.snapshot.cursorColumn == compacted.snapshot.cursorColumn)
    }
  }

  /// Moves, looks and words as ncurses sends them: text ends at the last column and a move follows.
  private static func frame(_ luck: inout Luck) -> String {
    let looks = ["^[39m", "^[38;5;240m", "^(B^[m", "^(B^[0;1m", "^[48;5;17m", "^[0;7m", "^[4m"]
    var frame = "^[H"
    for _ in 0..<Int.random(in: 1...40, using: &luck) {
      let row = Int.random(in: 1...8, using: &luck)
      let column = [1, 1, Int.random(in: 2...30, using: &luck)].randomElement(using: &luck) ?? 1
      frame += "^[\(row);\(column)H"
      for _ in 0..<Int.random(in: 0...3, using: &luck) { frame += looks.randomElement(using: &luck) ?? "" }
      let letters = "─│é word".prefix(Int.random(in: 0...min(8, 31 - column), using: &luck))
      frame += letters
      frame += ["", "", "^[K", "^[3X", "^[39m", "\r"].randomElement(using: &luck) ?? ""
    }
    return frame + "^[2;2H"
  }

  private static func bytes(_ text: String) -> [UInt8] {
    text.utf8.map { $0 == UInt8(ascii: "^") ? 0x1B : $0 }
  }

  private static func readable(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.map { $0 == 0x1B ? UInt8(ascii: "^") : $0 }, as: UTF8.self).debugDescription
  }
}
