import SitrepCore
import Testing

/// Notes of earlier times and action items: what people tell besides what is measured.
@Suite struct TellingTests {
  private let ab = Operator("ab")

  private static func open() throws -> Story {
    var story = Story()
    try story.act(
      ActionRequest(action: .declare, target: "P3", text: "odd answers", actor: Operator("ab"), key: "0"))
    return story
  }

  private func note(_ text: String, in story: inout Story, on target: String? = nil) throws -> Note {
    try story.act(
      ActionRequest(
        action: .note, target: target, text: CleanText(text), actor: ab, key: "n\(story.events.count)"))
    guard case .noteAdded(let note) = story.events.last?.body else { throw Refusal("no note") }
    return note
  }

  /// The story's clock shows 2026-07-29T19:45:00Z.
  @Test(arguments: [
    ("19:40 pager", "2026-07-29T19:40:00Z"), ("00:10Z early", "2026-07-29T00:10:00Z"),
    ("2026-07-28T23:00Z the day before", "2026-07-28T23:00:00Z"),
    ("2026-07-28T23:00:05+02:00 the day before", "2026-07-28T21:00:05Z"),
  ])
  func `a note tells of the time in front of it`(text: String, told: String) throws {
    var story = try Self.open()
    #expect(try note(text, in: &story).about.map(Timestamp.rfc3339) == told)
  }

  @Test(arguments: ["10:15-10:30 was odd", "3:1 voted so", "at 19:40 the pager", "19:4 x", "a:b c"])
  func `what is no time is text`(text: String) throws {
    var story = try Self.open()
    let found = try note(text, in: &story)
    #expect(found.about == nil && found.text.text == text)
  }

  @Test(arguments: [
    ("25:00 x", "25:00 is no time of day; write 02:07 or 2026-07-29T02:07Z"),
    ("12:60 x", "12:60 is no time of day; write 02:07 or 2026-07-29T02:07Z"),
    ("2:07pm x", "2:07pm is a 12-hour time; write 02:07 or 2026-07-29T02:07Z, in UTC"),
    ("19:50 x", "19:50 is still ahead today; for yesterday write 2026-07-28T19:50:00Z"),
    ("2026-07-30T02:00Z x", "2026-07-30T02:00Z is still ahead; a note tells of what has been"),
    ("19:40", "a note needs a text behind its time"),
  ])
  func `a time that cannot be meant is refused with the reason`(text: String, reason: String) throws {
    var story = try Self.open()
    #expect(throws: Refusal(reason)) { try note(text, in: &story) }
  }

  @Test func `a time that came twice within the incident wants its day`() throws {
    var story = try Self.open()
    story.now = story.now + .hours(30)
    #expect(throws: Refusal.self) { try note("20:00 x", in: &story) }
    #expect(try note("2026-07-29T20:00Z x", in: &story).about != nil)
  }

  @Test func `just after midnight a late hour is yesterday's`() throws {
    var story = try Self.open()
    story.now = story.now + .hours(5)
    #expect(try note("23:50 x", in: &story).about.map(Timestamp.rfc3339) == "2026-07-29T23:50:00Z")
  }

  @Test func `a note told the morning after belongs to the incident that its time falls in`() throws {
    var story = try Self.open()
    story.now = story.now + .minutes(10)
    try story.act(ActionRequest(action: .resolve, actor: ab, key: "r"))
    story.now = story.now + .hours(9)
    #expect(try note("19:50 it was the proxy", in: &story).incident == 1)
    #expect(try note("nothing", in: &story).incident == nil)
    #expect(try note("nothing", in: &story, on: "INC-1").incident == 1)
    #expect(throws: Refusal("INC-9 is no incident of this journal")) {
      try note("x", in: &story, on: "INC-9")
    }
    #expect(
      story.state.timeline.contains {
        $0.text == "it was the proxy (2026-07-29T19:50:00Z, entered 04:55:00Z)"
      })
  }

  // MARK: Action items

  private func item(_ text: String, in story: inout Story, on target: String? = nil) throws -> ActionItem {
    try story.act(
      ActionRequest(
        action: .item, target: target, text: CleanText(text), actor: ab, key: "i\(story.events.count)"))
    guard case .itemPinned(let item) = story.events.last?.body else { throw Refusal("no item") }
    return item
  }

  @Test(
    arguments: [
      ("page sooner", "page sooner", nil, nil), ("page sooner @cd", "page sooner", "cd", nil),
      ("page sooner @cd due 2026-12-01", "page sooner", "cd", "2026-12-01"),
      ("page sooner due 2026-12-01 @cd", "page sooner", "cd", "2026-12-01"),
      ("mail @cd the list", "mail @cd the list", nil, nil),
    ] as [(String, String, String?, String?)])
  func `owner and date stand at the end`(
    typed: String, text: String, owner: String?, due: String?
  ) throws {
    var story = try Self.open()
    let found = try item(typed, in: &story)
    #expect(found.text.text == text)
    #expect(found.owner?.name.text == owner)
    #expect(found.due == due)
  }

  @Test(arguments: [
    ("@cd", "say what is to be done, then @owner and due 2026-12-01"),
    ("page due friday", "due friday is no date; write due 2026-12-01"),
    ("page due 2026-13-01", "due 2026-13-01 is no date; write due 2026-12-01"),
  ])
  func `an item that says too little is refused`(typed: String, reason: String) throws {
    var story = try Self.open()
    #expect(throws: Refusal(reason)) { try item(typed, in: &story) }
  }

  @Test func `a line is pinned, offered for dropping, and dropped`() throws {
    var story = try Self.open()
    let opened = try #require(story.state.openIncident).openedBySequence
    let lines = ActionTable.targets(.item, in: story.state, at: story.now, actor: ab)
    #expect(lines.map(\.value) == ["text", "E\(opened)"])
    #expect(try item("why so late @ab", in: &story, on: "E\(opened)").about == opened)
    let pinned = try #require(story.state.openIncident?.items.first)
    #expect(story.state.timeline.last?.text == "action item: why so late · owner: ab (pins E\(opened))")
    let offered = ActionTable.targets(.dropItem, in: story.state, at: story.now, actor: ab)
    #expect(offered.map(\.value) == ["E\(pinned.sequence)"])
    try story.act(ActionRequest(action: .dropItem, target: "E\(pinned.sequence)", actor: ab, key: "d"))
    #expect(story.state.openIncident?.items.isEmpty == true)
    #expect(throws: Refusal("no action item is pinned")) {
      try story.act(ActionRequest(action: .dropItem, target: "E\(pinned.sequence)", actor: ab, key: "e"))
    }
    #expect(throws: Refusal("E9999 is no event of this journal")) { try item("x", in: &story, on: "E9999") }
  }

  @Test func `what an incident keeps of its items is bounded`() throws {
    var story = try Self.open()
    for index in 0..<60 { _ = try item("thing \(index)", in: &story) }
    #expect(story.state.openIncident?.items.count == Incident.keptItems)
    #expect(story.state.openIncident?.items.last?.item.text.text == "thing 59")
  }
}
