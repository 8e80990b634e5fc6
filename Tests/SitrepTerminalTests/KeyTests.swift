import SitrepTerminal
import Testing

@Suite struct KeyTests {
  static let sequences: [(String, [Key])] = [
    ("a", [.character("a")]), ("é日👍", [.character("é"), .character("日"), .character("👍")]), ("\r", [.enter]),
    ("\t", [.tab]), ("\u{1B}[Z", [.backTab]), ("\u{7F}", [.backspace]), ("\u{3}", [.control("c")]),
    ("\u{1A}", [.control("z")]), ("\u{1C}", [.control("\\")]), ("\u{1B}[A\u{1B}OB", [.up, .down]),
    ("\u{1B}[1;5C", [.right]), ("\u{1B}[H\u{1B}[1~\u{1B}[7~\u{1B}OH", [.home, .home, .home, .home]),
    ("\u{1B}[F\u{1B}[4~", [.end, .end]), ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
    ("\u{1B}[3~", [.delete]),
    ("\u{1B}OP\u{1B}[11~\u{1B}[[A", [.function(1), .function(1), .function(1)]),
    ("\u{1B}[24~", [.function(12)]),
    ("\u{1B}x", [.alt("x")]), ("\u{1B}[27u\u{1B}[99;5u", [.escape, .control("c")]),
    ("\u{1B}[200~ab\u{1B}[Ac\r\u{1B}[201~d", [.paste("ab\u{1B}[Ac\r"), .character("d")]),
    ("\u{1B}[?2026;2$yq", [.character("q")]), ("\u{1B}[12;40Rq", [.character("q")]),
    ("\u{1B}[99999~q", [.character("q")]),
    ("\u{1B}[I\u{1B}[Oq", [.character("q")]), ("\u{1B}[<0;3;4Mq", [.character("q")]),
  ]

  @Test(arguments: sequences)
  func `what a terminal sends becomes keys`(bytes: String, keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes.utf8) == keys)
    #expect(!decoder.isWaiting)
  }

  @Test(arguments: sequences)
  func `portions of any size make the same keys`(bytes: String, keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(bytes.utf8.flatMap { decoder.feed([$0]) } == keys)
  }

  @Test func `a lone escape is the key after a moment's silence`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
    #expect(decoder.feed([0x1B, 0x1B]) == [.escape])
    #expect(decoder.flush() == [.escape])
    #expect(decoder.flush() == [])
  }

  @Test func `bytes that are no text are dropped`() {
    var decoder = KeyDecoder()
    #expect(
      decoder.feed([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x41, 0xED, 0xA0, 0x80]) == [
        .character("("), .character("A"),
      ])
  }

  @Test func `a paste is bounded, and its end is still seen`() {
    var decoder = KeyDecoder()
    _ = decoder.feed("\u{1B}[200~".utf8)
    let many = String(repeating: "x", count: KeyDecoder.pasteLimit + 1000)
    #expect(decoder.feed(many.utf8) == [])
    guard case .paste(let text)? = decoder.feed("\u{1B}[201~q".utf8).first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == KeyDecoder.pasteLimit)
  }

  @Test func `a sequence without an end does not swallow what follows`() {
    var decoder = KeyDecoder()
    let keys = decoder.feed(("\u{1B}[" + String(repeating: "1", count: 65) + "abc").utf8)
    #expect(keys.last == .character("c"))
  }

  @Test(arguments: [
    (UInt8(ascii: "1"), true), (UInt8(ascii: "2"), true), (UInt8(ascii: "0"), false),
    (UInt8(ascii: "4"), false),
  ])
  func `the terminal's answer about synchronized frames is understood`(answer: UInt8, isSupported: Bool) {
    var decoder = KeyDecoder()
    _ = decoder.feed(Array("\u{1B}[?2026;".utf8) + [answer] + Array("$y".utf8))
    #expect(decoder.supportsSynchronizedOutput == isSupported)
  }

  @Test(arguments: [
    (Key.character("t"), "t"), (.character(" "), "Space"), (.control("c"), "Ctrl-c"), (.alt("X"), "Alt-X"),
    (.function(2), "F2"), (.pageUp, "PageUp"), (.backTab, "Shift-Tab"), (.escape, "Esc"),
  ])
  func `a key's name leads back to it`(key: Key, name: String) {
    #expect(key.name == name)
    #expect(Key(name: name) == key)
    #expect(Key(name: "nonsense") == nil)
  }
}
