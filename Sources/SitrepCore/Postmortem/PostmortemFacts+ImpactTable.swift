/// Who was hit: attempts and failures by series, and the traffic that gateways measured.
extension PostmortemFacts {
  var impact: [String] {
    guard probes.total.attempts.count > 0 else {
      return ["No scheduled probe is recorded within the impact."] + trafficLines
    }
    return [impactSentence, ""]
      + Markdown.table(["series", "attempts", "failed", "share", "slow"], affectedRows + fineRows)
      + trafficLines
  }

  /// Series that took part or failed or were slow, one by one.
  private var affectedRows: [[String]] {
    orderedSeries.filter { isAffected($0.0, $0.1) }.map { impactRow(Markdown.escape($0.0.description), $0.1) }
  }

  /// What was fine all the time is evidence too: a row a platform.
  private var fineRows: [[String]] {
    let fine = Dictionary(grouping: orderedSeries.filter { !isAffected($0.0, $0.1) }, by: \.0.platform)
    return fine.sorted { $0.key < $1.key }.map { platform, series in
      let whole = probes.sum(of: series.map(\.0))
      return impactRow("\(platform.rawValue), \(series.count) other series", whole)
    }
  }

  private func isAffected(_ id: SeriesID, _ row: ProbeCounts.Row) -> Bool {
    row.failed.count > 0 || row.slow.count > 0 || incident.series.contains(id)
  }

  private func impactRow(_ name: String, _ row: ProbeCounts.Row) -> [String] {
    [name, row.attempts.text, row.failed.text, row.failedShare ?? "–", row.slow.text]
  }

  /// Over the series that took part; over all of them when the incident names none.
  private var impactSentence: String {
    let hit = probes.sum(of: incident.series)
    let (counted, whose) =
      hit.attempts.count > 0 ? (hit, "the series that took part") : (probes.total, "all series")
    return "Probes of \(whose), after the last good attempt\(impactEnd == nil ? "" : " and up to the end"): "
      + "\(counted.failed.count) of \(counted.attempts.text) scheduled attempts failed "
      + "(\(counted.failedShare ?? Format.none)); the objective allows "
      + "\(Format.percent(settings.objectives.errorRate))\(settingsCited)."
  }

  /// Series of the incident first, then what else was probed, which is evidence too.
  var orderedSeries: [(SeriesID, ProbeCounts.Row)] {
    let hit = Set(incident.series)
    return probes.rows.sorted { left, right in
      let (first, second) = (hit.contains(left.key), hit.contains(right.key))
      return first == second ? left.key < right.key : first
    }.map { ($0.key, $0.value) }
  }

  private var trafficLines: [String] {
    let rows = traffic.rows.sorted { $0.key < $1.key }.map { platform, row in
      [platform.rawValue, row.ok.text, row.failed.text, row.refused.text]
    }
    guard !rows.isEmpty else {
      return ["", "Real traffic: no traffic measured, since no gateway reported any. Probes are not users."]
    }
    return ["", "Real traffic as gateways measured it:", ""]
      + Markdown.table(["platform", "ok", "failed", "refused here"], rows)
  }
}
