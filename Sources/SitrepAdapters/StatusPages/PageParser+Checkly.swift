import SitrepCore

extension PageParser {
  /// Reads the documents of a Checkly page, as Mistral's is: what is unresolved decides
  /// (facts/other-providers.md).
  ///
  /// - Parameters:
  ///   - unresolved: `unresolved-incidents`.
  ///   - uptime: `uptime`, which names the services; without it they go by their ids.
  ///   - maintenance: `maintenance-windows`.
  ///   - limit: most bytes of each that are read.
  /// - Returns: the page and the newest time that it names.
  /// - Throws: what stood there instead of the list of unresolved incidents.
  package static func checkly(
    unresolved: [UInt8], uptime: [UInt8]? = nil, maintenance: [UInt8]? = nil, limit: Int = standardLimit
  ) throws(PageParseError) -> PageReading {
    let document = try document(unresolved, limit: limit)
    guard let list = document["incidents"], list.isArray else { throw .notAPage("no list of incidents") }
    let names = uptime.flatMap { $0.count <= limit ? LooseJSON($0) : nil }
    let windows = maintenance.flatMap { $0.count <= limit ? LooseJSON($0) : nil }
    let incidents = list.items.compactMap(checklyIncident)
    let planned = checklyWindows(windows)
    let open = incidents.filter { !$0.phase.isOver }
    let components = checklyServices(names, open: open + planned.filter { $0.phase == .inProgress })
    let ongoing = open.filter { $0.phase != .monitoring }.map(\.impact)
    return PageReading(
      page: PageSnapshot(
        name: "Mistral", summary: open.first?.name ?? "no unresolved incidents",
        state: (ongoing + components.map(\.state)).max() ?? .operational, components: components,
        incidents: Array(newestOpen(open + planned).prefix(mostIncidents))),
      toldAt: nil)
  }

  private static func checklyServices(_ names: LooseJSON?, open: [PageIncident]) -> [PageComponent] {
    let groups = names?["metadata"]?.items ?? []
    return groups.prefix(50).flatMap { group in
      (group["services"]?.items ?? []).prefix(100).compactMap { service -> PageComponent? in
        guard let id = service["id"]?.text, !id.isEmpty else { return nil }
        let clean = CleanText(id, limit: 64).text
        let own = open.filter { $0.components.contains(clean) && $0.phase != .monitoring }
        return PageComponent(
          id: clean, name: text(service["name"], limit: 80) ?? CleanText(id, limit: 80),
          state: own.map(\.impact).max() ?? .operational, group: text(group["name"], limit: 80))
      }
    }
  }

  private static func checklyIncident(_ item: LooseJSON) -> PageIncident? {
    guard let id = item["id"]?.text, !id.isEmpty else { return nil }
    let began = moment(item["created_at"])
    let phase = checklyPhase(item["lastUpdateStatus"]?.text)
    let name = text(item["name"], limit: 200) ?? "untitled"
    let post = began.map {
      PageUpdate(id: "\(phase.rawValue)", phase: phase, body: name, postedAt: $0)
    }
    return PageIncident(
      id: CleanText(id, limit: 64).text, name: name, phase: phase,
      impact: checklyImpact(item["severity"]?.text), startedAt: began, resolvedAt: nil,
      updates: [post].compactMap { $0 },
      components: (item["services"]?.items ?? []).prefix(100)
        .compactMap { $0["id"]?.text.map { CleanText($0, limit: 64).text } })
  }

  /// Windows that are under way or announced; their fields are not documented, so little is asked of them.
  private static func checklyWindows(_ document: LooseJSON?) -> [PageIncident] {
    [("active", PageIncidentPhase.inProgress), ("upcoming", .scheduled)].flatMap { list, phase in
      (document?[list]?.items ?? []).prefix(20).map { item in
        let name = text(item["name"], limit: 200) ?? text(item["title"], limit: 200) ?? "maintenance"
        return PageIncident(
          id: CleanText(item["id"]?.text ?? "\(list) \(name)", limit: 64).text, name: name, phase: phase,
          impact: .maintenance, startedAt: moment(item["startsAt"]) ?? moment(item["created_at"]),
          resolvedAt: nil, updates: [],
          components: (item["services"]?.items ?? []).prefix(100)
            .compactMap { $0["id"]?.text.map { CleanText($0, limit: 64).text } })
      }
    }
  }

  private static func checklyPhase(_ word: String?) -> PageIncidentPhase {
    switch word {
    case "INVESTIGATING": .investigating
    case "IDENTIFIED": .identified
    case "MONITORING": .monitoring
    case "RESOLVED": .resolved
    default: .unknown
    }
  }

  private static func checklyImpact(_ word: String?) -> PageState {
    switch word {
    case "MINOR", "MEDIUM": .degraded
    case "MAJOR": .partialOutage
    case "CRITICAL": .majorOutage
    default: .unknown
    }
  }
}
