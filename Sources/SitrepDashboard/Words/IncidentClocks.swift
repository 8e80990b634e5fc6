import SitrepCore
import SitrepTerminal

/// The two clocks of an incident: they count down, and then up in the colour of failure.
enum IncidentClocks {
  /// Of the one who must answer; or the question whether it is over, of the one who has it.
  static func response(_ incident: Incident, at now: Instant) -> Span? {
    if incident.resolveAskedAt != nil, let since = incident.monitoringSince {
      return Span("quiet \(TimeWords.age(now - since)): resolve? i r", .warning)
    }
    guard let due = incident.responseDue else { return nil }
    if due <= now { return Span("ACK LATE \(TimeWords.clock(now - due))", .failing) }
    if due - now > .hours(1) { return Span("ack by \(moment(due))", .warning) }
    return Span("ack in \(TimeWords.clock(due - now))", .warning)
  }

  /// Of those who expect to hear something.
  static func update(_ incident: Incident, at now: Instant) -> Span? {
    guard let due = incident.updateDue else { return nil }
    if due <= now { return Span("UPDATE LATE \(TimeWords.clock(now - due))", .failing) }
    let isNear = due - now < .minutes(5)
    return Span("update in \(TimeWords.clock(due - now))", isNear ? .warning : .dim)
  }

  /// "Mon 17:00Z".
  private static func moment(_ due: Instant) -> String {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return "\(days[CivilTime(due).weekday]) \(TimeWords.minute(due))"
  }
}
