import SitrepAdapters
import SitrepCore
import Testing

@Suite struct `RSS and Atom` {
  private static let evening = moment("2026-11-20T18:50:00Z")

  private static func moment(_ text: String) -> Instant {
    Timestamp.parseRFC3339(text) ?? Instant(seconds: 0)
  }

  private func aws(
    _ name: String, services: [String] = ["bedrock"], regions: [String] = ["us-east-1"], at now: Instant
  ) throws -> PageSnapshot {
    try PageParser.awsSyndication(try Payload.bytes(name), services: services, regions: regions, at: now).page
  }

  @Test(arguments: [
    ("aws-bedrock-rss-degraded.xml", "2026-11-20T18:50:00Z", PageState.degraded, 2),
    ("aws-bedrock-rss-degraded.xml", "2026-11-21T19:50:00Z", .operational, 0),
    ("aws-bedrock-rss-empty.xml", "2026-11-20T18:50:00Z", .operational, 0),
    ("aws-bedrock-rss-resolved.xml", "2026-11-20T20:10:00Z", .operational, 0),
    ("real-aws-status-rss-excerpt.xml", "2026-08-18T04:30:00Z", .operational, 0),
  ])
  func `AWS's feed counts what is open for the service and region, for a day`(
    name: String, now: String, state: PageState, incidents: Int
  ) throws {
    let page = try aws(name, at: Self.moment(now))
    #expect(page.state == state)
    #expect(page.incidents.count == incidents)
    #expect(page.components.map(\.id) == ["bedrock-us-east-1"])
  }

  @Test func `items of one event are joined, and the newest says how it stands`() throws {
    let open = try aws(
      "real-aws-status-rss-excerpt.xml", services: ["directconnect"], regions: ["eu-central-1"],
      at: Self.moment("2026-08-18T03:00:00Z"))
    #expect(open.incidents.isEmpty, "the resolved item is in the file, whatever the clock says")
    let degraded = try aws("aws-bedrock-rss-degraded.xml", at: Self.evening)
    #expect(degraded.incidents.map(\.name.text) == ["Increased Error Rates", "Increased Latencies"])
    #expect(
      degraded.incidents[0].startedAt == Self.moment("2026-11-20T18:45:00Z"), "PST is eight hours behind")
    #expect(
      degraded.incidents[0].updates[0].body.text.hasPrefix("We are investigating increased InvokeModel"))
    #expect(
      try aws("aws-bedrock-rss-degraded.xml", regions: ["eu-west-1"], at: Self.evening).state == .operational)
  }

  private static let history = """
    <?xml version="1.0"?><rss version="2.0"><channel><title>Witness &amp; Co</title>
    <item><title>API outage</title><guid>a</guid><pubDate>Fri, 20 Nov 2026 18:00:00 GMT</pubDate>
    <description>&lt;p&gt;&lt;strong&gt;Investigating&lt;/strong&gt; - not resolved yet&lt;/p&gt;</description></item>
    <item><title>Slow answers</title><guid>b</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>
    <description>&lt;strong&gt;Resolved&lt;/strong&gt; - was investigating</description></item>
    <item><title>Long ago</title><guid>c</guid><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>
    <item><title>No date</title></item></channel></rss>
    """

  @Test func `any feed's items stand as the first status word in them says`() throws {
    let page = try PageParser.anySyndication(Array(Self.history.utf8), at: Self.evening).page
    #expect(page.name.text == "Witness & Co")
    #expect(page.incidents.map(\.name.text) == ["API outage"])
    #expect(page.incidents[0].phase == .investigating)
    #expect(page.incidents[0].impact == .partialOutage)
    #expect(page.state == .partialOutage)
    let other = try PageParser.anySyndication(Array(Self.history.utf8), words: ["console"], at: Self.evening)
    #expect(other.page.state == .operational)
  }

  @Test func `Atom is read like RSS`() throws {
    let atom = """
      <feed xmlns="http://www.w3.org/2005/Atom"><title>Status</title><updated>2026-11-20T18:40:00Z</updated>
      <entry><title>Elevated errors</title><id>tag:x</id><published>2026-11-20T18:40:00+00:00</published>
      <content type="xhtml"><div><b>Monitoring</b> a fix</div></content></entry></feed>
      """
    let reading = try PageParser.anySyndication(Array(atom.utf8), at: Self.evening)
    #expect(reading.page.incidents.map(\.phase) == [.monitoring])
    #expect(reading.toldAt == Self.moment("2026-11-20T18:40:00Z"))
  }

  @Test(arguments: [
    ("", "not XML"), ("<rss>", "not XML"), ("<html><body>hi</body></html>", "neither RSS nor Atom"),
    ("<rss version='2.0'/>", "without a channel"), ("{\"status\":\"ok\"}", "not XML"),
    ("<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><rss><channel/></rss>", "document type"),
    ("<?xml version=\"1.0\" encoding=\"klingon\"?><rss/>", "not XML"),
    ("<rss><channel><title>&undeclared;</title></channel></rss>", "not XML"),
  ])
  func `what is no feed says why`(text: String, reason: String) {
    do throws(PageParseError) {
      _ = try PageParser.anySyndication(Array(text.utf8), at: Self.evening)
      Issue.record("was read")
    } catch {
      #expect(error.description.contains(reason), "\(error.description)")
    }
  }

  @Test func `an entity bomb, endless nesting and endless items are refused`() {
    let bomb = """
      <!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
      <rss><channel><title>&c;</title></channel></rss>
      """
    let deep = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
    let wide = "<rss><channel>" + String(repeating: "<item/>", count: 30_000) + "</channel></rss>"
    for text in [bomb, deep, wide] {
      #expect(throws: PageParseError.self) {
        try PageParser.anySyndication(Array(text.utf8), at: Self.evening)
      }
    }
  }
}
