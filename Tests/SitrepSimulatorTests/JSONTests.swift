import SitrepSimulator
import Testing

@Suite("The simulator's JSON")
struct JSONTests {
  @Test(
    "What is read is written again",
    arguments: [
      "{}", "[]", "[1,-2,3.5,true,false,null]", "{\"a\":{\"b\":[\"c\"]}}", "\"\\\"\\\\ \\n é 漢字 🟢\"",
      "\"\\u0001\"",
    ])
  func roundTrip(text: String) {
    #expect(JSON(reading: Array(text.utf8))?.encoded == text)
  }

  @Test("Escapes and pairs become their scalars")
  func escapes() {
    #expect(JSON(reading: Array(#""\u00e9\ud83d\udfe2\/""#.utf8)) == "é🟢/")
    #expect(JSON(reading: Array(#""\ud83d""#.utf8)) == "\u{FFFD}")
  }

  @Test(
    "What is no JSON is refused",
    arguments: [
      "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "tru", "\"a", "\"\\x\"", "\"\\u12\"", "1 2", "nan", "--1",
      "\"\n\"",
      String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
    ])
  func refused(text: String) {
    #expect(JSON(reading: Array(text.utf8)) == nil)
  }
}
