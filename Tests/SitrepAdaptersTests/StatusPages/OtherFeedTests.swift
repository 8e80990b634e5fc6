import SitrepAdapters
import SitrepCore
import Testing

@Suite struct `Checkly, JSON of anybody, and old pages` {
  private let now = Timestamp.parseRFC3339("2026-11-20T18:50:00Z") ?? Instant(seconds: 0)
  private let chat = "c4869a5a-054c-4c1b-88d1-3d195ba58511"

  @Test func `what Checkly lists as unresolved decides, and the uptime document names the services`() throws {
    let reading = try PageParser.checkly(
      unresolved: Payload.bytes("mistral-checkly-unresolved-incidents.json"),
      uptime: Payload.bytes("real-mistral-checkly-uptime-trimmed.json"),
      maintenance: Payload.bytes("mistral-checkly-maintenance-windows.json"))
    let page = reading.page
    #expect(page.state == .degraded)
    #expect(page.components.map(\.name.text) == ["Chat Completions API", "Embeddings API", "Vibe"])
    #expect(page.components.map(\.state) == [.degraded, .operational, .operational])
    #expect(page.components[0].group?.text == "API")
    #expect(page.incidents.map(\.phase) == [.investigating])
    #expect(page.incidents[0].components == [chat])
    #expect(page.incidents[0].startedAt == Timestamp.parseRFC3339("2026-09-04T10:00:00Z"))
  }

  @Test func `Checkly's other documents may be missing or nonsense`() throws {
    let open = try Payload.bytes("mistral-checkly-unresolved-incidents.json")
    #expect(try PageParser.checkly(unresolved: open).page.state == .degraded)
    #expect(try PageParser.checkly(unresolved: open, uptime: [0x7B], maintenance: []).page.components.isEmpty)
    #expect(try PageParser.checkly(unresolved: Array("{\"incidents\":[]}".utf8)).page.state == .operational)
    for text in ["{}", "[]", "{\"incidents\":{}}", "<html>"] {
      #expect(throws: PageParseError.self) { try PageParser.checkly(unresolved: Array(text.utf8)) }
    }
  }

  private let places = JSONPlaces(
    state: JSONPointer("/data/services/0/status"), items: JSONPointer("/data/events"),
    title: JSONPointer("/name"), time: JSONPointer("/at"), phase: JSONPointer("/phase"),
    impact: JSONPointer("/level"))

  private func read(_ text: String) throws(PageParseError) -> PageSnapshot {
    try PageParser.anyJSON(Array(text.utf8), places: places, at: now).page
  }

  @Test func `JSON of anybody is read by the places that the configuration names`() throws {
    let page = try read(
      """
      {"data":{"services":[{"status":"Degraded"}],"events":[
      {"name":"Claude is down","at":"2026-11-20T18:30:00Z","phase":"investigating","level":"critical"},
      {"name":"Old","at":1795190000,"phase":"Resolved"}]}}
      """)
    #expect(page.state == .majorOutage)
    #expect(page.incidents.map(\.name.text) == ["Claude is down"])
    #expect(page.incidents[0].impact == .majorOutage)
    let calm = try read("{\"data\":{\"services\":[{\"status\":\"UP\"}],\"events\":[]}}")
    #expect(calm.state == .operational)
    #expect(try read("{\"data\":{\"services\":[{\"status\":\"purple\"}],\"events\":[]}}").state == .unknown)
  }

  @Test(arguments: [
    ("{\"data\":{\"services\":[],\"events\":[]}}", "nothing at /data/services/0/status"),
    ("{\"data\":{\"services\":[{\"status\":\"up\"}]}}", "no list at /data/events"), ("nonsense", "not JSON"),
  ])
  func `a shape that changed is an error and never "nothing open"`(text: String, reason: String) {
    do throws(PageParseError) {
      _ = try read(text)
      Issue.record("was read")
    } catch {
      #expect(error.description.contains(reason), "\(error.description)")
    }
  }

  @Test(arguments: [
    ("", "{}", true), ("/a/0", "1", true), ("/a/7", "", false), ("/a/-1", "", false),
    ("/m~1n/x~0y", "2", true),
    ("/a/0/b", "", false),
  ])
  func `pointers find what RFC 6901 says`(text: String, value: String, isThere: Bool) throws {
    let document = try #require(LooseJSON(Array("{\"a\":[1],\"m/n\":{\"x~y\":2}}".utf8)))
    let pointer = try #require(JSONPointer(text))
    #expect((pointer.find(in: document) != nil) == isThere)
    if let number = Int(value) { #expect(pointer.find(in: document)?.integer == number) }
  }

  @Test(arguments: ["a", "/~", "/~2", "/x~"])
  func `what is no pointer is none`(text: String) {
    #expect(JSONPointer(text) == nil)
  }

  @Test(arguments: [
    ("2026-09-03T17:51:06Z", true), ("2027-09-03T00:00:00Z", true), ("2027-09-04T00:00:00Z", false),
  ])
  func `a page whose newest word is more than a year old is not believed`(clock: String, isRead: Bool) throws
  {
    let body = try Payload.bytes("statuspage-summary-operational.json")
    let now = try #require(Timestamp.parseRFC3339(clock))
    do throws(PageParseError) {
      let page = try PageFormat.statuspage.read(body, at: now).page
      #expect(isRead && page.state == .operational)
    } catch {
      #expect(!isRead)
      #expect(error.description.contains("nothing newer than 2026-09-03"), "\(error.description)")
    }
  }

  @Test func `a page without a component or an incident is empty and no page`() {
    let empty = Array("{\"status\":{\"indicator\":\"none\"},\"components\":[],\"incidents\":[]}".utf8)
    #expect(throws: PageParseError.notAPage("it lists no component and no incident")) {
      try PageParser.statuspage(empty)
    }
  }
}
