import FoundationEssentials
import SitrepAdapters
import SitrepCore
import Testing

@Suite struct CanonicalJSONTests {
  struct Zoo: Codable, Hashable {
    var text = "tab\t, quote\", back\\, slash/, bell\u{07}, \u{08}\u{0C}\r\n, é 🐘 \u{2028} \u{7F}"
    var empty = ""
    var numbers: [Double] = [0, -0.5, 1, 1e21, 123_456.789, .leastNonzeroMagnitude]
    var integers: [Int64] = [.min, -1, 0, 9, 10, .max]
    var small: UInt8 = 255
    var nested: [[String: [Bool]]] = [["b": [true, false], "a": []], [:]]
    var none: Int?
    var some: Int? = 5
    var holes: [Int?] = [1, nil]
    var byPlatform: [Platform: Int] = [.vertex: 1, .anthropic: 2]
    var byNumber: [Int: String] = [10: "x", 9: "y"]
    var change: IncidentChange.Change = .severity(.p2, byHand: true)
    var acts: [ControlAct] = [.pin(.bedrock), .pin(nil), .breaker(.vertex, .forcedOpen), .order([.openai])]
    var zebra = "last", Zebra = "first", a_b = 1, aB = 2, ab = 3
  }

  private func foundation(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func canonical(_ value: some Encodable) throws -> String {
    String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
  }

  @Test func `The bytes are those of the library's encoder, whatever is encoded`() throws {
    #expect(try canonical(Zoo()) == foundation(Zoo()))
    #expect(try canonical([Zoo(), Zoo()]) == foundation([Zoo(), Zoo()]))
    #expect(try canonical("plain") == foundation("plain"))
    #expect(try canonical(SampleEvents.observation(7)) == foundation(SampleEvents.observation(7)))
    #expect(try canonical(SampleEvents.note(7)) == foundation(SampleEvents.note(7)))
    #expect(try canonical(Settings.empty) == foundation(Settings.empty))
    var state = State()
    for event in SampleEvents.notes(1...50) { state.fold(event) }
    #expect(try canonical(state) == foundation(state))
  }

  @Test func `What is encoded is decoded again`() throws {
    let bytes = try CanonicalJSON.encode(Zoo())
    #expect(try JSONDecoder().decode(Zoo.self, from: Data(bytes)) == Zoo())
  }

  @Test func `A number that JSON does not have is an error, not a lie`() {
    #expect(throws: EncodingError.self) { try CanonicalJSON.encode([Double.nan]) }
  }
}
