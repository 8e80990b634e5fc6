import SitrepCore
import Testing

private struct Case: Sendable, CustomTestStringConvertible {
  var text: String
  /// "line:column rule" of each finding.
  var found: [String] = []
  var isFinal = false

  var testDescription: String { text }
}

@Suite struct PostmortemLintTests {
  private static func found(_ text: String, isFinal: Bool? = nil) -> [String] {
    PostmortemLint(text, isFinal: isFinal, wantsParts: false).findings.map {
      "\($0.line):\($0.column) \($0.rule.rawValue)"
    }
  }

  private static let blame = [
    Case(text: "It was human error.", found: ["1:8 blame"]),
    Case(text: "The engineer forgot the flag.", found: ["1:14 blame"]),
    Case(text: "The on-call engineer failed to see the alert.", found: ["1:22 blame"]),
    Case(text: "The breaker failed to open; requests failed to complete."),
    Case(text: "We should have tested this.", found: ["1:4 blame"]),
    Case(text: "We should've tested this.", found: ["1:4 blame"]),
    Case(text: "We should have two replicas."),
    Case(text: "A pager should never have been silent.", found: ["1:9 blame"]),
    Case(text: "Obviously the cache was cold.", found: ["1:1 blame"]),
    Case(text: "The root cause was an engineer.", found: ["1:23 blame"]),
    Case(text: "The root cause was an expired certificate."),
    Case(text: "This review is blameless; the fault domain was one zone."),
    Case(text: "The vendor wrote “an operator error” and \"we should have known\"."),
    Case(text: "> Human error, says the vendor."),
    Case(text: "Run `forgot --human error`."),
    Case(text: "```\nhuman error\n```\n"),
    Case(text: "<!-- sitrep:begin x -->\nhuman error\n<!-- sitrep:end x -->\n"),
    Case(text: "| what | why |\n| --- | --- |\n| deploy | careless change |", found: ["3:12 blame"]),
    Case(text: "# The careless title\n\n## Human error"),
    Case(text: "The team\nneglected to say so.", found: ["2:1 blame"]),
    Case(text: "Seen <!-- human error --> late."),
  ]

  private static let counterfactuals = [
    Case(text: "A retry would have helped.", found: ["1:9 counterfactual"]),
    Case(text: "It wouldn't have happened.", found: ["1:4 counterfactual"]),
    Case(text: "If the alert had fired, we would see it.", found: ["1:1 counterfactual"]),
    Case(text: "Had the alert fired, users would see less.", found: ["1:1 counterfactual"]),
    Case(text: "If it had fired we would have known.", found: ["1:20 counterfactual"]),
    Case(text: "We asked if the deploy had finished."),
    Case(text: "It could have been caused by a deploy; it may have been the cache."),
    Case(text: "Bedrock would have room for all of it."),
    Case(text: "## Lessons\n\n- A retry would have helped."),
    Case(text: "## Action items\n\n- [ ] If it had a probe, we would see it · owner: ab"),
  ]

  private static let times = [
    Case(text: "It began at 02:07.", found: ["1:13 time-zone"]),
    Case(text: "It began at 02:07Z, 2:08:30 UTC, 02:09:10.5Z and 2026-11-21T02:07:11Z."),
    Case(text: "It lasted from 02:07 to 03:10Z, again 04:00–04:10Z."),
    Case(text: "From 02:07 to 03:10.", found: ["1:6 time-zone", "1:15 time-zone"]),
    Case(
      text: "At 2pm and 2:07 pm and 14:00 CET.", found: ["1:4 time-zone", "1:12 time-zone", "1:24 time-zone"]),
    Case(text: "2026-11-21T02:07:11+01:00 is exact."),
    Case(text: "Connect to 127.0.0.1:80, host:8080 or a:12:30, ratio 3:1, it took 12:04."),
    Case(text: "| time, UTC | what |\n| --- | --- |\n| 02:07 | page |"),
    Case(text: "| time | what |\n| --- | --- |\n| 02:07 | page |", found: ["3:3 time-zone"]),
    Case(text: "`02:07` and “at 02:07”."),
  ]

  private static let numbers = [
    Case(text: "About 40 users saw errors.", found: ["1:7 reference"]),
    Case(text: "About 40 users saw errors (E412)."),
    Case(text: "About 40 users saw errors [^1]."),
    Case(text: "About 40 users saw errors ([tickets](https://x/y))."),
    Case(text: "`select count(*)` says 40 users."),
    Case(text: "We lost $1,200 and 5% of calls.", found: ["1:10 reference"]),
    Case(text: "Latency rose to 3.5s. It was 40 ms before (E9).", found: ["1:17 reference"]),
    Case(text: "529 errors rose on 21 November 2026; P1, INC-7, HTTP 500, version 1.2.3, step 3."),
    Case(text: "429 requests failed."),
    Case(text: "## Action items\n\n- [ ] below 5% of requests · owner: ab"),
    Case(text: "See https://x/40%20users."),
  ]

  @Test(arguments: blame + counterfactuals + times + numbers)
  private func `a rule speaks where it should and is silent elsewhere`(item: Case) {
    #expect(Self.found(item.text) == item.found)
  }

  @Test func `what is left to do is counted in a draft and an error when it is final`() {
    let text = "## Impact\n\nTODO: who. A TBD.\n\n```\nTODO\n```\n"
    let draft = PostmortemLint(text, wantsParts: false)
    #expect(draft.todos == 2 && draft.findings.isEmpty && !draft.isFinal)
    #expect(Self.found(text, isFinal: true).filter { $0.hasSuffix("todo") } == ["3:1 todo", "3:14 todo"])
  }

  @Test(arguments: [
    ("**Document status:** final · owner: ab\n", true), ("**Document status:** draft · owner: ab\n", false),
    ("---\ntitle: x\nstatus: reviewed\n---\n# T\n", true), ("---\nstatus: draft\n---\n# T\n", false),
    ("the final document\n", false),
  ])
  func `a document says itself whether it is final`(text: String, isFinal: Bool) {
    #expect(PostmortemLint(text, wantsParts: false).isFinal == isFinal)
  }

  @Test func `a final document wants action items with owners`() {
    #expect(Self.found("# T\n", isFinal: true) == ["1:1 action-item"])
    #expect(Self.found("## Action items\n\n- [ ] page sooner\n", isFinal: true) == ["3:1 action-item"])
    #expect(Self.found("## Action items\n\n- [ ] page sooner · owner: ab\n", isFinal: true).isEmpty)
  }

  @Test func `the nine parts must be there and in order`() {
    let parts = PostmortemLint.parts.map { "## \($0.prefix(1).uppercased())\($0.dropFirst())\n" }
    let whole = "# T\n" + parts.joined()
    #expect(PostmortemLint(whole).findings.isEmpty)
    let missing = PostmortemLint("# T\n" + parts.dropLast().joined()).findings
    #expect(missing.map(\.message) == ["the part “action items” is missing"])
    let swapped = PostmortemLint("# T\n" + parts[1] + parts[0] + parts.dropFirst(2).joined()).findings
    #expect(swapped.map(\.line) == [2])
    #expect(swapped.map(\.rule) == [.structure])
    #expect(PostmortemLint(parts.joined()).findings.map(\.message) == ["the title is missing"])
  }

  @Test func `a damaged marker is named with its line and the rest is read all the same`() {
    let found = Self.found("x\n<!-- sitrep:end a -->\nhuman error\n")
    #expect(found == ["2:1 markers", "3:1 blame"])
  }

  @Test func `outage wants a minute that was fully down`() {
    let calm = "<!-- sitrep:begin minutes -->\nNo minute was fully down.\n<!-- sitrep:end minutes -->\n"
    #expect(Self.found(calm + "The outage began.") == ["4:5 outage"])
    #expect(Self.found("The outage began.").isEmpty)
  }

  @Test func `a responder's name is a role elsewhere`() {
    let table =
      "<!-- sitrep:begin responders -->\n| responder | acts |\n| --- | --- |\n| kim | 3 |\n| ops | 1 |\n"
      + "<!-- sitrep:end responders -->\n"
    #expect(Self.found(table + "Then Kim switched; ops watched.") == ["7:6 name"])
    #expect(Self.found(table + "## Action items\n- [ ] x · owner: kim").isEmpty)
  }

  @Test func `lines count by line feed and columns by character, also with ends of Windows`() {
    #expect(Self.found("é🚦 x\r\nIt was human error.\r\n") == ["2:8 blame"])
    #expect(Self.found("e\u{301}🚦 human error") == ["1:4 blame"])
  }

  @Test func `a fresh draft has nothing to be said about`() {
    let (story, incident, state) = PostmortemStory.outage()
    let text = PostmortemDocument.render(
      incident: incident, events: story.events, state: state, now: PostmortemStory.start + .seconds(940))
    let lint = PostmortemLint(text)
    #expect(lint.findings.isEmpty, "\(lint.findings)")
    #expect(lint.todos > 10)
    #expect(PostmortemLint(text, isFinal: true).findings.count >= lint.todos)
  }

  @Test func `no jumble of Markdown makes it fall over`() {
    let fragments = [
      "`", "```\n", "~~~\n", "|", "| a |\n", "<!--", "-->", "<!-- sitrep:begin a -->\n", "# ", "- [ ] ", "\n",
      "\r\n",
      "02:", "02:07", "2p", "pm", "“", "\"", "](", ")", "http://", "$", "40 users", "if had would", "---\n",
      "E1", "é",
    ]
    for seed in UInt64(1)...2000 {
      var random = SeededGenerator(state: seed)
      let count = Int.random(in: 1...14, using: &random)
      let jumble = (0..<count).map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
      let lint = PostmortemLint(jumble, isFinal: seed % 2 == 0)
      #expect(lint.findings.allSatisfy { $0.line >= 1 && $0.column >= 1 }, "seed \(seed)")
    }
  }
}
