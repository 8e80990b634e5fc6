/// Whose fault it looked like, how it ended, and what to ask the vendor.
extension PostmortemFacts {
  var attribution: [String] {
    guard let first = telling.verdicts.first else { return ["No verdict can be told from the slice."] }
    let rows = telling.verdicts.map { found in
      [
        Timestamp.rfc3339(found.at), found.verdict.rule, Markdown.escape(found.verdict.short),
        found.verdict.side.rawValue, found.verdict.confidence.rawValue, "E\(found.event)",
      ]
    }
    return [
      "Evidence pointed to: \(Markdown.escape(first.verdict.sentence)) "
        + "(rule \(first.verdict.rule), confidence \(first.verdict.confidence.rawValue), E\(first.event)).",
      "",
    ] + list("For it", first.verdict.evidence) + list("Against it", first.verdict.against)
      + list("What was suggested", first.verdict.suggestions)
      + ["The verdict at each step of the incident, where it changed:", ""]
      + Markdown.table(["time", "rule", "verdict", "side", "confidence", "event"], rows)
  }

  private func list(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty
      ? ["\(title): nothing.", ""] : ["\(title):", ""] + lines.map { "- \(Markdown.escape($0))" } + [""]
  }

  var recovery: [String] {
    let rows = returns.sorted { $0.key < $1.key }.map { series, found in
      [
        Markdown.escape(series.description), "\(Timestamp.rfc3339(found.failedAt)) (E\(found.failed))",
        found.good.map { "\(Timestamp.rfc3339($0.at)) (E\($0.event))" } ?? "not in the slice",
      ]
    }
    let closed = breakers.last { $0.body.transition.to == .closed && $0.event.at <= lastMoment }
    let breaker =
      closed.map {
        "The last breaker closed at \(Timestamp.rfc3339($0.event.at)): "
          + "\(Markdown.escape($0.body.target.description)) (\($0.event.id))."
      } ?? "No breaker closed within the slice."
    let relapses = changes.filter { $0.body.change == .relapsed || $0.body.change == .reopened }.map(
      \.event.id)
    let residual =
      relapses.isEmpty
      ? "It did not come back." : "It came back \(relapses.count) × (\(relapses.joined(separator: ", ")))."
    return
      (rows.isEmpty
      ? ["No series failed within the slice."]
      : Markdown.table(["series", "last failure", "first good attempt after it"], rows))
      + ["", "\(breaker) \(residual)"]
  }

  /// A support case, ready to be pasted.
  var questions: [String] {
    let entries = requestIDs.samples.filter { $0.key.label != "traffic" }
    guard !entries.isEmpty else { return ["No failed call came back with a request id to ask about."] }
    let platforms = Set(entries.keys.map(\.platform)).sorted()
    return platforms.flatMap { platform -> [String] in
      ["For \(platform.rawValue):", "", "```text"] + question(platform, entries) + ["```", ""]
    }.dropLast()
  }

  private func question(_ platform: Platform, _ entries: [RequestIDs.Group: [RequestIDs.Entry]]) -> [String] {
    let own = probes.rows.filter { $0.key.platform == platform }.map(\.value)
      .reduce(into: ProbeCounts.Row()) { $0.add($1) }
    let until = impactEnd.map { Timestamp.rfc3339($0) } ?? "now"
    let ids = entries.filter { $0.key.platform == platform }.sorted { $0.key < $1.key }.flatMap(\.value)
    let mark = isDrill ? ["DRILL: simulated vendors; do not send this to anybody."] : []
    return mark + [
      "Between \(Timestamp.rfc3339(incident.impactBefore)) and \(until) (UTC), \(own.failed.count) of "
        + "\(own.attempts.count) synthetic requests from us failed: \(plain(own.classes)).",
      "1. What failed, and between which times?", "2. Were calls accepted and billed though they failed?",
      "3. What keeps it from coming back?", "Request ids:",
    ] + ids.map { "- \(Timestamp.rfc3339($0.at)) \(fenced($0.id.text)) \(fenced($0.word))" }
  }

  private func plain(_ classes: [FailureClass: CitedCount]) -> String {
    classes.sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
      .map { "\($0.key.rawValue) \($0.value.count)" }.joined(separator: ", ")
  }

  /// Text that cannot end the code block it stands in.
  private func fenced(_ text: String) -> String { String(text.map { $0 == "`" || $0 == "~" ? "'" : $0 }) }

  /// What a review might begin with; facts only.
  var lessons: [String] {
    var lines = ["Facts worth discussing:", ""]
    lines.append("- It was found \(found) (\(openedID)). \(lagSentence)")
    if let acknowledged = incident.acknowledgedAt {
      let event = changes.first { $0.body.change == .acknowledged }?.event.id ?? openedID
      lines.append("- The first answer took \(Format.span(acknowledged - incident.openedAt)) (\(event)).")
    } else {
      lines.append("- Nobody acknowledged it (\(openedID)).")
    }
    let own = moves.filter { $0.at > countsAfter && $0.at <= lastMoment }
    if let first = own.first {
      let hand = own.filter { $0.actor != nil }.count
      lines.append(
        "- Traffic was first moved \(Format.span(first.at - incident.impactBefore)) after the impact began "
          + "(\(first.id)); \(hand) of \(own.count) changes were by hand (\(first.id)–\(own.last?.id ?? first.id))."
      )
    } else {
      lines.append("- Traffic was never moved (\(openedID)).")
    }
    let taken = undone.keys.sorted().map { "E\($0)" }
    if !taken.isEmpty { lines.append("- Acts were undone: \(taken.joined(separator: ", ")).") }
    let disturbed = disturbances.filter { $0.at > countsAfter && $0.at <= lastMoment }.map(\.id)
    if !disturbed.isEmpty {
      lines.append("- The measurement itself was disturbed: \(disturbed.joined(separator: ", ")).")
    }
    return lines
  }

  private var found: String {
    let least = incident.openedAt - incident.impactBefore
    guard let after = incident.impactAfter, after < incident.impactBefore else {
      return "\(Format.span(least)) after the impact began"
    }
    return "\(Format.span(least)) to \(Format.span(incident.openedAt - after)) after the impact began"
  }
}
