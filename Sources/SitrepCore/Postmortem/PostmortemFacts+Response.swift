/// What was done, what the vendor said, and the ids to send it.
extension PostmortemFacts {
  var mitigation: [String] {
    let rows = moves.filter { $0.at > countsAfter && $0.at <= incident.resolvedAt ?? now }.compactMap(move)
    let when =
      incident.mitigatedAt.map { moment in
        "Mitigated at \(Timestamp.rfc3339(moment)), \(sinceImpactText(moment)) after the impact began"
          + (change { $0 == .mitigated }.map { " (\($0.id))." } ?? ".")
      } ?? "Not recorded as mitigated."
    guard !rows.isEmpty else { return [when, "Nothing was changed in how traffic flows."] }
    return [when, ""] + Markdown.table(["time", "by", "what", "why", "event"], rows, most: 100)
  }

  private func sinceImpactText(_ moment: Instant) -> String {
    Format.span(moment - incident.impactBefore)
  }

  private func move(_ event: Event) -> [String]? {
    let time = Timestamp.rfc3339(event.at)
    switch event.body {
    case .controlChanged(let change):
      let undo = change.undoes.map { "undo of E\($0): " } ?? ""
      let later = undone[event.sequence].map { " (undone by E\($0))" } ?? ""
      let until = change.expires.map { " until \(Timestamp.rfc3339($0))" } ?? ""
      let what = undo + Narrative.sentence(change.act) + until + later
      return [time, actor(event), what, Markdown.escape(change.reason), event.id]
    case .routeChanged(let change):
      let percent = change.failback.map { " (\($0.percent)% to \($0.to.rawValue))" } ?? ""
      let route = "\(change.from?.rawValue ?? "none") → \(change.to?.rawValue ?? "none")"
      let what = (change.from == change.to ? "failback" : "route \(route)") + percent
      return [time, "policy", what, Markdown.escape(change.reason), event.id]
    default: return nil
    }
  }

  var requestIDList: [String] {
    let rows = requestIDs.samples.sorted { $0.key < $1.key }.flatMap { group, entries in
      entries.map { entry in
        [
          group.platform.rawValue, group.label, Timestamp.rfc3339(entry.at), Markdown.code(entry.id.text),
          Markdown.escape(entry.word), Markdown.escape(entry.source), "E\(entry.event)",
        ]
      }
    }
    guard !rows.isEmpty else { return ["No failed call came back with a request id."] }
    let total = requestIDs.counts.values.reduce(0, +)
    return [
      "\(rows.count) of \(total) recorded: of each platform and class the first \(RequestIDs.keptFirst) "
        + "and the last.", "",
    ] + Markdown.table(["platform", "class", "time", "request id", "answer", "from", "event"], rows)
  }

  // MARK: The vendor

  /// Pages of the platforms that took part; of all platforms when none is named.
  private var concernedFeeds: [FeedPlan] {
    let hit = Set(incident.platforms)
    return settings.feeds.filter { plan in
      hit.isEmpty || plan.platform.map(hit.contains) ?? false
    }
  }

  /// Posts from an hour before the impact on, also late ones if their incident had been posted by its end.
  private func posts(of vendor: Vendor) -> [VendorPosts.Post] {
    let recent = pages.posts.filter {
      $0.vendor == vendor && $0.update.postedAt > countsAfter - .hours(1)
    }
    let concerned = Set(
      recent.filter { $0.update.postedAt <= incident.resolvedAt ?? now }.map(\.incidentID))
    return recent.filter { concerned.contains($0.incidentID) }
      .sorted { ($0.update.postedAt, $0.event) < ($1.update.postedAt, $1.event) }
  }

  var vendor: [String] {
    let classes = probes.total.classText
    let met = classes.isEmpty ? "Probes met no failure." : "Probes met: \(classes)."
    return [met, "A cause inside a vendor is quoted from its page and never inferred."]
      + concernedFeeds.flatMap { [""] + quotes(of: $0) }
  }

  private func quotes(of plan: FeedPlan) -> [String] {
    let name = Markdown.escape(plan.vendor.rawValue)
    let found = posts(of: plan.vendor)
    guard found.isEmpty else {
      return ["\(name) published (\(Markdown.escape(plan.link))):", ""] + found.map(quote)
    }
    guard let read = pages.lastRead[plan.vendor] else { return ["\(name): the page was not read."] }
    return ["\(name): nothing published as of \(Timestamp.rfc3339(read.at)) (E\(read.event))."]
  }

  private func quote(_ post: VendorPosts.Post) -> String {
    let dated = post.update.isBackDated ? " (back-dated)" : ""
    return "- \(Timestamp.rfc3339(post.update.postedAt)) vendor's time\(dated), "
      + "read \(Timestamp.rfc3339(post.readAt)) "
      + "(E\(post.event)): \(post.update.phase.rawValue), “\(Markdown.escape(post.incident))”: "
      + "“\(Markdown.escape(post.update.body))”"
  }

  /// Signed: plus when the vendor posted after we had opened the incident.
  var lag: [String] {
    let rows = concernedFeeds.map { plan -> [String] in
      let name = Markdown.escape(plan.vendor.rawValue)
      guard let first = posts(of: plan.vendor).first else {
        return [name, "nothing published", "–", "–", "–"]
      }
      return [
        name, Timestamp.rfc3339(first.update.postedAt), Timestamp.rfc3339(first.readAt),
        Format.signedSpan(first.update.publishedAt - incident.openedAt), "E\(first.event)",
      ]
    }
    guard !rows.isEmpty else { return ["### Vendor page lag", "", "No vendor page is watched for it."] }
    return [
      "### Vendor page lag", "",
      "Vendor's time less the time we opened the incident; + means that the vendor came later.", "",
    ] + Markdown.table(["vendor", "first post", "first read by us", "lag", "event"], rows)
  }

  var lagSentence: String {
    let first = concernedFeeds.flatMap { posts(of: $0.vendor) }.min {
      ($0.update.postedAt, $0.event) < ($1.update.postedAt, $1.event)
    }
    guard let posted = incident.vendorPostedAt ?? first?.update.postedAt else {
      return concernedFeeds.isEmpty
        ? "No vendor page is watched for it." : "The vendor's page has published nothing about it."
    }
    let event = change { $0 == .vendorPosted(posted) }?.id ?? first.map { "E\($0.event)" }
    let span = posted - incident.openedAt
    let side = span.nanoseconds < 0 ? "before" : "after"
    return "The vendor's page posted \(Format.span(span.magnitude)) \(side) that, at "
      + "\(Timestamp.rfc3339(posted)) vendor's time\(event.map { " (\($0))" } ?? "")."
  }
}
