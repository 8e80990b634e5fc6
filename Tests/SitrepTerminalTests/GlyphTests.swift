import SitrepTerminal
import Testing

@Suite struct GlyphTests {
  @Test(arguments: Glyph.allCases)
  func `every mark is one column wide in both alphabets`(glyph: Glyph) {
    #expect(TextWidth.columns(String(Glyphs.utf8[glyph])) == 1)
    #expect(TextWidth.columns(String(Glyphs.ascii[glyph])) == 1)
    #expect(Glyphs.ascii[glyph].isASCII)
  }

  @Test(arguments: [Glyphs.utf8, .ascii])
  func `the facts of a sparkline each have a mark of their own`(glyphs: Glyphs) {
    let marks = Sample.Mark.allCases.map { glyphs[$0.glyph] }
    #expect(Set(marks).count == marks.count)
    let levels = Set((1...8).map { glyphs[glyphs.level(Double($0) / 8)] })
    #expect(levels.isDisjoint(with: marks))
    #expect(!marks.contains(glyphs[.clipped]))
    #expect(!marks.contains(glyphs[.absent]))
  }

  @Test(arguments: [Glyphs.utf8, .ascii])
  func `each state has a shape of its own`(glyphs: Glyphs) {
    let states: [Glyph] = [.ok, .degraded, .failing, .unknown, .halfOpen, .forcedOpen, .disabled]
    #expect(Set(states.map { glyphs[$0] }).count == states.count)
  }

  @Test(arguments: [
    (0.0, Glyph.level1), (0.01, .level1), (0.125, .level1), (0.13, .level2), (0.5, .level4), (1, .level8),
  ])
  func `a share becomes an eighth`(share: Double, level: Glyph) {
    #expect(Glyphs.utf8.level(share) == level)
  }
}
