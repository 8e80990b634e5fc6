/// Lines about what was measured.
extension Narrative {
  static func tell(_ observation: Observation, _ state: State) -> [(TimelineEntry.Tone, String)] {
    guard let series = state.series.first(where: { $0.id == observation.series }) else { return [] }
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
    switch report.result {
    case .failed(let reason):
      return feed.failure == nil ? [(.warning, "\(name) page cannot be read: \(reason)")] : []
    case .unchanged: return feed.failure == nil ? [] : [(.info, "\(name) page can be read again")]
    case .changed(let snapshot):
      let before = feed.snapshot
      var lines: [(TimelineEntry.Tone, String)] = posts(in: snapshot, notIn: before).map {
        (.vendor, "\(name): \($0)")
      }
      if before?.state != snapshot.state, before != nil || snapshot.state != .operational {
        let was = before.map { "\($0.state.word) → " } ?? ""
        lines.append((.vendor, "\(name) page: \(was)\(snapshot.state.word)"))
      }
      return lines + gone(from: before, in: snapshot).map { (.vendor, "\(name): \($0)") }
    }
  }

  /// Every post that we had not read before, oldest first, with the vendor's own time.
  private static func posts(in snapshot: PageSnapshot, notIn before: PageSnapshot?) -> [String] {
    let known = Set((before?.incidents ?? []).flatMap(\.updates).map(\.id))
    let fresh = snapshot.incidents.flatMap { incident in
      incident.updates.filter { !known.contains($0.id) }.map { (incident, $0) }
    }
    return fresh.sorted { $0.1.postedAt < $1.1.postedAt }.suffix(5).map { incident, post in
      "\(post.phase.rawValue): \(incident.name) (posted \(Timestamp.clock(post.postedAt)))"
    }
  }

  /// The summary lists unresolved incidents only: one that is gone has been resolved.
  private static func gone(from before: PageSnapshot?, in snapshot: PageSnapshot) -> [String] {
    let present = Set(snapshot.incidents.map(\.id))
    return (before?.incidents ?? []).filter { !present.contains($0.id) && !$0.phase.isOver }
      .map { "no longer listed as unresolved: \($0.name)" }
  }
}
