package import SitrepCore

extension PageParser {
  /// Reads AWS Health's public `currentevents`, in UTF-16 of either order or UTF-8.
  ///
  /// Only the regions asked for count, for events stay open for months elsewhere; a service inside a
  /// bigger event counts by its own current state (facts/status-pages.md 6).
  ///
  /// - Parameters:
  ///   - bytes: the body as it came.
  ///   - services: stems of service names, "bedrock".
  ///   - regions: region codes, each of which becomes a component.
  ///   - limit: most bytes that are read.
  /// - Returns: the page of this service in these regions.
  /// - Throws: what stood there instead of a list.
  package static func awsEvents(
    _ bytes: [UInt8], services: [String] = ["bedrock"], regions: [String], limit: Int = 4 << 20
  ) throws(PageParseError) -> PageSnapshot {
    guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
    let document = try document(utf8(bytes), limit: limit * 2)
    guard document.isArray else { throw .notAPage("no list of events") }
    let places = services.flatMap { service in regions.map { (service, $0) } }
    let keys = places.map { "\($0)-\($1)" }
    let events = document.items.compactMap { AWSEvent($0, keys: keys) }
    let components = places.map { service, region in
      let key = "\(service)-\(region)"
      let state = events.filter(\.isOpen).compactMap { $0.states[key] }.max() ?? .operational
      return PageComponent(id: key, name: CleanText("\(service) \(region)", limit: 80), state: state)
    }
    let incidents = newestOpen(events.map(\.incident))
    return PageSnapshot(
      name: "AWS Health", summary: incidents.first?.name ?? "no public events",
      state: components.map(\.state).max() ?? .unknown, components: components, incidents: incidents)
  }

  /// Reads by the byte-order mark: `FE FF` big-endian, `FF FE` little-endian, else UTF-8.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= 2 else { return bytes }
    let isBig = bytes[0] == 0xFE && bytes[1] == 0xFF
    guard isBig || (bytes[0] == 0xFF && bytes[1] == 0xFE) else { return bytes }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// One public event of AWS Health that concerns the services asked for.
private struct AWSEvent {
  /// State of each service-region that was asked for and that this event names.
  var states: [String: PageState]
  var isOpen: Bool
  var incident: PageIncident

  init?(_ item: LooseJSON, keys: [String]) {
    guard let service = item["service"]?.text else { return nil }
    let impacted = item["impacted_services"]?.fields ?? [:]
    states = [:]
    for key in keys {
      if let state = impacted[key] {
        states[key] = AWSEvent.state(state["current"]?.integer)
      } else if service == key {
        states[key] = AWSEvent.state(item["status"]?.integer)
      }
    }
    guard let worst = states.values.max() else { return nil }
    isOpen = item["status"]?.integer != 0 && (item["end_time"] ?? .null) == .null
    let started = AWSEvent.moment(item["date"])
    let log = item["event_log"]?.items ?? []
    let updates = log.suffix(200).compactMap { AWSEvent.update($0, fallback: started) }
      .sorted { $0.postedAt > $1.postedAt }
    incident = PageIncident(
      id: CleanText(item["arn"]?.text ?? "\(service)-\(item["date"]?.text ?? "")", limit: 200).text,
      name: PageParser.text(item["summary"], limit: 200) ?? "event without a summary",
      phase: isOpen ? .investigating : .resolved, impact: worst, startedAt: started,
      resolvedAt: AWSEvent.moment(item["end_time"]), updates: Array(updates.prefix(PageParser.mostUpdates)),
      components: states.keys.sorted())
  }

  /// Epoch seconds, as number or text.
  private static func moment(_ value: LooseJSON?) -> Instant? {
    guard let seconds = value?.integer, (0...9_000_000_000).contains(seconds) else { return nil }
    return Instant(seconds: Int64(seconds))
  }

  private static func update(_ item: LooseJSON, fallback: Instant?) -> PageUpdate? {
    guard let posted = moment(item["timestamp"]) ?? fallback else { return nil }
    let body = PageParser.text(item["message"], limit: 1000) ?? PageParser.text(item["summary"])
    return PageUpdate(
      id: "at-\(posted.wholeSeconds)", phase: item["status"]?.integer == 0 ? .resolved : .investigating,
      body: body ?? "", postedAt: posted)
  }

  /// 0 resolved, 1 informational, 2 degraded, 3 disrupted.
  private static func state(_ code: Int?) -> PageState {
    switch code {
    case 0, 1: .operational
    case 2: .degraded
    case 3: .majorOutage
    default: .unknown
    }
  }
}
