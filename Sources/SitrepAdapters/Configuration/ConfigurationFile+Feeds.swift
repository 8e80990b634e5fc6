import SitrepCore

extension ConfigurationReader {
  /// One element of `feeds`.
  mutating func readFeed(_ section: Section) -> FeedEntry? {
    let vendor = required("vendor", in: section, "a word for whose page it is") { node in node.text }
    let kinds = FeedKind.allCases.map(\.rawValue).joined(separator: ", ")
    let kind = value("kind", in: section, "one of: \(kinds)", standard: FeedKind.statuspage) { node in
      node.text.flatMap(FeedKind.init(rawValue:))
    }
    let link = value("link", in: section, Self.urlWords, standard: nil, Self.url)
    let platform = value("platform", in: section, Self.platformWords, standard: nil, Self.platform)
    let cadence = duration("cadence", in: section, standard: .minutes(3))
    let isWitness = value("witness", in: section, "true or false", standard: false) { node in node.bool }
    let places = readPlaces(section, kind)
    let urls =
      kind == .link && section.node["url"] == nil
      ? link.map { [$0] } ?? missingLink(section)
      : required("url", in: section, Self.urlWords) { Self.oneOrMore($0, Self.url) }
    let regions = texts("regions", in: section)
    let products = texts("products", in: section)
    guard let vendor, let urls, let places else { return nil }
    return FeedEntry(
      vendor: Vendor(vendor), platform: platform, kind: kind, urls: urls, link: link ?? urls[0],
      cadence: cadence, regions: regions, products: products, places: places, isWitness: isWitness)
  }

  private mutating func missingLink(_ section: Section) -> [String]? {
    complain(section.node.position, section.path, "\"link\" is missing, expected \(Self.urlWords)")
    return nil
  }

  private mutating func texts(_ name: String, in section: Section) -> [String] {
    value(name, in: section, "text or a list of texts", standard: []) { node in
      Self.oneOrMore(node) { $0.text }
    }
  }

  /// Nil, and a problem, when a json feed says neither where its state nor where its incidents are.
  private mutating func readPlaces(_ section: Section, _ kind: FeedKind) -> JSONPlaces? {
    guard let json = self.section("json", in: section) else {
      guard kind == .json else { return JSONPlaces() }
      complain(
        section.node.position, section.path, "\"json\" is missing, expected {state: /…} or {items: /…}")
      return nil
    }
    let places = JSONPlaces(
      state: pointer("state", in: json), items: pointer("items", in: json), id: pointer("id", in: json),
      title: pointer("title", in: json), time: pointer("time", in: json), phase: pointer("phase", in: json),
      impact: pointer("impact", in: json), text: pointer("text", in: json))
    guard places.state != nil || places.items != nil else {
      complain(json.node.position, json.path, "expected \"state\" or \"items\", or both")
      return nil
    }
    return places
  }

  private mutating func pointer(_ name: String, in section: Section) -> JSONPointer? {
    value(name, in: section, "a JSON pointer such as /data/0/name", standard: nil) { node in
      node.text.flatMap(JSONPointer.init)
    }
  }
}
