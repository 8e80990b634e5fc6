package import SitrepCore

/// Why bytes are not a status page that can be read.
///
/// It says nothing about the vendor: never operational, never down.
package enum PageParseError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooLarge(bytes: Int, limit: Int)
  /// What stood there instead, in its first words.
  case notJSON(CleanText?)
  /// JSON, but without the fields that make it a page.
  case notAPage(String)
  /// What was wrong with it as XML.
  case notXML(String)
  /// A page, but its newest word is more than a year old.
  case abandoned(since: Instant)

  package var description: String {
    switch self {
    case .tooLarge(let bytes, let limit): "the page has \(bytes) bytes, more than the \(limit) that are read"
    case .notJSON(let excerpt): "not JSON" + (excerpt.map { ": “\($0)”" } ?? ": empty or cut off")
    case .notAPage(let missing): "no status page: \(missing)"
    case .notXML(let reason): "not XML: \(CleanText(reason, limit: 160))"
    case .abandoned(let since):
      "says nothing newer than \(Timestamp.date(since)): an abandoned page or an old copy"
    }
  }
}

/// Turns vendors' status documents into page snapshots.
package enum PageParser {
  /// Real pages have 3–20 kB.
  package static let standardLimit = 1 << 20

  static let mostIncidents = 20
  static let mostUpdates = 30

  static func document(_ bytes: [UInt8], limit: Int) throws(PageParseError) -> LooseJSON {
    guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
    guard let document = LooseJSON(bytes) else { throw .notJSON(VendorError.excerpt(bytes)) }
    return document
  }

  static func text(_ value: LooseJSON?, limit: Int = CleanText.defaultLimit) -> CleanText? {
    guard let text = value?.text else { return nil }
    let clean = CleanText(PageText.plain(text), limit: limit)
    return clean.text.isEmpty ? nil : clean
  }

  static func moment(_ value: LooseJSON?) -> Instant? {
    value?.text.flatMap { Timestamp.parseRFC3339($0) }
  }

  /// Unresolved incidents, newest first, as many as a snapshot holds.
  static func newestOpen(_ incidents: [PageIncident]) -> [PageIncident] {
    let open = incidents.filter { !$0.phase.isOver }
    let sorted = open.sorted {
      ($0.startedAt ?? Instant(nanoseconds: 0)) > ($1.startedAt ?? Instant(nanoseconds: 0))
    }
    return Array(sorted.prefix(mostIncidents))
  }
}
