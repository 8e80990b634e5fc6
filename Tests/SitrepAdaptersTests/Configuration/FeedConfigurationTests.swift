import SitrepAdapters
import SitrepCore
import Testing

@Suite struct `Feeds in the configuration` {
  private func read(_ yaml: String) throws(ConfigurationError) -> [FeedEntry] {
    let document = try YAMLDocument.parse(Array(yaml.utf8), file: "c.yaml")
    return try ConfigurationFile.decode(document).feeds ?? []
  }

  @Test func `pages of every kind, filters, witnesses and links`() throws {
    let feeds = try read(
      """
      feeds:
        - {vendor: aws, kind: aws, platform: bedrock, url: "https://a/b", regions: us-east-1, products: [bedrock]}
        - {vendor: mistral, kind: checkly, url: "https://m/unresolved-incidents"}
        - {vendor: xai, kind: rss, url: "https://x/feed.xml", products: [api, grok], witness: true}
        - vendor: watcher
          kind: json
          url: https://w/status
          witness: true
          json: {state: /status, items: /events, title: /name}
        - {vendor: downdetector, kind: link, link: "https://downdetector.com/status/claude-ai/"}
      """)
    #expect(feeds.map(\.kind) == [.aws, .checkly, .rss, .json, .link])
    #expect(feeds[0].regions == ["us-east-1"] && feeds[0].products == ["bedrock"])
    #expect(feeds[2].products == ["api", "grok"] && feeds[2].isWitness && !feeds[0].isWitness)
    #expect(feeds[3].places.items?.description == "/events")
    #expect(feeds[4].link == "https://downdetector.com/status/claude-ai/")
  }

  @Test(arguments: [
    ("{vendor: a, kind: json, url: \"https://a\"}", "\"json\" is missing"),
    ("{vendor: a, kind: json, url: \"https://a\", json: {title: /t}}", "expected \"state\" or \"items\""),
    ("{vendor: a, kind: json, url: \"https://a\", json: {state: status}}", "expected a JSON pointer"),
    ("{vendor: a, kind: link}", "\"link\" is missing"),
    ("{vendor: a, kind: rss}", "\"url\" is missing"),
    ("{vendor: a, kind: fax, url: \"https://a\"}", "expected one of: statuspage, aws, gcp, checkly, rss"),
    ("{vendor: a, url: \"https://a\", witness: perhaps}", "expected true or false"),
  ])
  func `mistakes are named`(entry: String, sentence: String) {
    do throws(ConfigurationError) {
      _ = try read("feeds:\n  - \(entry)\n")
      Issue.record("was read")
    } catch {
      #expect(error.description.contains(sentence), "\(error)")
    }
  }
}
