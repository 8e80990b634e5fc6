/// Which stretch of the journal tells of an incident.
package enum IncidentStory {
  /// At most so many events before the opening are looked at.
  package static let lookBack: Int64 = 20_000

  /// An hour before the last good attempt: deploys and notes from before it are part of the story.
  package static func start(of incident: Incident) -> Instant {
    (incident.impactAfter ?? incident.impactBefore) - .hours(1)
  }

  /// Five minutes after the resolution; nil while it goes on.
  package static func end(of incident: Incident) -> Instant? { incident.resolvedAt.map { $0 + .minutes(5) } }
}

extension JournalPort {
  /// What a postmortem is drafted from: the incident's time, and later events that are about incidents.
  package func story(of incident: Incident) async throws -> [Event] {
    let (start, end) = (IncidentStory.start(of: incident), IncidentStory.end(of: incident))
    let first = max(1, incident.openedBySequence - IncidentStory.lookBack)
    return try await events(from: first, to: .max).filter { event in
      guard event.sequence >= incident.openedBySequence || event.at >= start else { return false }
      guard let end, event.at > end else { return true }
      switch event.body {
      case .noteAdded, .itemPinned, .itemDropped, .incidentChanged: return true
      default: return false
      }
    }
  }
}
