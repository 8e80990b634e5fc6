import SitrepAdapters
import SitrepCore
import Testing

@Suite("Status pages")
struct StatusPagesTests {
  private func page(_ name: String) throws -> PageSnapshot {
    try PageParser.statuspage(Payload.bytes(name))
  }

  @Test(
    "Every recorded Statuspage document is read with its state, components and open incidents",
    arguments: [
      ("real-claude-summary-2026-06-02.json", PageState.operational, 6, 0),
      ("real-claude-summary-2026-09-03.json", .operational, 6, 0),
      ("statuspage-summary-operational.json", .operational, 6, 0),
      ("statuspage-summary-resolved.json", .operational, 6, 0),
      ("statuspage-summary-minor-incident.json", .degraded, 6, 1),
      ("statuspage-summary-major-one-model.json", .partialOutage, 6, 1),
      ("statuspage-summary-critical-investigating.json", .majorOutage, 6, 1),
      ("statuspage-summary-critical-identified.json", .majorOutage, 6, 1),
      ("statuspage-summary-critical-auth-api-partial.json", .majorOutage, 6, 1),
      ("statuspage-summary-two-incidents.json", .majorOutage, 6, 2),
      ("statuspage-summary-monitoring.json", .operational, 6, 1),
      ("statuspage-summary-maintenance-scheduled.json", .operational, 6, 1),
      ("statuspage-summary-maintenance-in-progress.json", .maintenance, 6, 1),
      ("statuspage-summary-with-groups.json", .partialOutage, 4, 0),
      ("statuspage-components.json", .operational, 6, 0),
      ("statuspage-status-operational.json", .operational, 0, 0),
      ("statuspage-incidents-unresolved-critical.json", .majorOutage, 0, 1),
      ("statuspage-incidents-resolved-and-postmortem.json", .unknown, 0, 0),
      ("real-claude-incidents-2026-07-08.json", .unknown, 0, 0),
      ("real-openai-incidentio-incidents.json", .unknown, 0, 0),
    ])
  func readsStatuspage(name: String, state: PageState, components: Int, incidents: Int) throws {
    let page = try page(name)
    #expect(page.state == state)
    #expect(page.components.count == components)
    #expect(page.incidents.count == incidents)
  }

  @Test("An incident keeps its updates, newest first, with the vendor's times and components")
  func readsIncident() throws {
    let page = try page("statuspage-summary-critical-identified.json")
    let incident = try #require(page.incidents.first)
    #expect(page.name.text == "Claude")
    #expect(incident.phase == .identified)
    #expect(incident.impact == .majorOutage)
    #expect(incident.updates.map(\.phase) == [.identified, .investigating])
    #expect(incident.updates[0].postedAt > incident.updates[1].postedAt)
    #expect(incident.components.contains("k8w3r06qmzrp"))
    #expect(page.components.first { $0.id == "k8w3r06qmzrp" }?.state == .majorOutage)
  }

  @Test("Groups are no components of their own but name their children")
  func readsGroups() throws {
    let page = try page("statuspage-summary-with-groups.json")
    #expect(page.components.map(\.id) == ["c1", "c2", "c3", "c4"])
    #expect(page.components[0].group?.text == "API")
    #expect(page.components[2].group == nil)
  }

  @Test("Incident.io's reduced fields are enough")
  func readsIncidentIO() throws {
    let text = """
      {"page":{"id":"01J","name":"OpenAI","url":"https://status.openai.com"},
      "status":{"indicator":"minor","description":"Partially Degraded Service"},
      "components":[{"id":"01JMXBRMFE6N2NNT7DG6XZQ6PW","name":"Chat Completions","status":"full_outage","position":1}],
      "incidents":[{"id":"01K","name":"Elevated errors","status":"investigating","impact":"minor",
      "created_at":"2026-09-01T10:00:00Z",
      "incident_updates":[{"id":"u","status":"investigating","body":"Looking","created_at":"2026-09-01T10:01:00Z"}]}]}
      """
    let page = try PageParser.statuspage(Array(text.utf8))
    #expect(page.state == .majorOutage)
    #expect(page.incidents[0].startedAt == Timestamp.parseRFC3339("2026-09-01T10:00:00Z"))
    #expect(page.incidents[0].updates[0].body.text == "Looking")
  }

  @Test("Unknown words become unknown, never operational")
  func unknownWords() throws {
    let text = """
      {"status":{"indicator":"sparkling","description":"?"},
      "components":[{"id":"a","name":"A","status":"wobbly"},{"id":"b"},{"id":7,"name":"numbered"},"junk"]}
      """
    let page = try PageParser.statuspage(Array(text.utf8))
    #expect(page.state == .unknown)
    #expect(page.components.map(\.state) == [.unknown, .unknown])
  }

  @Test("Names and bodies lose mark-up, entities, escape sequences and bidi overrides")
  func cleans() throws {
    let text = """
      {"status":{"indicator":"none"},"components":[],"incidents":[{"id":"x\\u001b[2J","status":"identified",
      "name":"\\u001b]0;owned\\u0007Errors\\u202e &amp; <b>timeouts</b>","impact":"none",
      "started_at":"2026-09-01T10:00:00.123-07:00","incident_updates":[{"id":"u","status":"identified",
      "body":"<p>Line one<br />line&nbsp;two &lt;3 &#8212; \\u001b[31mred</p><script>alert(1)</script>\\u0000",
      "display_at":"2026-09-01T17:01:00Z"}]}]}
      """
    let incident = try #require(try PageParser.statuspage(Array(text.utf8)).incidents.first)
    #expect(incident.id == "x")
    #expect(incident.name.text == "Errors & timeouts")
    #expect(incident.updates[0].body.text == "Line one line two <3 — red")
    #expect(incident.startedAt == Timestamp.parseRFC3339("2026-09-01T17:00:00.123Z"))
  }

  @Test("What is no page says why, and is neither up nor down")
  func refuses() throws {
    func reason(_ bytes: [UInt8]) -> String? {
      do throws(PageParseError) {
        _ = try PageParser.statuspage(bytes)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      reason(try Payload.bytes("statuspage-waf-challenge.html"))?.contains("Human Verification") == true)
    #expect(reason(try Payload.bytes("statuspage-truncated-body.txt"))?.hasPrefix("not JSON") == true)
    #expect(reason([]) == "not JSON: empty or cut off")
    #expect(reason(Array("[]".utf8))?.hasPrefix("no status page") == true)
    #expect(
      reason(Array("{\"components\":\"none\",\"status\":[]}".utf8))?.hasPrefix("no status page") == true)
    #expect(reason([UInt8](repeating: 0x20, count: 5 << 20))?.hasPrefix("the page has 5242880 bytes") == true)
    for depth in [100, 600, 100_000] {
      let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      #expect(reason(Array(deep.utf8)) != nil)
      #expect(reason(Array("{\"components\":\(deep)".utf8)) != nil)
    }
  }

  @Test("Every cut of a real page, and many mutations, are read or refused without a crash")
  func survives() throws {
    let bytes = try Payload.bytes("statuspage-summary-two-incidents.json")
    for length in stride(from: 0, to: bytes.count - 2, by: 397) {
      #expect(throws: PageParseError.self) { try PageParser.statuspage(Array(bytes.prefix(length))) }
    }
    var seed: UInt64 = 42
    for _ in 0..<200 {
      var mutated = bytes
      for _ in 0..<8 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        mutated[Int(seed >> 33) % mutated.count] = UInt8(truncatingIfNeeded: seed >> 24)
      }
      _ = try? PageParser.statuspage(mutated)
    }
  }

  @Test("Nesting as deep as the decoder allows is read without running out of stack")
  func deep() throws {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let inner = String(repeating: open, count: 490) + "1" + String(repeating: close, count: 490)
      let text = "{\"status\":{\"indicator\":\"none\"},\"extra\":\(inner)}"
      #expect(try PageParser.statuspage(Array(text.utf8)).state == .operational)
    }
  }

  @Test("A tag that never closes and endless angle brackets cost no time")
  func hostileMarkup() throws {
    for body in ["<a", "&", "<", "<script>", "&#x"] {
      let long = String(repeating: body, count: 200_000 / body.count)
      let text = "{\"status\":{\"indicator\":\"none\",\"description\":\"\(long)\"}}"
      #expect(try PageParser.statuspage(Array(text.utf8)).state == .operational)
    }
  }

  @Test("AWS events count by region and by a service's own current state inside a bigger event")
  func readsAWS() throws {
    let bytes = try Payload.bytes("aws-currentevents.utf16be.bin")
    let page = try PageParser.awsEvents(bytes, regions: ["us-west-2", "me-central-1"])
    #expect(page.components.map(\.state) == [.operational, .majorOutage])
    #expect(page.incidents.count == 1)
    #expect(try PageParser.awsEvents(bytes, regions: ["us-east-1"]).state == .operational)
    let plain = try PageParser.awsEvents(
      Payload.bytes("real-aws-currentevents.json"), regions: ["me-central-1"])
    #expect(plain.state == .majorOutage)
    let degraded = try PageParser.awsEvents(
      Payload.bytes("aws-currentevents-bedrock-degraded.json"), regions: ["us-east-1"])
    #expect(degraded.state == .degraded)
    #expect(degraded.incidents[0].updates[0].body.text.hasPrefix("We are investigating"))
    #expect(degraded.incidents[0].startedAt == Instant(seconds: 1_795_200_300))
    let empty = try PageParser.awsEvents(Payload.bytes("aws-currentevents-empty.utf16be.bin"), regions: ["x"])
    #expect(empty.state == .operational)
  }

  @Test("UTF-16 in the other order and an odd last byte are read")
  func readsLittleEndian() throws {
    let units = Array("[]".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try PageParser.awsEvents([0xFF, 0xFE] + units, regions: ["a"]).state == .operational)
    #expect(throws: PageParseError.self) {
      try PageParser.awsEvents([0xFE, 0xFF, 0x00], regions: ["a"])
    }
    #expect(throws: PageParseError.self) {
      try PageParser.awsEvents(Array("{\"message\":\"no\"}".utf8), regions: ["a"])
    }
  }

  @Test("Google's list counts only what is open, for the products and places asked for")
  func readsGoogle() throws {
    let real = try PageParser.googleIncidents(Payload.bytes("real-gcp-incidents.json"))
    #expect(real.state == .operational)
    #expect(real.incidents.isEmpty)
    let text = """
      [{"id":"a","begin":"2026-11-01T10:00:00+00:00","end":null,"external_desc":"Vertex AI errors",
      "status_impact":"SERVICE_OUTAGE","affected_products":[{"title":"Vertex AI Online Prediction","id":"s"}],
      "currently_affected_locations":[{"title":"Iowa","id":"us-central1"}],
      "updates":[{"when":"2026-11-01T10:05:00+00:00","text":"## Summary\\nErrors","status":"SERVICE_OUTAGE"},7]},
      {"id":9}, "junk", {"id":"c","end":"2026-11-01T10:00:00+00:00",
      "affected_products":[{"title":"Vertex Gemini API"}],"status_impact":"SERVICE_OUTAGE"}]
      """
    let page = try PageParser.googleIncidents(Array(text.utf8))
    #expect(page.state == .majorOutage)
    #expect(page.components.map(\.state) == [.majorOutage, .operational])
    #expect(page.incidents.map(\.id) == ["a"])
    #expect(page.incidents[0].updates[0].body.text == "## Summary Errors")
    #expect(
      try PageParser.googleIncidents(Array(text.utf8), locations: ["europe-west1"]).state == .operational)
    #expect(throws: PageParseError.self) { try PageParser.googleIncidents(Array("{}".utf8)) }
  }
}
