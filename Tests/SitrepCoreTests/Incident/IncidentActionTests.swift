import SitrepCore
import Testing

@Suite struct IncidentActionTests {
  private let ab = Operator("ab")
  private let cd = Operator("cd")

  private func declare(_ count: Int) throws -> Story {
    var story = Story()
    for number in 1...count {
      try story.act(
        ActionRequest(action: .declare, target: "P\(4 - number)", text: "odd", actor: ab, key: "d\(number)"))
    }
    return story
  }

  private func act(
    _ story: inout Story, _ action: ActionID, _ target: String? = nil, text: CleanText? = nil,
    by actor: Operator? = nil, on incident: String? = nil
  ) throws {
    try story.act(
      ActionRequest(
        action: action, target: target, text: text, actor: actor ?? ab, key: "k\(story.events.count)",
        incident: incident))
  }

  @Test func `roles are taken and handed over, with both names in the timeline`() throws {
    var story = try declare(1)
    try act(&story, .role, "ops", by: cd)
    try act(&story, .handover, "ops", text: "ef", by: cd)
    try act(&story, .lead, by: cd)
    #expect(
      story.state.openIncident?.roles.map { "\($0.role.rawValue) \($0.person)" } == ["lead cd", "ops ef"])
    #expect(story.lines.suffix(3) == ["INC-1 ops: nobody → cd", "INC-1 ops: cd → ef", "INC-1 lead: ab → cd"])
  }

  @Test(
    arguments: [
      (.lead, nil, nil, "ab is lead of INC-1 already"),
      (.role, "pilot", nil, "name a role: lead, ops, comms, scribe"),
      (.handover, "ops", nil, "hand over a role needs to whom (initials or name)"),
      (.severity, "P2", nil, "change severity needs reason"),
      (.severity, "P7", "x", "name a severity: P1, P2, P3 or P4"),
      (.keep, nil, nil, "nobody asks yet whether INC-1 is over"),
      (.merge, "INC-1 INC-2", nil, "only INC-1 is open"),
      (.reopen, "INC-1", "why", "no incident is resolved"),
    ] as [(ActionID, String?, String?, String)])
  func `what cannot be done says why`(action: ActionID, target: String?, text: String?, reason: String) throws
  {
    var story = try declare(1)
    #expect(throws: Refusal(reason)) {
      try act(&story, action, target, text: text.map { CleanText($0) })
    }
  }

  @Test func `an act is about the gravest incident unless another is named`() throws {
    var story = try declare(3)
    #expect(story.state.openIncidents.map(\.name) == ["INC-3", "INC-2", "INC-1"])
    try act(&story, .update, text: "told", on: "inc-2")
    #expect(story.lines.last == "INC-2 update sent: told")
    try act(&story, .update, text: "told")
    #expect(story.lines.last == "INC-3 update sent: told")
    #expect(throws: Refusal("there is no incident INC-9; open: INC-3, INC-2, INC-1")) {
      try act(&story, .resolve, on: "9")
    }
  }

  @Test func `acknowledging goes on to the next that nobody has`() throws {
    var story = try declare(2)
    try act(&story, .acknowledge)
    try act(&story, .acknowledge)
    #expect(story.state.incidents.allSatisfy { $0.acknowledgedBy == ab })
    #expect(throws: Refusal("INC-2 was acknowledged by ab")) { try act(&story, .acknowledge) }
  }

  @Test func `a merged incident closes, points to the other, and gives it what it was about`() throws {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .minutes(12), failing: anthropicDown)
    let both: (SeriesID) -> (Outcome, Int?)? = {
      $0.platform == .vertex ? (.failed(.server), 500) : anthropicDown($0)
    }
    story.probe(for: .seconds(60), failing: both)
    #expect(story.state.openIncidents.count == 2)
    let request = ActionRequest(action: .merge, target: "INC-2 INC-1", actor: ab, key: "m")
    let preview = try ActionTable.preview(request, in: story.state, at: story.now).get()
    #expect(
      preview.lines.prefix(2) == [
        "INC-2 closes and points to INC-1",
        "INC-1 takes over 1 series and its beginning, if that was earlier",
      ])
    try story.act(request)
    #expect(story.state.incident(2)?.mergedInto == 1)
    #expect(story.state.incident(2)?.phase == .resolved)
    #expect(story.state.incident(1)?.platforms == [.anthropic, .vertex])
    story.probe(for: .seconds(60), failing: both)
    #expect(story.state.openIncidents.map(\.name) == ["INC-1"], "its series go on in the other")
    #expect(throws: Refusal("INC-2 was merged into INC-1; reopen that, or declare anew")) {
      try act(&story, .reopen, "INC-2", text: "why")
    }
  }

  @Test(
    arguments: [
      ("INC-2", "name two incidents, the one that ends first: INC-2 INC-1; open: INC-2, INC-1"),
      ("INC-2 INC-2", "INC-2 cannot be merged into itself"),
      ("INC-2 INC-7", "name two incidents, the one that ends first: INC-2 INC-1; open: INC-2, INC-1"),
    ])
  func `a merge names two open incidents`(target: String, reason: String) throws {
    var story = try declare(2)
    #expect(throws: Refusal(reason)) { try act(&story, .merge, target) }
  }

  @Test func `what still fails cannot be resolved by hand`() throws {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(60), failing: anthropicDown)
    #expect(throws: Refusal("2 series still fail: wait until it is quiet, or merge it")) {
      try act(&story, .resolve)
    }
    story.probe(for: .minutes(3))
    try act(&story, .resolve, text: "vendor says so")
    #expect(story.state.openIncident == nil)
    #expect(story.lines.last { $0.hasPrefix("INC") } == "INC-1 resolved: vendor says so")
  }

  @Test func `a quiet incident that somebody has asks, and asks again later when it is kept`() throws {
    var settings = Story.settings
    settings.incident.quietHold = .minutes(2)
    settings.incident.askAgain = .minutes(5)
    var story = Story(settings)
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40), failing: anthropicDown)
    try act(&story, .acknowledge)
    story.probe(for: .minutes(6))
    #expect(story.state.openIncident?.resolveAskedAt != nil)
    #expect(story.lines.count { $0 == "INC-1 quiet for 120 s: resolve it?" } == 1)
    try act(&story, .keep)
    #expect(story.state.openIncident?.resolveAskedAt == nil)
    let kept = story.now
    story.probe(for: .minutes(4))
    #expect(story.state.openIncident?.resolveAskedAt == nil)
    story.probe(for: .minutes(2))
    #expect(story.state.openIncident?.resolveAskedAt == kept + .minutes(5))
    try act(&story, .resolve)
    #expect(story.state.openIncident == nil)
  }

  @Test func `a question falls with a relapse`() throws {
    var settings = Story.settings
    settings.incident.quietHold = .minutes(1)
    var story = Story(settings)
    story.probe(for: .seconds(40), failing: anthropicDown)
    try act(&story, .acknowledge)
    story.probe(for: .minutes(5))
    #expect(story.state.openIncident?.resolveAskedAt != nil)
    story.probe(for: .seconds(40), failing: anthropicDown)
    #expect(story.state.openIncident?.resolveAskedAt == nil)
    #expect(story.state.openIncident?.phase == .acknowledged)
  }
}
