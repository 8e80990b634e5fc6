/// The runbook's parts: duration, severity, impact, detection.
extension PostmortemFacts {
  /// What this draft was made from.
  var draft: [String] {
    var lines: [String] = []
    if case .drill(let name) = settings.mode {
      lines += [
        "> **DRILL: \(Markdown.escape(name)).** Simulated vendors; nothing below happened to a real service.",
        "",
      ]
    }
    let range = events.first.flatMap { first in events.last.map { "\(first.id)–\($0.id)" } } ?? "no events"
    lines += [
      "Drafted as of \(Timestamp.rfc3339(now)) from \(range) (\(events.count) events). "
        + "Status: \(incident.phase.rawValue). Lead: \(incident.lead.map { Markdown.escape($0.name) } ?? "none").\(reopenings)",
      "`E412` names the recorded event behind a number; `TODO` marks what only people know. All times are UTC.",
    ]
    lines += ["", brief]
    return lines + settings.notices.map { "\nNotice: \(Markdown.escape($0))." }
  }

  /// The whole in a sentence or two.
  private var brief: String {
    let hit = probes.sum(of: incident.series)
    let counted = hit.attempts.count > 0 ? hit : probes.total
    let platforms = incident.platforms.map(\.rawValue).joined(separator: ", ")
    let whom = platforms.isEmpty ? "" : " on \(platforms)"
    let length = Format.span((impactEnd ?? now) - incident.impactBefore)
    let share =
      counted.attempts.count == 0
      ? "no probe measured it" : "\(counted.failed.count) of \(counted.attempts.text) probes failed"
    let relief =
      incident.mitigatedAt.map { "mitigated after \(sinceImpact($0))" } ?? "not recorded as mitigated"
    return
      "In short: \(incident.highestSeverity.word)\(whom), impact \(length)\(impactEnd == nil ? " so far" : "") "
      + "(\(openedID)); \(share); \(relief); \(trafficWord)."
  }

  private var trafficWord: String {
    guard !traffic.rows.isEmpty else { return "no traffic measured" }
    let failed = traffic.rows.values.reduce(into: CitedCount()) { $0.add($1.failed) }
    let ok = traffic.rows.values.reduce(into: CitedCount()) { $0.add($1.ok) }
    return "real traffic: \(failed.text) calls failed, \(ok.text) went well"
  }

  private var reopenings: String {
    incident.reopenings == 0 ? "" : " Reopened: \(incident.reopenings) ×."
  }

  var duration: [String] {
    let started = Timestamp.rfc3339(incident.impactBefore)
    let end = impactEnd.map { Timestamp.rfc3339($0) } ?? "now, not over (\(Timestamp.rfc3339(now)))"
    let length = Format.span((impactEnd ?? now) - incident.impactBefore)
    let began = firstFailure.map { "first failed attempt, \($0.id)" } ?? "as declared, \(openedID)"
    let ceased = endEvent.map { " (\($0.word), \($0.event.id))" } ?? ""
    return ["From **\(started)** (\(began)) to **\(end)**\(ceased): **\(length)**."] + interval
      + ["", "Clocks:", ""] + Markdown.table(["clock", "length", "from", "to"], clocks)
  }

  private var interval: [String] {
    guard let after = incident.impactAfter, after < incident.impactBefore else {
      return ["The last good attempt before it is not known, so it may have begun earlier."]
    }
    return [
      "It began between \(Timestamp.rfc3339(after)) (last good attempt\(lastGood.map { ", \($0.id)" } ?? "")) and "
        + "\(Timestamp.rfc3339(incident.impactBefore)) (first failed one\(firstFailure.map { ", \($0.id)" } ?? "")): an interval of "
        + "\(Format.span(incident.impactBefore - after))."
    ]
  }

  private var endEvent: (word: String, event: Event)? {
    guard impactEnd != nil else { return nil }
    if incident.monitoringSince != nil, let event = change(where: { $0 == .monitoring }) {
      return ("failures ceased", event)
    }
    return change { $0 == .resolved }.map { ("resolved", $0) }
  }

  private var clocks: [[String]] {
    let began = "impact began"
    let acknowledged = changes.first { $0.body.change == .acknowledged }?.event
    let by = incident.acknowledgedBy.map { " by \(Markdown.escape($0.name))" } ?? ""
    return [
      clock(
        "time to detect (TTD)", began, sinceImpact(incident.openedAt), "opened", incident.openedAt, opened),
      clock(
        "time to acknowledge (TTA)", "opened",
        incident.acknowledgedAt.map { Format.span($0 - incident.openedAt) }, "acknowledged\(by)",
        incident.acknowledgedAt, acknowledged),
      clock(
        "time to mitigate (TTM)", began, incident.mitigatedAt.map(sinceImpact), "mitigated",
        incident.mitigatedAt, change { $0 == .mitigated }),
      clock(
        "time to recover (TTR)", began, impactEnd.map(sinceImpact), endEvent?.word ?? "recovered", impactEnd,
        endEvent?.event),
      clock(
        "open in all", "opened", incident.resolvedAt.map { Format.span($0 - incident.openedAt) }, "resolved",
        incident.resolvedAt, change { $0 == .resolved }),
    ]
  }

  private func clock(
    _ name: String, _ from: String, _ length: String?, _ to: String, _ at: Instant?, _ event: Event?
  ) -> [String] {
    guard let length, let at else { return [name, "not recorded", from, "–"] }
    return [name, length, from, "\(to) \(Timestamp.rfc3339(at))\(event.map { " (\($0.id))" } ?? "")"]
  }

  /// "41s to 1m11s": from the first bad attempt at least, from the last good one at most.
  private func sinceImpact(_ moment: Instant) -> String {
    let least = Format.span(moment - incident.impactBefore)
    guard let after = incident.impactAfter, after < incident.impactBefore else { return least }
    return "\(least) to \(Format.span(moment - after))"
  }

  var openedID: String { "E\(incident.openedBySequence)" }

  /// The incident as it was opened: its title, severity and reason at that moment.
  var asOpened: Incident {
    guard case .incidentOpened(let body)? = opened?.body else { return incident }
    return body
  }

  var severity: [String] {
    let highest = incident.highestSeverity.word
    let changed = changes.compactMap { event, body -> [String]? in
      guard case .severity(let severity, let byHand) = body.change else { return nil }
      return [
        Timestamp.rfc3339(event.at), severity.word, Markdown.escape(body.reason),
        byHand ? actor(event) : "measured", event.id,
      ]
    }
    let start = [
      Timestamp.rfc3339(incident.openedAt), asOpened.severity.word, Markdown.escape(asOpened.severityReason),
      opened?.actor == nil ? "measured" : opened.map(actor) ?? "–", openedID,
    ]
    return ["**\(highest)** at its highest; \(incident.severity.word) last. \(response)", ""]
      + Markdown.table(["time", "severity", "why", "by", "event"], [start] + changed)
  }

  /// The strictest response clock that ran before anybody answered: a rise in severity starts its own.
  private var response: String {
    var clocks = [(severity: asOpened.severity, start: incident.openedAt)]
    for (event, body) in changes {
      if case .severity(let severity, _) = body.change { clocks.append((severity, event.at)) }
    }
    let running = clocks.compactMap { clock -> (severity: Severity, start: Instant, due: Instant)? in
      let isOpen = incident.acknowledgedAt.map { clock.start <= $0 } ?? true
      guard isOpen, let allowed = clock.severity.responseTime else { return nil }
      return (clock.severity, clock.start, clock.start + allowed)
    }
    guard let clock = running.min(by: { $0.due < $1.due }) else { return "It had no response clock." }
    let since = clock.start == incident.openedAt ? "" : ", from \(Timestamp.rfc3339(clock.start)),"
    let said =
      "\(clock.severity.word)\(since) wants an answer within \(Format.span(clock.due - clock.start)): "
    guard let acknowledged = incident.acknowledgedAt else { return said + "nobody acknowledged." }
    let took = Format.span(acknowledged - clock.start)
    return said + "acknowledged after \(took), \(acknowledged <= clock.due ? "in time" : "too late")."
  }

  func actor(_ event: Event) -> String { event.actor.map { Markdown.escape($0.name) } ?? "–" }

  var detection: [String] {
    let found = opened?.actor.map { "Declared by \(Markdown.escape($0.name))" } ?? "Found by probes"
    let reason = Markdown.escape(asOpened.severityReason)
    var lines = [
      "\(found): \(reason.isEmpty ? "no reason recorded" : reason) "
        + "(\(asOpened.severity.word), \(openedID), \(Timestamp.rfc3339(incident.openedAt))).",
      "\(sinceImpact(incident.openedAt)) after the impact began"
        + (firstFailure.map { "; the first failed attempt is \($0.id)." } ?? "."),
    ]
    lines.append(lagSentence)
    return lines
  }
}
