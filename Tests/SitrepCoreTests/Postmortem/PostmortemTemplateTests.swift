import SitrepCore
import Testing

@Suite struct PostmortemTemplateTests {
  private static let end = PostmortemStory.start + .seconds(940)

  private static func render(_ text: String, mode: Mode = .live) throws -> String {
    let (story, incident, state) = PostmortemStory.outage(mode: mode)
    return PostmortemDocument.render(
      incident: incident, events: story.events, state: state, now: end, template: try PostmortemTemplate(text)
    )
  }

  @Test func `slots are filled and the text around them is the author's`() throws {
    let text = try Self.render(
      "# {{ id }} ({{severity-word}})\n\nOurs: \\{{kept}}\n\n  {{duration}}\n## More\n{{draft}}\nlast")
    #expect(text.hasPrefix("# INC-7 (P1)\n\nOurs: {{kept}}\n\n<!-- sitrep:begin duration "))
    #expect(text.contains("<!-- sitrep:sections duration draft -->"))
    #expect(text.hasSuffix("<!-- sitrep:end draft -->\n\nlast\n"))
    #expect(!text.contains("sitrep:begin timeline"))
  }

  @Test func `a document of a template is drafted again like any other`() throws {
    let first = try Self.render("# {{title}}\n\nmine\n\n{{draft}}\n\n{{timeline}}\n")
    let edited = first.replacing("mine", with: "MINE").replacing("| id |", with: "| old |")
    #expect(
      try PostmortemDocument.merge(existing: edited, fresh: first) == first.replacing("mine", with: "MINE"))
  }

  @Test(arguments: [
    ("a\n{{nonesuch}}\n", [(2, 1, "there is no slot {{nonesuch}}; sitrep postmortem --slots lists them")]),
    ("x {{titel}}", [(1, 3, "there is no slot {{titel}}; did you mean {{title}}?")]),
    ("see {{timeline}}", [(1, 5, "{{timeline}} is a section and wants a line of its own")]),
    ("{{impact}}\n{{impact}}\n", [(2, 1, "{{impact}} stands there twice")]),
    ("{{title\n}}", [(1, 1, "{{ without }} on the same line; write \\{{ for two braces")]),
    ("<!-- sitrep:begin x -->", [(1, 1, "a sitrep marker; slots make their own")]),
    (
      "{{x1}}\r\n\r\né {{x2}}\r\n",
      [
        (1, 1, "there is no slot {{x1}}; sitrep postmortem --slots lists them"),
        (3, 3, "there is no slot {{x2}}; sitrep postmortem --slots lists them"),
      ]
    ),
  ])
  func `a slot that cannot be filled is named with its place`(
    text: String, problems: [(line: Int, column: Int, sentence: String)]
  ) {
    do throws(PostmortemTemplateError) {
      _ = try PostmortemTemplate(text)
      Issue.record("taken: \(text)")
    } catch {
      #expect(error.problems.map(\.sentence) == problems.map(\.sentence))
      #expect(error.problems.map { [$0.line, $0.column] } == problems.map { [$0.line, $0.column] })
    }
  }

  @Test func `every slot can be filled`() throws {
    let all = PostmortemSlot.allCases.map { "{{\($0.rawValue)}}\n" }.joined()
    let text = try Self.render(all)
    for slot in PostmortemSlot.allCases where !slot.isWord {
      #expect(text.contains("<!-- sitrep:begin \(slot.rawValue) "), "\(slot)")
    }
    #expect(!text.contains("{{"))
  }

  @Test func `a drill is marked whatever the template leaves out`() throws {
    #expect(try Self.render("{{timeline}}\n", mode: .drill("storm")).contains("> **DRILL: storm.**"))
    #expect(try !Self.render("{{timeline}}\n").contains("DRILL"))
  }
}
