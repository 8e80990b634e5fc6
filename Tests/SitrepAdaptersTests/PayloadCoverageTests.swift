import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

/// What the payloads mean that no other suite reads, and that none is left unread.
@Suite struct `Every recorded payload` {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().path
  private static let now = Instant(seconds: 1_795_200_302)

  private func json(_ name: String) throws -> LooseJSON {
    try #require(LooseJSON(try Payload.bytes(name)), "\(name)")
  }

  @Test func `is named by a test`() throws {
    let payloads = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/Payloads")
    let sources = try FileManager.default.subpathsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOfFile: "\(Self.folder)/\($0)", encoding: .utf8) }
    for name in payloads where name != "SOURCES.md" {
      #expect(sources.contains { $0.contains("\"\(name)\"") }, "\(name) is read by no test")
    }
  }

  @Test func `has a source that is named`() throws {
    let sources = String(decoding: try Payload.bytes("SOURCES.md"), as: UTF8.self)
    let payloads = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/Payloads")
    for name in payloads where name.hasPrefix("real-") {
      let family = name.split(separator: ".")[0].split(separator: "-").prefix(3).joined(separator: "-")
      #expect(sources.contains(family), "\(name) has no source")
    }
  }

  @Test(arguments: [
    ("real-claude-incident-fsh2zzzl2c4l-rolling-models.json", "fsh2zzzl2c4l"),
    ("real-claude-incident-q2kg8n613kr3-critical-5xx.json", "q2kg8n613kr3"),
    ("real-claude-incident-qt14v73myyy5-auth.json", "qt14v73myyy5"),
    ("real-claude-incident-rk6gkg2gwfny-minor.json", "rk6gkg2gwfny"),
  ])
  func `of a real incident is over on a page that lists it, and open while its end is hidden`(
    name: String, id: String
  ) throws {
    let text = String(decoding: try Payload.bytes(name), as: UTF8.self)
    let page = try PageParser.statuspage(Array("{\"incidents\":[\(text)]}".utf8))
    #expect(page.incidents.isEmpty)
    let open = text.replacing("\"status\": \"resolved\"", with: "\"status\": \"identified\"")
    let incident = try #require(
      try PageParser.statuspage(Array("{\"incidents\":[\(open)]}".utf8)).incidents.first)
    #expect(incident.id == id)
    #expect(incident.updates.count == (try json(name))["incident_updates"]?.items.count)
    let times = incident.updates.map(\.postedAt)
    #expect(times == times.sorted(by: >))
  }

  @Test func `of announced maintenance is scheduled, not begun`() throws {
    let page = try PageParser.statuspage(
      Payload.bytes("statuspage-scheduled-maintenances-upcoming.json").asPage)
    #expect(page.incidents.map(\.phase) == [.scheduled])
    #expect(page.incidents.map(\.impact) == [.maintenance])
  }

  @Test func `of a challenge names the bot check`() throws {
    let headers = try Payload.headers("statuspage-waf-challenge-headers.txt")
    #expect(headers["x-amzn-waf-action"] == "captcha")
    #expect(headers["content-type"]?.hasPrefix("text/html") == true)
  }

  @Test(arguments: [
    ("headers-401.txt", 401, FailureClass.auth), ("headers-500.txt", 500, .server),
    ("headers-503-envoy.txt", 503, .server), ("headers-529.txt", 529, .overload),
  ])
  func `of an error's header has its status, its class and no limits`(
    name: String, status: Int, failure: FailureClass
  ) throws {
    let headers = try Payload.headers(name)
    let series = SeriesID(platform: .anthropic, region: "", capability: .messages, model: Model("m"))
    let seen = ProbeReading(ProbeContext(series: series, purpose: .manual, startedAt: Self.now)).answered(
      HTTPResponseHead(status: status, headers: HTTPHeaders(headers.map { (name: $0.key, value: $0.value) })),
      body: [], phases: Phases(), now: Self.now)
    #expect(seen.outcome == .failed(failure))
    #expect(seen.requestID?.text == headers["request-id"])
    #expect(seen.limits.isEmpty)
  }

  @Test(arguments: [
    ("request-probe-messages.json", Platform.anthropic, Capability.messages),
    ("request-probe-stream.json", .anthropic, .streaming),
    ("request-probe-bedrock-invoke.json", .bedrock, .messages),
    ("request-probe-vertex.json", .vertex, .messages),
    ("real-request-stream-text.json", .anthropic, .streaming),
    ("real-request-stream-tool-use.json", .anthropic, .streaming),
    ("request-full-features.json", .anthropic, .messages),
  ])
  func `of a request has every field that our probe of that kind sends`(
    name: String, platform: Platform, capability: Capability
  ) throws {
    let access = PlatformAccess(
      platform: platform, region: "us-east-1", project: "p", credential: .bearer(Secret("t")))
    let request = try ProbeRequestShape.request(
      for: SeriesID(platform: platform, region: "us-east-1", capability: capability, model: Model("m")),
      access: access, timeouts: HTTPTimeouts(), now: Self.now)
    let ours = try #require(LooseJSON(request.body))
    let theirs = try json(name)
    #expect(Set(ours.fields.keys).isSubset(of: theirs.fields.keys), "\(ours.fields.keys)")
    #expect(ours["anthropic_version"] == theirs["anthropic_version"])
    #expect(theirs["messages"]?.items.first?["role"]?.text == "user")
  }

  @Test func `of Converse, counting, batches and tokens says what it is for`() throws {
    #expect(try json("request-probe-bedrock-converse.json")["inferenceConfig"]?["maxTokens"]?.integer == 1)
    #expect(try json("bedrock-converse-response.json")["usage"]?["totalTokens"]?.integer ?? 0 > 0)
    #expect(try json("request-probe-count-tokens.json")["max_tokens"] == nil)
    #expect(try json("response-count-tokens.json")["input_tokens"]?.integer ?? 0 > 0)
    let created = try json("batch-create-request.json")["requests"]?.items
    #expect(created?.map { $0["custom_id"]?.text } == ["req-1"])
    #expect(try json("batch-object.json")["processing_status"]?.text == "in_progress")
    let lines = try Payload.bytes("batch-results.jsonl").split(separator: UInt8(ascii: "\n"))
    let results = lines.compactMap { LooseJSON($0)?["result"]?["type"]?.text }
    #expect(results == ["succeeded", "errored", "expired", "canceled"])
    let failed = try #require(LooseJSON(lines[1])?["result"]?["error"])
    #expect(VendorError(json: failed).word?.text == "overloaded_error")
    let token = GoogleTokenAnswer.parse(
      try Payload.bytes("vertex-metadata-token.json"), from: "metadata", at: Self.now)
    guard case .found(let credential) = token else { throw PageParseError.notAPage("no token") }
    #expect(credential.expires == Self.now + .seconds(1967))
  }

  @Test func `of frames says what the decoder finds in them`() throws {
    let expected = try json("bedrock-eventstream-expected.json")
    var files = 0
    for (name, told) in expected.fields.sorted(by: { $0.key < $1.key }) {
      guard let events = told["events"]?.items else { continue }
      files += 1
      var parser = EventStreamFrameParser()
      var found = 0
      let bytes = try Payload.bytes(name)
      do throws(StreamFormatError) {
        try parser.feed(bytes) { _ in found += 1 }
        #expect(!name.contains("bad-crc"))
      } catch {
        #expect(name.contains("bad-crc"))
      }
      // An exception is a frame of its own behind the events.
      let isException = name.contains("throttled") || name.contains("internal-error")
      #expect(found == events.count + (isException ? 1 : 0), "\(name)")
    }
    #expect(files == 5)
  }

  @Test func `of a stalled stream stalls after its first words, pings or not`() throws {
    let script = try json("sse-stall-timeline.json")
    for (name, steps) in script.fields where steps.isArray {
      var decoder = StreamDecoder(for: .anthropic)
      var elapsed = TimeSpan.zero
      var isStalled = false
      for step in steps.items {
        elapsed = elapsed + .milliseconds(Int64(step["wait_ms"]?.integer ?? 0))
        isStalled = isStalled || elapsed > decoder.reading.deadline(StallLimits())
        decoder.take(Array((step["raw"]?.text ?? "").utf8), at: elapsed)
      }
      #expect(isStalled, "\(name)")
    }
  }

  @Test func `of a timeline goes forward, and each incident has its updates`() throws {
    let incidents = try #require(try json("scenario-timelines.json")["incidents"]).items
    #expect(incidents.count >= 5)
    for incident in incidents {
      let times = (incident["updates"]?.items ?? []).compactMap {
        $0["at"]?.text.flatMap { Timestamp.parseRFC3339($0) }
      }
      #expect(!times.isEmpty && times == times.sorted(), "\(incident["id"]?.text ?? "")")
    }
  }
}

extension [UInt8] {
  /// A list of maintenances alone is no summary; with the status of a page it is one.
  fileprivate var asPage: [UInt8] {
    Array(
      String(decoding: self, as: UTF8.self).replacing("{", with: "{\"incidents\":[],", maxReplacements: 1)
        .utf8)
  }
}
