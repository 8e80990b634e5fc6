/// How much it cost: minutes, budget, and the charts.
extension PostmortemFacts {
  /// Scheduled attempts of the series that took part; of all when the incident names none.
  var counted: [(observation: Observation, event: Int64)] {
    let hit = Set(incident.series)
    let own = attempts.filter { hit.contains($0.observation.series) }
    return own.isEmpty ? attempts : own
  }

  var minutes: [String] {
    let end = impactEnd ?? now
    let found = ImpactMinutes(counted, from: incident.impactBefore, to: end, plans: settings.probes)
    guard found.all.cited.count > 0 else { return ["No minute of the impact was measured."] }
    let rows = found.rows.map { cells(Markdown.escape($0.0.description), $0.1) }
    let together = found.rows.count > 1 ? [cells("all together", found.all)] : []
    let lines =
      [downSentence(found)]
      + [
        "Weighted impact: **\(number(found.all.weighted)) minutes** (down × 1, degraded × 0.5; unknown apart). "
          + budget(found.all)
      ]
    return lines + [""]
      + Markdown.table(
        ["minutes by series", "down", "degraded", "good", "unknown", "weighted", "events"], rows + together)
      + ["", method(found.cell)]
  }

  private func downSentence(_ found: ImpactMinutes) -> String {
    if found.all.down > 0 {
      return
        "\(number(found.all.down)) minutes were fully down: every attempt failed (\(found.all.cited.cited))."
    }
    guard let worst = found.rows.max(by: { $0.1.down < $1.1.down }), worst.1.down > 0 else {
      return ImpactMinutes.noneDown
    }
    return "Never were all series down at once; \(Markdown.escape(worst.0.description)) was for "
      + "\(number(worst.1.down)) minutes (\(worst.1.cited.cited))."
  }

  private func cells(_ name: String, _ row: ImpactMinutes.Row) -> [String] {
    [
      name, number(row.down), number(row.degraded), number(row.good), number(row.unknown),
      number(row.weighted), row.cited.count == 0 ? "–" : row.cited.cited,
    ]
  }

  private func number(_ minutes: Double) -> String { Format.fixed(minutes, digits: 1) }

  /// Of thirty days at the objective in force.
  private func budget(_ row: ImpactMinutes.Row) -> String {
    let objective = settings.objectives.availability
    let allowed = (1 - objective) * 30 * 24 * 60
    let target = "\(Format.percent(objective, digits: 2)) availability\(settingsCited)"
    guard allowed > 0 else { return "An objective of \(target) has no budget." }
    return "That is \(Format.percent(row.weighted / allowed)) of the \(number(allowed)) minutes that "
      + "\(target) allows in 30 days."
  }

  /// " (E101)": where the settings come from.
  var settingsCited: String { settingsEvent.map { " (E\($0))" } ?? "" }

  private func method(_ cell: TimeSpan) -> String {
    "Cells of \(Format.span(cell)) from the first failed attempt: down when every scheduled attempt failed, "
      + "degraded when some failed or were slow, unknown without an attempt."
  }

  // MARK: Charts

  var charts: [String] {
    guard !attempts.isEmpty else { return ["Nothing was measured that could be drawn."] }
    let lead = TimeSpan.minutes(5)
    let end = min(now, (impactEnd ?? now) + lead)
    var chart = IncidentChart(
      from: max(incident.impactBefore - lead, attempts.first?.observation.startedAt ?? now), to: end)
    for (observation, event) in counted { chart.take(observation, event) }
    for (report, at, event) in reports { chart.take(report, at: at, event) }
    return sparklines(chart) + [""] + diagrams(chart)
  }

  private func sparklines(_ chart: IncidentChart) -> [String] {
    let shares = chart.columns.map(\.failedShare)
    let medians = chart.columns.map(\.median)
    let most = medians.compactMap(\.self).max()
    var lines = [
      "```text",
      "\(Timestamp.rfc3339(chart.start)) – \(Timestamp.rfc3339(chart.end)), \(Format.span(chart.step)) a column",
      "failed   \(IncidentChart.bars(shares: shares))  0–100%",
    ]
    if let most {
      lines.append(
        "latency  \(IncidentChart.bars(latencies: medians))  p50 of successes, up to \(Format.latency(most))")
    }
    if chart.citedTraffic.count > 0 {
      lines.append(
        "traffic  \(IncidentChart.bars(shares: chart.columns.map(\.failedCallShare)))  failed calls, 0–100%")
    }
    for track in breakerTracks.prefix(6) {
      lines.append("breaker  \(columns(track, in: chart))  \(Mermaid.label(track.target.description))")
    }
    lines += ["```", ""]
    let traffic =
      chart.citedTraffic.count > 0 ? "; traffic: \(chart.citedTraffic.cited)" : "; no traffic measured"
    return lines + [
      "▁ none, █ all, · not measured; breaker: _ closed, ◐ half-open, █ open. "
        + "Drawn from \(chart.cited.count == 0 ? "no events" : chart.cited.cited)\(traffic)."
    ]
  }

  private func columns(_ track: Track, in chart: IncidentChart) -> String {
    String(
      chart.columns.indices.map { index -> Character in
        let until = chart.start + chart.step * Double(index + 1)
        switch track.steps.last(where: { $0.from < until })?.position {
        case .open: return "█"
        case .halfOpen: return "◐"
        case .closed: return "_"
        case nil: return "·"
        }
      })
  }

  private func diagrams(_ chart: IncidentChart) -> [String] {
    let minutes = (chart.end - chart.start).inSeconds / 60
    let medians = chart.columns.map { $0.median?.inSeconds }
    var lines = Mermaid.bars(
      title:
        "\(incident.name) failed attempts in percent, from \(Timestamp.clock(chart.start).dropLast(4)) UTC",
      unit: "failed %", values: chart.columns.map { $0.failedShare.map { $0 * 100 } }, minutes: minutes,
      most: 100)
    if medians.contains(where: { $0 != nil }) {
      lines +=
        [""]
        + Mermaid.bars(
          title: "\(incident.name) median success in seconds with 0 for none", unit: "seconds",
          values: medians,
          minutes: minutes, most: nil)
    }
    return lines + [""] + Mermaid.gantt(title: "\(incident.name) in UTC", lanes: lanes(until: chart.end))
  }

  private func lanes(until end: Instant) -> [Mermaid.Lane] {
    let start = incident.impactBefore - .minutes(5)
    let routes = telling.route.enumerated().compactMap { index, stretch -> Mermaid.Bar? in
      let to = index + 1 < telling.route.count ? telling.route[index + 1].from : end
      guard let platform = stretch.platform, to > start, stretch.from < end else { return nil }
      return Mermaid.Bar(
        label: platform.rawValue, from: max(start, stretch.from), to: min(end, to), isCritical: false)
    }
    let breakers = breakerTracks.prefix(8).map { track in
      Mermaid.Lane(name: "breaker \(track.target)", bars: track.bars(until: end))
    }
    let impact = Mermaid.Bar(
      label: "impact", from: incident.impactBefore, to: impactEnd ?? now, isCritical: true)
    let open = Mermaid.Bar(
      label: "open", from: incident.openedAt, to: incident.resolvedAt ?? now, isCritical: false)
    return [Mermaid.Lane(name: incident.name, bars: [impact, open])] + breakers
      + [Mermaid.Lane(name: "route", bars: Array(routes.suffix(30)))]
  }

  /// One breaker's positions over the incident.
  struct Track {
    var target: BreakerTarget
    var steps: [(from: Instant, position: Breaker.Position)]

    /// From each opening to the closing after it, trials included.
    func bars(until end: Instant) -> [Mermaid.Bar] {
      var bars: [Mermaid.Bar] = []
      var opened: (at: Instant, times: Int)?
      for step in steps {
        switch step.position {
        case .open: opened = (opened?.at ?? step.from, (opened?.times ?? 0) + 1)
        case .halfOpen: opened = opened ?? (step.from, 0)
        case .closed:
          if let opened { bars.append(bar(opened, until: step.from)) }
          opened = nil
        }
      }
      if let opened { bars.append(bar(opened, until: end)) }
      return Array(bars.suffix(20))
    }

    private func bar(_ opened: (at: Instant, times: Int), until end: Instant) -> Mermaid.Bar {
      let label = opened.times > 1 ? "opened \(opened.times) times" : "open"
      return Mermaid.Bar(label: label, from: opened.at, to: end, isCritical: true)
    }
  }

  /// Breakers that moved, the first mover first.
  private var breakerTracks: [Track] {
    var tracks: [Track] = []
    for (event, change) in breakers where event.at > countsAfter - .hours(1) && event.at <= lastMoment {
      if !tracks.contains(where: { $0.target == change.target }) {
        tracks.append(Track(target: change.target, steps: [(events.first?.at ?? event.at, change.from)]))
      }
      guard let index = tracks.firstIndex(where: { $0.target == change.target }) else { continue }
      tracks[index].steps.append((event.at, change.transition.to))
    }
    return tracks
  }
}
