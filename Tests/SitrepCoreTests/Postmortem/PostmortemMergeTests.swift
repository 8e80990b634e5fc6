import SitrepCore
import Testing

private func section(_ name: String, _ body: String, hint: String = " · hint") -> String {
  "<!-- sitrep:begin \(name)\(hint) -->\n\(body)\n<!-- sitrep:end \(name) -->\n"
}

private func draft(_ names: [String]) -> String {
  section("draft", "<!-- sitrep:sections \(names.joined(separator: " ")) -->")
}

private let fresh =
  "# Title\n\n" + draft(["draft", "a", "b", "c"]) + "\n## A\n" + section("a", "new a") + "\n## B\n"
  + section("b", "new b") + section("c", "new c")

private struct Merge: Sendable {
  var name: String
  var existing: String
  var merged: String
}

private struct Break: Sendable {
  var name: String
  var existing: String
  var code: PostmortemMergeError.Code
  var line: Int
  var section = ""
}

@Suite struct PostmortemMergeTests {
  private static let known = draft(["draft", "a", "b", "c"])

  private static let merges = [
    Merge(name: "an empty file is drafted anew", existing: " \n\n", merged: fresh),
    Merge(name: "drafting again changes nothing", existing: fresh, merged: fresh),
    Merge(
      name: "what people wrote stays",
      existing: "# My title\n\nwords\t \n" + known + "more\n" + section("a", "old\nold") + "\nend\n"
        + section("b", "old") + section("c", "x") + "no line end",
      merged: "# My title\n\nwords\t \n" + known + "more\n" + section("a", "new a") + "\nend\n"
        + section("b", "new b") + section("c", "new c") + "no line end"),
    Merge(
      name: "sections keep the order that people gave them",
      existing: section("c", "x") + "mine\n" + known + section("b", "") + section("a", "y"),
      merged: section("c", "new c") + "mine\n" + known + section("b", "new b") + section("a", "new a")),
    Merge(
      name: "a removed section stays removed", existing: known + "I wrote this myself\n" + section("c", "x"),
      merged: known + "I wrote this myself\n" + section("c", "new c")),
    Merge(
      name: "a section that the file has never had is appended",
      existing: draft(["draft", "a"]) + section("a", "x") + "mine\n",
      merged: known + section("a", "new a") + "mine\n\n" + section("b", "new b") + "\n"
        + section("c", "new c")),
    Merge(
      name: "without the draft section nothing is appended", existing: section("a", "x"),
      merged: section("a", "new a")),
    Merge(
      name: "an unknown section is left as it is", existing: section("a", "x") + section("z", "keep"),
      merged: section("a", "new a") + section("z", "keep")),
    Merge(
      name: "line ends of Windows are kept",
      existing: "# T\r\n<!-- sitrep:begin a -->\r\nx\r\n<!-- sitrep:end a -->\r\nend\r\n",
      merged: "# T\r\n<!-- sitrep:begin a · hint -->\r\nnew a\r\n<!-- sitrep:end a -->\r\nend\r\n"),
    Merge(
      name: "a last line without an end stays so",
      existing: "<!-- sitrep:begin a -->\nx\n<!-- sitrep:end a -->",
      merged: "<!-- sitrep:begin a · hint -->\nnew a\n<!-- sitrep:end a -->"),
    Merge(
      name: "a marker's words may be spaced otherwise",
      existing: "  <!--   sitrep:begin a words of mine -->\nx\n<!-- sitrep:end  a  -->  \nend",
      merged: section("a", "new a") + "end"),
    Merge(
      name: "other comments and markers in mid-line are text",
      existing: "<!-- note -->\n`<!-- sitrep:end q -->` is a marker\n" + section("a", "x"),
      merged: "<!-- note -->\n`<!-- sitrep:end q -->` is a marker\n" + section("a", "new a")),
  ]

  @Test(arguments: merges) private func `only sections between markers change`(merge: Merge) throws {
    let merged = try PostmortemDocument.merge(existing: merge.existing, fresh: fresh)
    #expect(Array(merged.utf8) == Array(merge.merged.utf8), "\(merge.name)")
    let again = try PostmortemDocument.merge(existing: merged, fresh: fresh)
    #expect(Array(again.utf8) == Array(merged.utf8), "\(merge.name), twice")
  }

  private static let breaks = [
    Break(name: "no markers", existing: "all mine\n", code: .noMarkers, line: 0),
    Break(
      name: "never ends", existing: "x\n<!-- sitrep:begin a -->\ny\n", code: .unclosed, line: 2, section: "a"),
    Break(
      name: "never began", existing: "x\ny\n<!-- sitrep:end a -->\n", code: .unopened, line: 3, section: "a"),
    Break(
      name: "ends another", existing: "<!-- sitrep:begin a -->\n<!-- sitrep:end b -->\n", code: .unopened,
      line: 2,
      section: "b"),
    Break(
      name: "nested", existing: "<!-- sitrep:begin a -->\n" + section("b", "x") + "<!-- sitrep:end a -->\n",
      code: .nested, line: 2, section: "b"),
    Break(
      name: "twice", existing: section("a", "x") + section("a", "y"), code: .duplicate, line: 4, section: "a"),
    Break(name: "no name", existing: "<!-- sitrep:begin -->\n", code: .malformed, line: 1),
    Break(name: "comment not closed", existing: "<!-- sitrep:begin a\n-->\n", code: .malformed, line: 1),
    Break(name: "text after it", existing: "<!-- sitrep:end a --> words\n", code: .malformed, line: 1),
    Break(
      name: "unknown verb", existing: "<!-- sitrep:start a -->\n", code: .malformed, line: 1, section: "a"),
  ]

  @Test(arguments: breaks) private func `damaged markers are named with their line`(damage: Break) {
    #expect(throws: PostmortemMergeError(damage.code, line: damage.line, name: damage.section)) {
      try PostmortemDocument.merge(existing: damage.existing, fresh: fresh)
    }
  }

  @Test func `an error says what to do`() {
    let error = PostmortemMergeError(.unclosed, line: 12, name: "timeline")
    #expect(
      error.description
        == "line 12: section 'timeline' begins and never ends; mend the marker, or move the file away to have it drafted anew"
    )
  }

  @Test func `a person's words in a real draft survive the next draft`() throws {
    let (story, incident, state) = PostmortemStory.outage()
    let end = PostmortemStory.start + .seconds(940)
    let first = PostmortemDocument.render(
      incident: incident, events: Array(story.events.prefix(30)), state: state, now: end)
    let edited = first.replacing("TODO: what caused it", with: "CAUSE: a bad deploy | é\u{301} 🚦")
    let second = PostmortemDocument.render(incident: incident, events: story.events, state: state, now: end)
    let merged = try PostmortemDocument.merge(existing: edited, fresh: second)
    #expect(merged == second.replacing("TODO: what caused it", with: "CAUSE: a bad deploy | é\u{301} 🚦"))
  }

  private static let fragments = [
    "words\n", "\r\n", "é\u{301}", "| a | b |\n", "<!-- note -->\n", "<!-- sitrep:begin a -->\n",
    "<!-- sitrep:end a -->\n", "<!-- sitrep:begin b · x -->\r\n", "<!-- sitrep:end b -->\r\n",
    "<!-- sitrep:begin z -->\n", "<!-- sitrep:end z -->\n", "<!-- sitrep:", "-->\n", "<!--", "\n",
  ]

  /// Everything outside the markers, found line by line without the parser.
  private static func outside(_ text: String) -> [UInt8] {
    var kept: [UInt8] = []
    var isInside = false
    for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let words = String(decoding: line, as: UTF8.self)
      if words.hasPrefix("<!-- sitrep:begin") { isInside = true }
      if !isInside { kept += Array(line) + [0x0A] }
      if words.hasPrefix("<!-- sitrep:end") { isInside = false }
    }
    return kept
  }

  @Test func `no jumble of markers and words loses a byte outside the markers`() {
    var merged = 0
    for seed in UInt64(1)...3000 {
      var random = SeededGenerator(state: seed)
      let count = Int.random(in: 1...9, using: &random)
      let jumble = (0..<count).map { _ in Self.fragments.randomElement(using: &random) ?? "" }.joined()
      guard let result = try? PostmortemDocument.merge(existing: jumble, fresh: fresh), result != fresh else {
        continue
      }
      merged += 1
      #expect(Self.outside(result) == Self.outside(jumble), "seed \(seed)")
      #expect((try? PostmortemDocument.merge(existing: result, fresh: fresh)) == result, "seed \(seed)")
    }
    #expect(merged > 20)
  }
}
