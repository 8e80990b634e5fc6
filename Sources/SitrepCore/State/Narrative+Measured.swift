/// Lines about what was measured.
extension Narrative {
  static func tell(_ observation: Observation, at: Instant, _ state: State) -> [(TimelineEntry.Tone, String)]
  {
    guard let index = state.series.firstIndex(where: { $0.id == observation.series }) else { return [] }
    let isFirst = observation.outcome.isFailure || state.series[index].suspicion?.successesInARow == 1
    // What tells nothing is by far the most, and need not be looked at any further.
    guard
      isFirst || observation.certificateEnds != nil
        || state.stoodStill(from: observation.startedAt, to: at)
    else { return [] }
    let series = state.series[index]
    return tell(observation, series, at: at, state) + certificate(observation, series, at: at)
  }

  /// Told when it becomes worth a warning and again when it presses, not at every probe.
  private static func certificate(
    _ observation: Observation, _ series: SeriesState, at now: Instant
  ) -> [(TimelineEntry.Tone, String)] {
    guard let ends = observation.certificateEnds,
      let watch = CertificateWatch(series.id, ends: ends, at: now)
    else { return [] }
    let before = series.last.flatMap { last in
      last.certificateEnds.flatMap { CertificateWatch(series.id, ends: $0, at: last.startedAt) }
    }
    guard before.map({ $0.level < watch.level }) ?? true else { return [] }
    return [(watch.level == .warning ? .warning : .bad, watch.sentence)]
  }

  private static func tell(
    _ observation: Observation, _ series: SeriesState, at: Instant, _ state: State
  ) -> [(TimelineEntry.Tone, String)] {
    if state.stoodStill(from: observation.startedAt, to: at) {
      return [(.info, "\(observation.series): an answer is not counted, we stood still meanwhile")]
    }
    if observation.outcome.isFailure {
      guard series.failuresInARow == 0, series.suspicion == nil, !state.isOvershadowed(series) else {
        return []
      }
      let word = observation.failureWord ?? "?"
      let type = observation.errorType.map { " \($0)" } ?? ""
      let id = observation.requestID.map { ", request \($0)" } ?? ""
      return [(.warning, "\(observation.series) failed: \(word)\(type)\(id)")]
    }
    guard let suspicion = series.suspicion, suspicion.successesInARow == 1 else { return [] }
    let failed = suspicion.attempts.compactMap(\.word).count
    guard failed > 1, isNews(series, state) else { return [] }
    return [(.good, "\(observation.series) answers again after \(failed) failures")]
  }

  /// Of capabilities whose failure was not told, only those that an incident is about.
  private static func isNews(_ series: SeriesState, _ state: State) -> Bool {
    series.id.capability.speaksForTraffic || series.id.capability == .canary
      || state.incidents.last?.series.contains(series.id) ?? false
  }

  static func tell(_ observation: ControlObservation, _ state: State) -> [(TimelineEntry.Tone, String)] {
    guard let known = state.ownSide.first(where: { $0.plan.name == observation.name }) else { return [] }
    let before = known.last?.health ?? .unknown
    guard before != observation.health, !(before == .unknown && observation.health == .ok) else { return [] }
    let tone: TimelineEntry.Tone = observation.health == .ok ? .good : .bad
    return [(tone, "own side: \(observation.name) \(observation.health.rawValue): \(observation.detail)")]
  }

  static func tell(_ report: TrafficReport, _ state: State) -> [(TimelineEntry.Tone, String)] {
    let known = state.control.confirmations[report.consumer]
    guard known?.generation != report.generation else { return [] }
    return [(.info, "\(report.consumer) obeys generation \(report.generation)")]
  }

  static func tell(_ report: FeedReport, _ state: State) -> [(TimelineEntry.Tone, String)] {
    guard let feed = state.feeds.first(where: { $0.plan.vendor == report.vendor }) else { return [] }
    let name = report.vendor.rawValue
    let news = report.history.map { feed.news(of: $0, at: report.fetchedAt) } ?? []
    let past = news.map { (TimelineEntry.Tone.vendor, "\(name): \($0.sentence)") }
    switch report.result {
    case .failed(let reason):
      return feed.failure == nil ? [(.warning, "\(name) page cannot be read: \(reason)")] : []
    case .unchanged: return (feed.failure == nil ? [] : [(.info, "\(name) page can be read again")]) + past
    case .changed(let snapshot):
      let over = (report.history?.incidents ?? []).map(\.name)
      return tell(feed, feed.marked(snapshot), without: over) + past
    }
  }

  /// What is new on a page: posts, components, the page as a whole, incidents that are gone but those `over`.
  ///
  /// Components that went the way of the page are named in its line, others have lines of their own.
  private static func tell(
    _ feed: FeedState, _ page: PageSnapshot, without over: [CleanText]
  ) -> [(TimelineEntry.Tone, String)] {
    let name = feed.plan.vendor.rawValue
    let before = feed.snapshot?.state
    var alike: [String] = []
    var lines: [String] = []
    var gone: [String] = []
    for change in PageChange.between(feed.snapshot, page) {
      if case .component(let component, before, page.state, let at) = change, before != page.state {
        alike.append("\(component)\(PageChange.time(at))")
      } else if case .gone(let incident) = change {
        // The page's own last word about it is told instead, where it was read.
        guard !over.contains(incident) else { continue }
        gone.append("\(name): \(change.sentence)")
      } else {
        lines.append("\(name): \(change.sentence)")
      }
    }
    if before != page.state, before != nil || page.state != .operational {
      let named = alike.isEmpty ? "" : ": \(alike.prefix(8).joined(separator: ", "))"
      lines.append("\(name) page: \(before.map { "\($0.word) → " } ?? "")\(page.state.word)\(named)")
    }
    return (lines + gone).map { (.vendor, $0) }
  }
}
