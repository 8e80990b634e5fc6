/// The appendix: counts by class, breaker transitions, and the methods behind every number.
extension PostmortemFacts {
  var counts: [String] {
    let perSeries = orderedSeries.flatMap { id, row in
      row.classes.sorted { $0.key.rawValue < $1.key.rawValue }.map { failure, count in
        [Markdown.escape(id.description), failure.rawValue, "\(count.count)", count.cited]
      }
    }
    let extra = probes.extra
    return ["### Failed probes by class", ""]
      + (perSeries.isEmpty
        ? ["None."] : Markdown.table(["series", "class", "failed", "events"], perSeries))
      + [
        "",
        "Confirming and manual probes, in no share above: \(extra.attempts.text), failed "
          + "\(extra.failed.text).",
      ]
  }

  var breakerTable: [String] {
    let rows = breakers.filter {
      $0.event.at > countsAfter && $0.event.at <= incident.resolvedAt ?? now
    }.map { event, change in
      [
        Timestamp.rfc3339(event.at), Markdown.escape(change.target.description),
        "\(word(change.from)) → \(word(change.transition.to))", Markdown.escape(change.transition.reason),
        event.id,
      ]
    }
    return ["### Breaker transitions", ""]
      + (rows.isEmpty
        ? ["None."] : Markdown.table(["time", "breaker", "change", "why", "event"], rows, most: 100))
  }

  private func word(_ position: Breaker.Position) -> String {
    position == .halfOpen ? "half-open" : position.rawValue
  }

  var methods: [String] {
    let confirms = settings.confirms.map { "+\(Format.setting($0))" }.joined(separator: ", ")
    return ["### Methods", "", "Settings in force\(settingsEvent.map { " (E\($0))" } ?? ""):", ""]
      + Markdown.table(["series", "every", "timeout", "probed"], settings.probes.map(plan))
      + [
        "",
        "- A failed probe is confirmed at \(confirms.isEmpty ? "no time" : confirms); confirms feed breaker "
          + "and incident, never shares or percentiles.",
      ] + thresholds + feedLines + disturbanceLines
  }

  private func plan(_ plan: ProbePlan) -> [String] {
    [
      Markdown.escape(plan.series.description), Format.setting(plan.cadence),
      Format.setting(plan.timeout), plan.idle.map { "no: \(Markdown.escape($0))" } ?? "yes",
    ]
  }

  private var thresholds: [String] {
    let (breaker, severity, levels) = (settings.breaker, settings.severity, settings.objectives)
    return [
      "- Breaker: \(breaker.failuresToOpen) failed in a row open it for \(Format.span(breaker.openFor)); "
        + "\(breaker.halfOpenPermits) trials, \(breaker.successesToClose) successes close it.",
      "- Severity P1: \(Format.percent(severity.totalShare, digits: 0)) of at least \(severity.totalAttempts) "
        + "attempts failed in \(Format.span(severity.totalWindow)). P2: error rate "
        + "\(Format.percent(severity.errorRate)) with \(severity.errorCount) failures of "
        + "\(severity.errorAttempts), or \(severity.slowCount) answers over "
        + "\(Format.latency(severity.slowAfter)) and \(Format.percent(severity.slowShare)) of all, in "
        + "\(Format.span(severity.window)). It falls after \(Format.span(severity.hold)).",
      "- Objectives over \(Format.span(levels.window)): availability "
        + "\(Format.percent(levels.availability, digits: 2)), error rate \(Format.percent(levels.errorRate)), "
        + "p95 \(Format.latency(levels.p95)), p99 \(Format.latency(levels.p99)), at most "
        + "\(levels.longestFailureRun) failures in a row.",
      "- Shares are failed by all scheduled attempts after the last good one before the impact"
        + "\(impactEnd == nil ? "" : ", up to its end"); lengths are rounded down.",
    ]
  }

  private var feedLines: [String] {
    settings.feeds.map {
      "- Page \(Markdown.escape($0.vendor.rawValue)) read every \(Format.setting($0.cadence))."
    }
  }

  private var disturbanceLines: [String] {
    let lines = disturbances.map { event -> String in
      switch event.body {
      case .clockStepped(let step):
        let what =
          step.slipped == true
          ? "the engine stood still for" : step.suspended ? "the machine slept for" : "the clock stepped by"
        return "- \(what) \(Format.span(step.by)) at \(Timestamp.rfc3339(event.at)) (\(event.id))"
      case .engineStarted: return "- the engine started at \(Timestamp.rfc3339(event.at)) (\(event.id))"
      default: return "- the engine stopped at \(Timestamp.rfc3339(event.at)) (\(event.id))"
      }
    }
    return lines.isEmpty ? [] : ["", "What disturbed the measurement:", ""] + lines
  }
}

extension Format {
  /// A setting's length exactly: "2s", "500ms", "1m30s".
  fileprivate static func setting(_ span: TimeSpan) -> String {
    let isWhole = span.nanoseconds % 1_000_000_000 == 0
    return isWhole ? Format.span(span) : "\(span.wholeMilliseconds)ms"
  }
}
