package import SitrepCore

extension PageParser {
  /// Reads Statuspage v2 `summary.json` and its relatives, and the subset that incident.io serves.
  ///
  /// Every field but ids and statuses may be missing; an unknown word becomes `unknown`
  /// (facts/status-pages.md 1 and 4). Groups are no components of their own.
  package static func statuspage(
    _ bytes: [UInt8], limit: Int = standardLimit
  ) throws(PageParseError) -> PageSnapshot {
    try statuspageReading(bytes, limit: limit).page
  }

  /// The same, with the newest time that the page names.
  package static func statuspageReading(
    _ bytes: [UInt8], limit: Int = standardLimit
  ) throws(PageParseError) -> PageReading {
    let document = try document(bytes, limit: limit)
    let indicator = document["status"]?["indicator"]?.text
    let hasComponents = document["components"]?.isArray ?? false
    let hasIncidents = document["incidents"]?.isArray ?? false
    guard indicator != nil || hasComponents || hasIncidents else {
      throw .notAPage("no status, components or incidents")
    }
    if document["components"]?.items.isEmpty == true, hasComponents,
      document["incidents"]?.items.isEmpty == true
    {
      throw .notAPage("it lists no component and no incident")
    }
    let components = statuspageComponents(document["components"]?.items ?? [])
    let incidents = newestOpen((document["incidents"]?.items ?? []).compactMap(statuspageIncident))
    let maintenances = newestOpen(
      (document["scheduled_maintenances"]?.items ?? []).compactMap(statuspageIncident))
    let page = PageSnapshot(
      name: text(document["page"]?["name"], limit: 120) ?? "status page",
      summary: text(document["status"]?["description"]) ?? "",
      state: statuspageState(indicator: indicator, components, incidents),
      components: components,
      incidents: Array((incidents + maintenances).prefix(mostIncidents)))
    return PageReading(page: page, toldAt: statuspageToldAt(document))
  }

  /// The page's own time, or else that of its newest component or incident.
  private static func statuspageToldAt(_ document: LooseJSON) -> Instant? {
    if let page = moment(document["page"]?["updated_at"]) { return page }
    let lists = [document["components"], document["incidents"], document["scheduled_maintenances"]]
    return lists.flatMap { $0?.items ?? [] }.compactMap { moment($0["updated_at"]) }.max()
  }

  /// The worst of indicator, components, and the impact of incidents not yet in monitoring.
  private static func statuspageState(
    indicator: String?, _ components: [PageComponent], _ incidents: [PageIncident]
  ) -> PageState {
    let silent: PageState = components.isEmpty ? .unknown : .operational
    let ongoing: Set<PageIncidentPhase> = [.investigating, .identified, .unknown]
    let witnesses =
      [indicator.map(impactState) ?? silent] + components.map(\.state)
      + incidents.filter { ongoing.contains($0.phase) }.map(\.impact)
    return witnesses.max() ?? .unknown
  }

  private static func statuspageComponents(_ items: [LooseJSON]) -> [PageComponent] {
    var groups: [String: CleanText] = [:]
    for item in items where item["group"]?.isTrue ?? false {
      if let id = item["id"]?.text { groups[id] = text(item["name"], limit: 80) }
    }
    return items.compactMap { item in
      guard let id = item["id"]?.text, !id.isEmpty, item["group"]?.isTrue != true else { return nil }
      return PageComponent(
        id: identifier(id), name: text(item["name"], limit: 80) ?? CleanText(id, limit: 80),
        state: componentState(item["status"]?.text), group: item["group_id"]?.text.flatMap { groups[$0] },
        changedAt: moment(item["updated_at"]))
    }
  }

  static func statuspageIncident(_ item: LooseJSON) -> PageIncident? {
    guard let id = item["id"]?.text, !id.isEmpty else { return nil }
    let created = moment(item["created_at"])
    let started = moment(item["scheduled_for"]) ?? moment(item["started_at"]) ?? created
    let updates = (item["incident_updates"]?.items ?? []).prefix(200)
      .compactMap { statuspageUpdate($0, fallback: started) }
      .sorted { $0.postedAt > $1.postedAt }
    return PageIncident(
      id: identifier(id), name: text(item["name"], limit: 200) ?? "untitled",
      phase: phase(item["status"]?.text), impact: item["impact"]?.text.map(impactState) ?? .unknown,
      startedAt: started, resolvedAt: moment(item["resolved_at"]),
      updates: Array(updates.prefix(mostUpdates)),
      components: affectedComponents(item))
  }

  private static func statuspageUpdate(_ item: LooseJSON, fallback: Instant?) -> PageUpdate? {
    // `display_at` is what the page shows; `created_at` differs when a post is back-dated.
    let posted =
      moment(item["display_at"]) ?? moment(item["created_at"]) ?? moment(item["updated_at"]) ?? fallback
    guard let posted else { return nil }
    let entered = moment(item["created_at"]).flatMap { $0 - posted > backDatedAfter ? $0 : nil }
    return PageUpdate(
      id: identifier(item["id"]?.text ?? "at-\(posted.nanoseconds)"), phase: phase(item["status"]?.text),
      body: text(item["body"], limit: 1000) ?? "", postedAt: posted, enteredAt: entered)
  }

  /// A post that was written this much later than the time it shows is back-dated, not slow.
  private static let backDatedAfter = TimeSpan.minutes(2)

  /// Named by the incident itself and by any of its updates; either may be missing.
  private static func affectedComponents(_ item: LooseJSON) -> [String] {
    let own = (item["components"]?.items ?? []).compactMap { $0["id"]?.text }
    let told = (item["incident_updates"]?.items ?? []).prefix(200)
      .flatMap { $0["affected_components"]?.items ?? [] }.compactMap { $0["code"]?.text }
    var seen: Set<String> = []
    return (own + told).map(identifier).filter { seen.insert($0).inserted }
  }

  /// An id is shown and compared, so it is cleaned like all text.
  private static func identifier(_ text: String) -> String {
    CleanText(text, limit: 64).text
  }

  static func componentState(_ word: String?) -> PageState {
    switch word {
    case "operational": .operational
    case "degraded_performance", "degraded": .degraded
    case "partial_outage": .partialOutage
    case "major_outage", "full_outage": .majorOutage
    case "under_maintenance", "maintenance": .maintenance
    default: .unknown
    }
  }

  static func impactState(_ word: String) -> PageState {
    switch word {
    case "none": .operational
    case "minor": .degraded
    case "major": .partialOutage
    case "critical": .majorOutage
    case "maintenance": .maintenance
    default: .unknown
    }
  }

  private static func phase(_ word: String?) -> PageIncidentPhase {
    switch word {
    case "investigating": .investigating
    case "identified": .identified
    case "monitoring", "verifying": .monitoring
    case "resolved", "completed": .resolved
    case "postmortem": .postmortem
    case "scheduled": .scheduled
    case "in_progress": .inProgress
    default: .unknown
    }
  }
}
