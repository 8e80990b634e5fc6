/// Who did what: responders, updates that were sent, action items, and what was told late.
extension PostmortemFacts {
  /// How the table of responders begins; the linter finds their names by it.
  static let respondersHeader = "| responder |"

  var responders: [String] {
    var order: [String] = []
    var acts: [String: (count: CitedCount, first: Instant, last: Instant)] = [:]
    for event in events where event.actor != nil && isAbout(event) {
      guard let name = event.actor?.name.text else { continue }
      var entry = acts[name] ?? (CitedCount(), event.at, event.at)
      if entry.count.count == 0 { order.append(name) }
      entry.count.add(event.sequence)
      entry.last = event.at
      acts[name] = entry
    }
    guard !order.isEmpty else { return ["Nobody acted."] }
    let rows = order.compactMap { name in
      acts[name].map {
        [
          Markdown.escape(name), $0.count.text, Timestamp.rfc3339($0.first), Timestamp.rfc3339($0.last),
        ]
      }
    }
    let leads = changes.filter { $0.body.change == .leadTaken }.map { "\(actor($0.event)) (\($0.event.id))" }
    let line = leads.isEmpty ? "Nobody took the lead." : "Lead, in order: \(leads.joined(separator: ", "))."
    return Markdown.table(["responder", "acts", "first", "last"], rows) + ["", line]
  }

  /// From the impact on, and afterwards what is about this incident.
  private func isAbout(_ event: Event) -> Bool {
    switch event.body {
    case .noteAdded(let note): note.incident == incident.number || during(event.at)
    case .itemPinned(let item): item.incident == incident.number
    case .itemDropped(let dropped): dropped.incident == incident.number
    case .incidentChanged(let change): change.number == incident.number
    case .postmortemWritten: false
    default: during(event.at)
    }
  }

  private func during(_ moment: Instant) -> Bool { moment > countsAfter && moment <= lastMoment }

  var updates: [String] {
    let rows = changes.filter { $0.body.change == .updateSent }.map { event, body in
      [Timestamp.rfc3339(event.at), actor(event), Markdown.escape(body.reason), event.id]
    }
    let expected = "People expect one every \(Format.span(settings.incident.updateEvery))\(settingsCited)."
    guard !rows.isEmpty else { return ["No update is recorded as sent. \(expected)"] }
    return Markdown.table(["time", "by", "what was said", "event"], rows) + ["", expected]
  }

  /// What people pinned; a tick that somebody set in the file is kept by the merge.
  var actionItems: [String] {
    let rows = items.map { event, item -> String in
      let owner = item.owner.map { Markdown.escape($0.name) } ?? "TODO"
      let due = item.due ?? "TODO"
      let from = item.about.map { ", pinned from E\($0)" } ?? ""
      return "- [ ] \(Markdown.escape(item.text)) · owner: \(owner) · due: \(due) (\(event.id)\(from))"
    }
    return rows.isEmpty
      ? ["Nothing was pinned during the incident; `sitrep act item` pins."]
      : ["Pinned during the incident:", ""] + rows
  }

  var corrections: [String] {
    let late = events.compactMap { event -> [String]? in
      guard case .noteAdded(let note) = event.body, let about = note.about, isAbout(event) else { return nil }
      return [
        "late note", Timestamp.rfc3339(about), Timestamp.rfc3339(event.at), actor(event), event.id,
      ]
    }
    let taken = undone.sorted { $0.key < $1.key }.compactMap { old, new -> [String]? in
      guard let event = events.first(where: { $0.sequence == new }), during(event.at) else { return nil }
      return ["undo of E\(old)", "–", Timestamp.rfc3339(event.at), actor(event), event.id]
    }
    let dropped = events.compactMap { event -> [String]? in
      guard case .itemDropped(let item) = event.body, item.incident == incident.number else { return nil }
      return ["action item E\(item.item) dropped", "–", Timestamp.rfc3339(event.at), actor(event), event.id]
    }
    let rows = late + taken + dropped
    return ["### Corrections", ""]
      + (rows.isEmpty
        ? ["None: nothing was told late, undone or dropped."]
        : Markdown.table(["what", "tells of", "entered", "by", "event"], rows))
  }
}
