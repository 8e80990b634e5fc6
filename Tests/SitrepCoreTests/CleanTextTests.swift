import SitrepCore
import Testing

@Suite struct CleanTextTests {
  @Test(
    arguments: [
      ("plain", "plain"),
      ("", ""),
      (" first", "first"),
      ("last ", "last"),
      ("a  b", "a b"),
      ("delete\u{7F}", "delete"),
      ("two\n\tlines  here ", "two lines here"),
      ("red \u{1B}[31malert\u{1B}[0m", "red alert"),
      ("title \u{1B}]0;pwned\u{07}after", "title after"),
      ("title \u{1B}]0;pwned\u{1B}\\after", "title after"),
      ("c1 \u{9B}31mtext", "c1 text"),
      ("bidi \u{202E}evil\u{2066}x", "bidi evilx"),
      ("bell\u{07} nul\u{00}", "bell nul"),
      ("日本語 é 👩‍🚀", "日本語 é 👩‍🚀"),
    ])
  func `text from outside is made harmless`(raw: String, clean: String) {
    #expect(CleanText(raw).text == clean)
  }

  @Test func `its length is bounded`() {
    #expect(CleanText(String(repeating: "a", count: 1000), limit: 10).text == "aaaaaaaaaa…")
    #expect(CleanText("aaaaaaaaaa", limit: 10).text == "aaaaaaaaaa")
  }

  @Test func `bytes that are not UTF-8 become replacement characters`() {
    #expect(CleanText(utf8: [0x61, 0xFF, 0x62]).text == "a\u{FFFD}b")
  }

  @Test func `a secret prints as its fingerprint only`() {
    let secret = Secret("sk-ant-api03-abcdefghijklmnop3fQA")
    #expect("\(secret)" == "sk-ant-…3fQA")
    #expect(String(reflecting: secret) == "sk-ant-…3fQA")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("abcdef"))
  }
}
