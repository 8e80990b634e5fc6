/// Which trouble is part of which incident: one incident per cause (notes/incidents.md A1, "Dedupe").
enum IncidentGrouping {
  /// Trouble of one kind at several platforms that began within this time is taken for one cause.
  static let sharedWithin = TimeSpan.minutes(10)

  /// Whether `trouble` belongs to `incident`, and why.
  ///
  /// The same platform; the same kind elsewhere at about the same time; or what fleeing traffic brought along.
  /// Wrong answers never join an outage, nor an outage wrong answers.
  static func reason(_ trouble: Trouble, _ incident: Incident, _ state: State) -> String? {
    guard let cause = incident.cause else { return reasonToJoinDeclared(trouble, incident) }
    guard (cause == .quality) == (trouble.cause == .quality) else { return nil }
    let platform = trouble.series.platform
    if incident.platforms.contains(platform) { return "also failing" }
    if trouble.cause == cause,
      (trouble.firstBad - incident.impactBefore).magnitude <= sharedWithin
    {
      return "failing alike"
    }
    let fled = state.control.activeSince.map { $0 >= incident.impactBefore } ?? false
    guard platform == state.control.active, fled, trouble.cause.comesWithLoad, cause != .access else {
      return nil
    }
    return "failing under the moved traffic"
  }

  /// What a person declared is explained by the first trouble near it, and by more at the same platform.
  private static func reasonToJoinDeclared(_ trouble: Trouble, _ incident: Incident) -> String? {
    if incident.platforms.contains(trouble.series.platform) { return "also failing" }
    let isNear = (trouble.firstBad - incident.openedAt).magnitude <= sharedWithin
    return incident.series.isEmpty && isNear ? "explained by" : nil
  }

  /// Takes what belongs together with the earliest trouble out of `troubles`.
  static func takeFirst(_ troubles: [Trouble], _ state: State) -> [Trouble] {
    guard let first = troubles.min(by: { $0.firstBad < $1.firstBad }) else { return [] }
    return troubles.filter { trouble in
      if (first.cause == .quality) != (trouble.cause == .quality) { return false }
      if first.series.platform == trouble.series.platform { return true }
      return first.cause == trouble.cause && (trouble.firstBad - first.firstBad).magnitude <= sharedWithin
    }
  }
}
