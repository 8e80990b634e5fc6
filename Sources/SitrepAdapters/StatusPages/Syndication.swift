import SitrepCore

/// An RSS 2.0, RSS 1.0 or Atom feed: what it calls itself, and its items newest first.
struct Syndication: Sendable {
  struct Item: Sendable {
    var id: String
    var title: String
    var text: String
    var postedAt: Instant?
  }

  var title: String
  /// When the feed says it was made.
  var builtAt: Instant?
  var items: [Item]

  private static let mostItems = 500

  init(_ root: XMLElement) throws(PageParseError) {
    switch root.name {
    case "rss", "rdf:RDF":
      guard let channel = root["channel"] else { throw .notAPage("an RSS document without a channel") }
      let entries = channel.children("item") + root.children("item")
      self.init(channel, built: ["lastBuildDate", "pubDate", "dc:date"], entries)
    case "feed": self.init(root, built: ["updated"], root.children("entry"))
    default: throw .notAPage("the document is <\(CleanText(root.name, limit: 40))>, neither RSS nor Atom")
    }
  }

  private init(_ head: XMLElement, built names: [String], _ entries: [XMLElement]) {
    title = PageText.plain(head["title"]?.wholeText ?? "")
    builtAt = Self.moment(head, names)
    let far = Instant(nanoseconds: 0)
    items = entries.prefix(Self.mostItems).map(Item.init)
      .sorted { ($0.postedAt ?? far) > ($1.postedAt ?? far) }
  }

  /// The newest time that the feed names anywhere.
  var toldAt: Instant? {
    (items.compactMap(\.postedAt) + [builtAt].compactMap { $0 }).max()
  }

  fileprivate static func moment(_ element: XMLElement, _ names: [String]) -> Instant? {
    names.lazy.compactMap { element[$0]?.text }.compactMap { text -> Instant? in
      let trimmed = CleanText(text, limit: 64).text
      return Timestamp.parseHTTPDate(trimmed) ?? Timestamp.parseRFC3339(trimmed)
    }.first
  }
}

extension Syndication.Item {
  init(_ element: XMLElement) {
    title = PageText.plain(element["title"]?.wholeText ?? "")
    let body = ["description", "content:encoded", "content", "summary"].lazy.compactMap { element[$0] }.first
    text = PageText.plain(body?.wholeText ?? "")
    postedAt = Syndication.moment(element, ["pubDate", "dc:date", "published", "updated"])
    let link = element["link"].map { $0.attributes["href"] ?? $0.text }
    let named = element["guid"]?.text ?? element["id"]?.text ?? link ?? title
    id = CleanText(named, limit: 200).text
  }
}
