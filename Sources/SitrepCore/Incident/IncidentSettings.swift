/// When an incident moves on by itself, and when people are due.
package struct IncidentSettings: Hashable, Sendable {
  /// Quiet time in *monitoring* after which an incident resolves, or asks when somebody has it.
  package var quietHold: TimeSpan
  /// How often people expect to hear something of a P2 while it is open.
  package var updateEvery: TimeSpan
  /// Of a P1; never slower than a P2.
  package var updateEveryP1: TimeSpan
  package var updateEveryP3: TimeSpan
  /// The same cause again within this time is the same incident.
  package var reopenWithin: TimeSpan
  /// How long "keep it open" is an answer.
  package var askAgain: TimeSpan
  /// When a P4 is due.
  package var calendar: BusinessCalendar

  package static let standard = IncidentSettings(quietHold: .minutes(10), updateEvery: .minutes(30))

  package init(
    quietHold: TimeSpan, updateEvery: TimeSpan, updateEveryP1: TimeSpan = .minutes(15),
    updateEveryP3: TimeSpan = .hours(2), reopenWithin: TimeSpan = .minutes(10),
    askAgain: TimeSpan = .minutes(30), calendar: BusinessCalendar = .standard
  ) {
    self.quietHold = quietHold
    self.updateEvery = updateEvery
    self.updateEveryP1 = updateEveryP1
    self.updateEveryP3 = updateEveryP3
    self.reopenWithin = reopenWithin
    self.askAgain = askAgain
    self.calendar = calendar
  }

  /// By when somebody must have answered what began at `start`.
  package func responseDue(_ severity: Severity, after start: Instant) -> Instant? {
    severity.responseTime.map { start + $0 } ?? calendar.endOfNextBusinessDay(after: start)
  }

  /// By when people expect to hear something after `last`; a P4 has no such rhythm.
  package func updateDue(_ severity: Severity, after last: Instant) -> Instant? {
    updateInterval(severity).map { last + $0 }
  }

  package func updateInterval(_ severity: Severity) -> TimeSpan? {
    switch severity {
    case .p1: min(updateEveryP1, updateEvery)
    case .p2: updateEvery
    case .p3: updateEveryP3
    case .p4: nil
    }
  }
}

extension IncidentSettings: Codable {
  private enum Key: String, CodingKey {
    case quietHold
    case updateEvery
    case updateEveryP1
    case updateEveryP3
    case reopenWithin
    case askAgain
    case calendar
  }

  /// What an older journal does not say is as standard.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      quietHold: try container.decode(TimeSpan.self, forKey: .quietHold),
      updateEvery: try container.decode(TimeSpan.self, forKey: .updateEvery))
    updateEveryP1 = try container.decodeIfPresent(TimeSpan.self, forKey: .updateEveryP1) ?? updateEveryP1
    updateEveryP3 = try container.decodeIfPresent(TimeSpan.self, forKey: .updateEveryP3) ?? updateEveryP3
    reopenWithin = try container.decodeIfPresent(TimeSpan.self, forKey: .reopenWithin) ?? reopenWithin
    askAgain = try container.decodeIfPresent(TimeSpan.self, forKey: .askAgain) ?? askAgain
    calendar = try container.decodeIfPresent(BusinessCalendar.self, forKey: .calendar) ?? calendar
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(quietHold, forKey: .quietHold)
    try container.encode(updateEvery, forKey: .updateEvery)
    try container.encode(updateEveryP1, forKey: .updateEveryP1)
    try container.encode(updateEveryP3, forKey: .updateEveryP3)
    try container.encode(reopenWithin, forKey: .reopenWithin)
    try container.encode(askAgain, forKey: .askAgain)
    try container.encode(calendar, forKey: .calendar)
  }
}
