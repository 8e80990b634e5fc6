import SitrepCore
import Testing

@Suite struct TextSearchTests {
  @Test(arguments: [
    ("claude-haiku-4-5", "haiku", true), ("claude-opus-5", "haiku", false), ("haik", "haiku", false),
    ("haihaiku", "haiku", true), ("", "", true), ("x", "", true), ("", "x", false), ("aab", "ab", true),
    ("überlastet", "last", true), ("überlastet", "übe", true),
  ])
  func `A part is found wherever it lies`(text: String, part: String, isIn: Bool) {
    #expect(text.holds(part) == isIn)
  }
}
