/// How long the journal keeps what was measured; decisions, acts and incidents are kept for ever.
package struct Retention: Hashable, Sendable {
  /// Raw attempts, checks, unchanged pages and reports of traffic.
  package var raw: TimeSpan
  /// Attempts summed up by the minute.
  package var minutes: TimeSpan
  /// What is kept raw for ever before the impact of an incident and after its resolution.
  package var lead: TimeSpan
  package var tail: TimeSpan
  /// Most events of one portion, so that nobody waits long behind it.
  package var portion: Int

  /// 14 and 90 days (DESIGN section 5, binding 4).
  package static let standard = Retention(
    raw: .hours(14 * 24), minutes: .hours(90 * 24), lead: .hours(1), tail: .minutes(15), portion: 2000)

  package init(raw: TimeSpan, minutes: TimeSpan, lead: TimeSpan, tail: TimeSpan, portion: Int) {
    self.raw = raw
    self.minutes = minutes
    self.lead = lead
    self.tail = tail
    self.portion = portion
  }

  /// Whether an event says nothing that a roll-up does not say as well.
  package static func isRaw(_ body: EventBody) -> Bool {
    switch body {
    case .observed, .controlObserved, .trafficMeasured: return true
    case .feedRead(let report):
      if case .unchanged = report.result { return report.history?.incidents == nil }
      return false
    default: return false
    }
  }
}

/// The stretches around incidents, of which nothing is pruned: their postmortems are made from it.
package struct IncidentStretches: Sendable {
  private var stretches: [(start: Instant, end: Instant?)] = []
  private var numbers: [Int: Int] = [:]
  private let retention: Retention

  package init(_ retention: Retention) {
    self.retention = retention
  }

  /// Takes the events of incidents in their order.
  package mutating func take(_ body: EventBody, at moment: Instant) {
    switch body {
    case .incidentOpened(let incident):
      numbers[stretches.count + 1] = stretches.count
      let impact = incident.impactAfter.map { min($0, incident.impactBefore) } ?? incident.impactBefore
      stretches.append((min(impact, moment) - retention.lead, nil))
    case .incidentChanged(let change):
      guard let index = numbers[change.number] else { return }
      switch change.change {
      case .resolved: stretches[index].end = moment + retention.tail
      case .reopened: stretches[index].end = nil
      default: break
      }
    default: break
    }
  }

  package func contains(_ moment: Instant) -> Bool {
    stretches.contains { stretch in moment >= stretch.start && stretch.end.map { moment <= $0 } ?? true }
  }
}
