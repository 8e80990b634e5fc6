import SitrepCore
import Testing

@Suite struct ActionTests {
  private let ab = Operator("ab")
  private let cd = Operator("cd")

  private func preview(_ request: ActionRequest, _ story: Story) throws -> ActionPreview {
    try ActionTable.preview(request, in: story.state, at: story.now).get()
  }

  @Test func `the table has exactly one record per action`() {
    #expect(Set(ActionTable.all.map(\.id)).count == ActionTable.all.count)
    #expect(Set(ActionTable.all.map(\.id)) == Set(ActionID.allCases))
    let keys = ActionTable.all.compactMap(\.key)
    #expect(Set(keys.map { $0.lowercased() }).count == keys.count, "no shifted letter is another's twin")
  }

  @Test func `a preview names what changes and where traffic goes`() throws {
    let story = Story()
    let told = try preview(ActionRequest(action: .trip, target: "anthropic", actor: ab, key: "1"), story)
    #expect(
      told.lines == [
        "anthropic: closed → FORCED OPEN", "no traffic measured; calls would go to bedrock",
        "headroom on bedrock unknown: it sends no headers", "prompt caches on bedrock start cold",
      ])
  }

  @Test func `a confirmation is void when the state changed under it`() throws {
    var story = Story()
    var request = ActionRequest(action: .trip, target: "anthropic", actor: ab, key: "1")
    request.basis = try preview(request, story).basis
    story.probe(for: .seconds(12), failing: anthropicDown)
    #expect(throws: Refusal.self) { try story.act(request) }
    request.basis = try preview(request, story).basis
    try story.act(request)
    #expect(story.state.position(of: .anthropic) == .forcedOpen)
  }

  @Test(arguments: [ActionID.trip, .pin, .route])
  func `what happens on a platform that the preview does not name voids nothing`(action: ActionID) throws {
    var story = Story()
    story.probe(for: .seconds(10))
    let target = action == .trip ? "anthropic" : "bedrock"
    var request = ActionRequest(action: action, target: target, actor: ab, key: "1")
    request.basis = try preview(request, story).basis
    story.probe(for: .seconds(12)) { $0.platform == .vertex ? (.failed(.overload), 529) : nil }
    #expect(story.state.position(of: .vertex) == .open)
    try story.act(request)
  }

  @Test func `a confirmation is void when the place that traffic moves to is another`() throws {
    var story = Story()
    story.probe(for: .seconds(10))
    var request = ActionRequest(action: .trip, target: "anthropic", actor: ab, key: "1")
    request.basis = try preview(request, story).basis
    story.probe(for: .seconds(12)) { $0.platform == .bedrock ? (.failed(.overload), 529) : nil }
    #expect(story.state.position(of: .bedrock) == .open)
    #expect(throws: Refusal.self) { try story.act(request) }
  }

  @Test func `undo restores the value from before and is itself an event`() throws {
    var story = Story()
    try story.act(ActionRequest(action: .trip, target: "anthropic", actor: ab, key: "1"))
    try story.act(ActionRequest(action: .undo, actor: ab, key: "2"))
    #expect(story.state.position(of: .anthropic) == .closed)
    #expect(story.state.acts.first?.undoneBy != nil)
    #expect(throws: Refusal.self) { try story.act(ActionRequest(action: .undo, actor: ab, key: "3")) }
  }

  @Test func `undo prefers one's own last act`() throws {
    var story = Story()
    try story.act(ActionRequest(action: .trip, target: "vertex", actor: ab, key: "1"))
    try story.act(ActionRequest(action: .trip, target: "bedrock", actor: cd, key: "2"))
    let offered = ActionTable.targets(.undo, in: story.state, at: story.now, actor: ab)
    #expect(offered.first?.label == "ab: breaker vertex forced open")
    try story.act(ActionRequest(action: .undo, actor: ab, key: "3"))
    #expect(story.state.position(of: .vertex) == .closed)
    #expect(story.state.position(of: .bedrock) == .forcedOpen)
  }

  @Test func `undo is refused when somebody changed the value since`() throws {
    var story = Story()
    try story.act(ActionRequest(action: .pin, target: "bedrock", actor: ab, key: "1"))
    let first = try #require(story.state.acts.first).sequence
    try story.act(ActionRequest(action: .pin, target: "vertex", actor: cd, key: "2"))
    #expect(throws: Refusal("not undone: the route was changed since")) {
      try story.act(ActionRequest(action: .undo, target: "E\(first)", actor: ab, key: "3"))
    }
  }

  @Test(
    arguments: [
      (ActionID.trip, "moon", "moon is not a configured platform; there are anthropic, bedrock, vertex"),
      (.reset, "anthropic", "no breaker is forced"),
      (.acknowledge, nil, "no incident is open"),
      (.undo, nil, "nothing to undo"),
      (.note, nil, "note needs note (start with 02:07 for an earlier time)"),
      (.postmortem, nil, "there has been no incident"),
    ] as [(ActionID, String?, String)])
  func `a refusal says why`(action: ActionID, target: String?, reason: String) {
    var story = Story()
    #expect(throws: Refusal(reason)) {
      try story.act(ActionRequest(action: action, target: target, actor: Operator("ab"), key: "1"))
    }
  }

  @Test(
    arguments: [
      ("02:07 pager went off", "pager went off", true), ("pager went off", "pager went off", false),
      ("3:1 voted so", "3:1 voted so", false), ("2:07:30Z late", "late", true),
    ])
  func `a note may tell of an earlier time`(text: String, kept: String, isLate: Bool) throws {
    var story = Story()
    try story.act(ActionRequest(action: .note, text: CleanText(text), actor: ab, key: "1"))
    guard case .noteAdded(let note) = story.events.last?.body else { return #expect(Bool(false), "no note") }
    #expect(note.text.text == kept)
    #expect((note.about != nil) == isLate)
    #expect(note.about.map { $0 <= story.now } ?? true)
  }

  @Test func `an incident is declared, changed, resolved and reopened by hand`() throws {
    var story = Story()
    try story.act(ActionRequest(action: .declare, target: "P3", text: "odd answers", actor: ab, key: "1"))
    #expect(story.state.openIncident?.name == "INC-1")
    try story.act(ActionRequest(action: .severity, target: "P2", text: "spreads", actor: ab, key: "2"))
    #expect(story.state.openIncident?.severity == .p2)
    try story.act(ActionRequest(action: .resolve, actor: ab, key: "3"))
    #expect(story.state.openIncident == nil)
    try story.act(ActionRequest(action: .reopen, target: "INC-1", text: "again", actor: ab, key: "4"))
    #expect(story.state.openIncident?.reopenings == 1)
  }
}
