import FoundationEssentials
package import SitrepCore

extension PageParser {
  /// Reads Google Cloud's `incidents.json`: what is open for products with these titles, in these places.
  ///
  /// There is no product for partner models, so an empty list says little (facts/vertex.md 7).
  ///
  /// - Parameters:
  ///   - bytes: the body; the real file has megabytes.
  ///   - titles: beginnings of product titles, each of which becomes a component.
  ///   - locations: location ids; empty for any. "global" always counts.
  ///   - limit: most bytes that are read.
  /// - Returns: the page of these products.
  /// - Throws: what stood there instead of a list.
  package static func googleIncidents(
    _ bytes: [UInt8], titles: [String] = ["Vertex", "Gemini"], locations: [String] = [], limit: Int = 16 << 20
  ) throws(PageParseError) -> PageSnapshot {
    try googleReading(bytes, titles: titles, locations: locations, limit: limit).page
  }

  static func googleReading(
    _ bytes: [UInt8], titles: [String], locations: [String], limit: Int
  ) throws(PageParseError) -> PageReading {
    guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
    guard let list = try? JSONDecoder().decode([Lossy<GoogleIncident>].self, from: Data(bytes)) else {
      throw LooseJSON(bytes) == nil
        ? .notJSON(VendorError.excerpt(bytes)) : .notAPage("no list of incidents")
    }
    let open = list.compactMap(\.value).filter { $0.isOpen && $0.concerns(titles) && $0.isIn(locations) }
    let components = titles.map { title in
      let state = open.filter { $0.concerns([title]) }.map(\.state).max() ?? .operational
      return PageComponent(id: title.lowercased(), name: CleanText(title, limit: 80), state: state)
    }
    let incidents = newestOpen(open.map { $0.incident(titles) })
    return PageReading(
      page: PageSnapshot(
        name: "Google Cloud", summary: incidents.first?.name ?? "no open incidents for these products",
        state: components.map(\.state).max() ?? .unknown, components: components, incidents: incidents),
      toldAt: list.compactMap { $0.value?.modified?.value.flatMap { Timestamp.parseRFC3339($0) } }.max())
  }
}

/// A value that is absent instead of an error when it does not decode.
private struct Lossy<Value: Decodable>: Decodable {
  var value: Value?

  init(from decoder: any Decoder) throws {
    value = try? Value(from: decoder)
  }
}

/// One incident of the list, as far as it is read: the file is too large to keep whole.
private struct GoogleIncident: Decodable {
  struct Named: Decodable {
    var title: String?
    var id: String?
  }

  struct Update: Decodable {
    var when: String?
    var created: String?
    var text: String?
    var status: String?
  }

  var id: String
  var begin: String?
  var created: String?
  var end: String?
  var modified: Lossy<String>?
  var external_desc: Lossy<String>?
  var status_impact: Lossy<String>?
  var updates: Lossy<[Lossy<Update>]>?
  var affected_products: Lossy<[Lossy<Named>]>?
  var currently_affected_locations: Lossy<[Lossy<Named>]>?

  var isOpen: Bool { end == nil }

  var state: PageState {
    switch status_impact?.value {
    case "SERVICE_INFORMATION": .operational
    case "SERVICE_DISRUPTION": .partialOutage
    case "SERVICE_OUTAGE": .majorOutage
    default: .unknown
    }
  }

  func concerns(_ titles: [String]) -> Bool {
    let products = (affected_products?.value ?? []).compactMap { $0.value?.title }
    return products.contains { product in titles.contains { product.hasPrefix($0) } }
  }

  func isIn(_ locations: [String]) -> Bool {
    let places = (currently_affected_locations?.value ?? []).compactMap { $0.value?.id }
    return locations.isEmpty || places.isEmpty || places.contains { $0 == "global" || locations.contains($0) }
  }

  func incident(_ titles: [String]) -> PageIncident {
    let started = (begin ?? created).flatMap { Timestamp.parseRFC3339($0) }
    let posts = (updates?.value ?? []).prefix(200).compactMap { $0.value.flatMap { post($0, started) } }
    let description = PageText.plain(external_desc?.value ?? "")
    return PageIncident(
      id: CleanText(id, limit: 64).text, name: CleanText(description, limit: 200), phase: .investigating,
      impact: state, startedAt: started, resolvedAt: nil,
      updates: Array(posts.sorted { $0.postedAt > $1.postedAt }.prefix(PageParser.mostUpdates)),
      components: titles.filter { concerns([$0]) }.map { $0.lowercased() })
  }

  private func post(_ update: Update, _ fallback: Instant?) -> PageUpdate? {
    let posted = (update.when ?? update.created).flatMap { Timestamp.parseRFC3339($0) } ?? fallback
    guard let posted else { return nil }
    return PageUpdate(
      id: "at-\(posted.wholeSeconds)", phase: update.status == "AVAILABLE" ? .resolved : .investigating,
      body: CleanText(PageText.plain(update.text ?? ""), limit: 1000), postedAt: posted)
  }
}
