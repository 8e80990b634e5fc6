import FoundationEssentials
import SitrepAdapters
import SitrepCore
import Testing

@Suite struct QuickJSONTests {
  private func same<Value: Codable & Equatable>(_ value: Value) throws {
    let bytes = try CanonicalJSON.encode(value)
    #expect(QuickJSON.quickly(Value.self, from: bytes) == value)
    #expect(try JSONDecoder().decode(Value.self, from: Data(bytes)) == value)
  }

  @Test func `What the journal holds is read without the library's decoder, and reads the same`() throws {
    try same(CanonicalJSONTests.Zoo())
    try same([CanonicalJSONTests.Zoo(), CanonicalJSONTests.Zoo()])
    try same(SampleEvents.observation(7))
    try same(SampleEvents.note(7))
    try same(Settings.empty)
    var state = State()
    for event in SampleEvents.notes(1...50) { state.fold(event) }
    try same(state)
  }

  @Test func `Space between the parts changes nothing`() {
    let text = " {\"b\" : [ true,\tfalse ] ,\n\"a\":[ ]\r} "
    #expect(
      QuickJSON.quickly([String: [Bool]].self, from: Array(text.utf8)) == ["b": [true, false], "a": []])
  }

  @Test(arguments: [
    (#""\u00e9\n\t\"\\\/\b\f\r""#, "é\n\t\"\\/\u{08}\u{0C}\r"), (#""\ud83d\udc18""#, "🐘"), (#""""#, ""),
  ])
  func `Escapes are read`(json: String, text: String) {
    #expect(QuickJSON.quickly(String.self, from: Array(json.utf8)) == text)
  }

  @Test(arguments: [
    "", " ", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "[1] x", "tru", "nul", "\"open",
    "\"\u{01}\"",
    #""\x""#, #""\ud83d""#, #""\ud83dx""#, #""\u00g0""#, #""\u+0e9""#, "1e", "--1", "+1", "1.5",
    "9223372036854775808",
  ])
  func `What is no JSON, or not the value asked for, is left to the library's decoder`(json: String) {
    #expect(QuickJSON.quickly([Int].self, from: Array(json.utf8)) == nil)
    #expect(QuickJSON.quickly(Int64.self, from: Array(json.utf8)) == nil)
    #expect(QuickJSON.quickly(String.self, from: Array(json.utf8)) == nil)
    #expect(QuickJSON.quickly([String: Int].self, from: Array(json.utf8)) == nil)
  }

  @Test func `Text that is not UTF-8 is not mended`() {
    #expect(QuickJSON.quickly(String.self, from: [0x22, 0xC3, 0x22]) == nil)
  }

  @Test func `A text that is nested without end is refused, not followed`() {
    let text = String(repeating: "[", count: 100_000)
    #expect(QuickJSON.quickly([Int].self, from: Array(text.utf8)) == nil)
  }

  @Test func `The ends of the integers are read exactly`() {
    for value in [Int64.min, -1, 0, Int64.max] {
      #expect(QuickJSON.quickly(Int64.self, from: Array("\(value)".utf8)) == value)
    }
    #expect(QuickJSON.quickly(UInt8.self, from: Array("256".utf8)) == nil)
  }

  @Test func `A number with a fraction of nothing is still a whole number`() throws {
    #expect(try QuickJSON.decode(Int.self, from: Array("2.0".utf8)) == 2)
  }
}
