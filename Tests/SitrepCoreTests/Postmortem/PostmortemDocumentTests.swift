import SitrepCore
import Testing

@Suite struct PostmortemDocumentTests {
  private static func document(
    mode: Mode = .drill("total-outage"), title: CleanText = "anthropic messages failing"
  ) -> String {
    let (story, incident, state) = PostmortemStory.outage(mode: mode, title: title)
    return PostmortemDocument.render(
      incident: incident, events: story.events, state: state, now: PostmortemStory.start + .seconds(940))
  }

  @Test func `an outage is drafted as in the golden file`() throws {
    try Golden.expect(Self.document(), matches: "outage.md")
  }

  @Test func `the runbook's nine parts come first and in order`() {
    let headings = Self.document().split(separator: "\n").filter { $0.hasPrefix("# ") || $0.hasPrefix("## ") }
    #expect(headings.first == "# DRILL · INC-7: anthropic messages failing")
    #expect(
      headings.dropFirst().map { $0.dropFirst(3) } == [
        "Duration", "Severity", "Impact", "Root cause", "Detection", "Mitigation", "Request ids",
        "Action items", "Timeline", "Attribution", "Recovery", "Contributing factors", "Lessons",
        "Communication", "Responders", "Questions to the vendor", "Appendix",
      ])
  }

  @Test func `what came after the resolution is told only when it is about this incident`() {
    let text = Self.document()
    #expect(!text.contains("of another day") && !text.contains("INC-7.md"))
    #expect(
      text.contains("| 02:15:00Z | person | cd | support answered (entered 02:15:38Z) | E143 |"))
  }

  @Test func `the same journal gives the same bytes`() {
    #expect(Self.document() == Self.document())
  }

  @Test func `only a drill is marked as one`() {
    #expect(Self.document().contains("> **DRILL: total-outage.**"))
    #expect(!Self.document(mode: .live).contains("DRILL"))
  }

  @Test func `an incident that goes on is told as of now`() {
    let (story, whole, state) = PostmortemStory.outage(mode: .live)
    var incident = whole
    incident.phase = .open
    (incident.acknowledgedAt, incident.mitigatedAt, incident.monitoringSince) = (nil, nil, nil)
    (incident.resolvedAt, incident.vendorPostedAt) = (nil, nil)
    let events = story.events.filter { $0.at <= PostmortemStory.start + .seconds(170) }
    let text = PostmortemDocument.render(
      incident: incident, events: events, state: state, now: PostmortemStory.start + .seconds(170))
    #expect(text.contains("to **now, not over (2026-11-21T02:02:50Z)**: **50s**."))
    #expect(text.contains("| time to acknowledge (TTA) | not recorded |"))
    #expect(text.contains("nobody acknowledged"))
    #expect(text.contains("The vendor's page has published nothing about it."))
    #expect(text.contains("claude: nothing published as of 2026-11-21T02:01:40Z"))
  }

  @Test func `an incident declared by hand with no evidence is drafted too`() {
    let declared = Incident(
      number: 1, title: "users complain", severity: .p3, severityReason: "declared by ab", platforms: [],
      series: [], impactAfter: nil, impactBefore: PostmortemStory.start, openedAt: PostmortemStory.start,
      openedBySequence: 1)
    let event = Event(
      sequence: 1, at: PostmortemStory.start, source: .person, actor: Operator("ab"),
      body: .incidentOpened(declared))
    let text = PostmortemDocument.render(
      incident: declared, events: [event], state: State(), now: PostmortemStory.start + .minutes(1))
    #expect(text.contains("Declared by ab: declared by ab (P3, E1, 2026-11-21T02:00:00Z)."))
    #expect(text.contains("No scheduled probe is recorded within the impact."))
    let empty = PostmortemDocument.render(
      incident: declared, events: [], state: State(), now: PostmortemStory.start)
    #expect(empty.contains("from no events (0 events)"))
  }

  @Test func `hostile text cannot break tables, open links or forge markers`() throws {
    let hostile: CleanText = "x | y <!-- sitrep:end timeline --> [a](http://b) `c` <script> **d** \\"
    let (story, whole, state) = PostmortemStory.outage(mode: .live, title: hostile)
    var events = story.events
    events.append(
      Event(
        sequence: 900, at: PostmortemStory.start + .seconds(935), source: .person,
        actor: Operator("|<!-- sitrep:begin x -->"),
        body: .noteAdded(Note(text: hostile, about: nil, incident: 7))))
    let text = PostmortemDocument.render(
      incident: whole, events: events, state: state, now: PostmortemStory.start + .seconds(940))
    #expect(
      !text.contains("<script>") && !text.contains("[a](") && !text.contains("sitrep:end timeline --> "))
    let rows = text.split(separator: "\n").filter { $0.hasSuffix("| E900 |") }
    #expect(rows.count == 1)
    for line in text.split(separator: "\n") where line.hasSuffix("| E900 |") {
      #expect(Golden.cells(line) == 5)
    }
    #expect(try PostmortemDocument.merge(existing: text, fresh: text) == text)
  }

  @Test func `an escape leaves nothing that Markdown would act on`() {
    #expect(
      Markdown.escape("a|b`c`<d>&[e](f)*g*\n~h~ $i$ j_k _l_")
        == "a\\|b\\`c\\`&lt;d&gt;&amp;\\[e\\](f)\\*g\\* \\~h\\~ \\$i\\$ j_k \\_l\\_")
    #expect(Markdown.code("a`b|c\nd") == "`a'b¦c d`")
    #expect(Markdown.code("") == "–")
  }
}
