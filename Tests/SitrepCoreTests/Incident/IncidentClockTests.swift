import SitrepCore
import Testing

@Suite struct IncidentClockTests {
  /// A Friday, 20 November 2026, 18:45:00 UTC.
  private static let friday = Instant(seconds: 1_795_200_300)

  private func declare(_ severity: String, at start: Instant = friday) throws -> Story {
    var story = Story(at: start)
    try story.act(
      ActionRequest(action: .declare, target: severity, text: "odd", actor: Operator("ab"), key: "d"))
    return story
  }

  @Test func `the tests' Friday is one`() {
    #expect(Timestamp.rfc3339(Self.friday) == "2026-11-20T18:45:00Z")
    #expect(CivilTime(Self.friday).weekday == 5)
  }

  @Test(
    arguments: [
      ("P1", "2026-11-20T18:46:00Z", "2026-11-20T19:00:00Z"),
      ("P2", "2026-11-20T19:00:00Z", "2026-11-20T19:15:00Z"),
      ("P3", "2026-11-20T19:45:00Z", "2026-11-20T20:45:00Z"),
      ("P4", "2026-11-23T17:00:00Z", nil),
    ])
  func `each severity has its response time and its rhythm of updates`(
    severity: String, response: String, update: String?
  ) throws {
    let incident = try #require(try declare(severity).state.openIncident)
    #expect(incident.responseDue.map(Timestamp.rfc3339) == response)
    #expect(incident.updateDue.map(Timestamp.rfc3339) == update)
  }

  @Test(
    arguments: [
      ("2026-11-20T18:45:00Z", 0, [], "2026-11-23T17:00:00Z"),
      ("2026-11-23T10:00:00Z", 0, [], "2026-11-24T17:00:00Z"),
      ("2026-11-23T00:00:00Z", 0, [], "2026-11-24T17:00:00Z"),
      ("2026-11-22T23:59:59Z", 0, [], "2026-11-23T17:00:00Z"),
      ("2026-12-24T12:00:00Z", 0, ["2026-12-25"], "2026-12-28T17:00:00Z"),
      ("2026-12-24T12:00:00Z", 0, ["2026-12-25", "2026-12-28"], "2026-12-29T17:00:00Z"),
      ("2026-11-19T16:00:00Z", 9, [], "2026-11-23T08:00:00Z"),
      ("2026-11-23T03:00:00Z", -8, [], "2026-11-24T01:00:00Z"),
    ] as [(String, Int64, [String], String)])
  func `a P4 is due at the end of the next business day, where people are`(
    from: String, offset: Int64, holidays: [String], due: String
  ) throws {
    var calendar = BusinessCalendar.standard
    calendar.utcOffset = .hours(offset)
    calendar.holidays = holidays
    let start = try #require(Timestamp.parseRFC3339(from))
    #expect(calendar.endOfNextBusinessDay(after: start).map(Timestamp.rfc3339) == due)
  }

  @Test func `who never works is never due`() {
    var calendar = BusinessCalendar.standard
    calendar.days = []
    #expect(calendar.endOfNextBusinessDay(after: Self.friday) == nil)
  }

  @Test func `a graver severity starts the response clock again until somebody has answered`() throws {
    var story = try declare("P3")
    story.wait(.minutes(20))
    func raise(_ key: String) -> ActionRequest {
      ActionRequest(action: .severity, target: "P1", text: "spreads", actor: Operator("ab"), key: key)
    }
    try story.act(raise("1"))
    #expect(story.state.openIncident?.responseDue == story.now + .seconds(60))
    #expect(story.state.openIncident?.updateDue == Self.friday + .minutes(15))
    try story.act(ActionRequest(action: .acknowledge, actor: Operator("ab"), key: "2"))
    #expect(story.state.openIncident?.responseDue == nil)
    try story.act(
      ActionRequest(action: .severity, target: "P2", text: "less", actor: Operator("ab"), key: "3"))
    try story.act(raise("4"))
    #expect(story.state.openIncident?.responseDue == nil)
  }

  @Test func `an update that was sent starts the clock again, and one promised by hand stands till then`()
    throws
  {
    var story = try declare("P2")
    let ab = Operator("ab")
    story.wait(.minutes(5))
    try story.act(ActionRequest(action: .due, duration: .minutes(7), actor: ab, key: "1"))
    let promised = story.now + .minutes(7)
    try story.act(ActionRequest(action: .severity, target: "P1", text: "worse", actor: ab, key: "2"))
    #expect(story.state.openIncident?.updateDue == promised)
    try story.act(ActionRequest(action: .note, text: "still looking", actor: ab, key: "3"))
    #expect(story.state.openIncident?.updateDue == promised)
    try story.act(ActionRequest(action: .update, text: "told everybody", actor: ab, key: "4"))
    #expect(story.state.openIncident?.updateDue == story.now + .minutes(15))
  }

  @Test func `a promise without a time takes the severity's own, which a P4 has not`() throws {
    var story = try declare("P3")
    try story.act(ActionRequest(action: .due, actor: Operator("ab"), key: "1"))
    #expect(story.state.openIncident?.updateDue == story.now + .hours(2))
    try story.act(
      ActionRequest(action: .severity, target: "P4", text: "minor", actor: Operator("ab"), key: "2"))
    #expect(throws: Refusal("a P4 has no rhythm; say in how long")) {
      try story.act(ActionRequest(action: .due, actor: Operator("ab"), key: "3"))
    }
  }

  @Test func `the clocks end with the incident and begin again when it is reopened`() throws {
    var story = try declare("P1")
    try story.act(ActionRequest(action: .resolve, actor: Operator("ab"), key: "1"))
    #expect(story.state.incidents[0].responseDue == nil)
    #expect(story.state.incidents[0].updateDue == nil)
    story.wait(.minutes(3))
    try story.act(ActionRequest(action: .reopen, text: "again", actor: Operator("ab"), key: "2"))
    #expect(story.state.openIncident?.responseDue == story.now + .seconds(60))
    #expect(story.state.openIncident?.updateDue == story.now + .minutes(15))
  }
}
