import SitrepAdapters
import SitrepCore

/// An incident of six hours made of what a drill recorded: its measurements, over and over at a later time.
///
/// As many events as a real one has with a gateway that reports each second.
struct LongIncident {
  static let count = 24_400
  static let length = TimeSpan.hours(6)

  let incident: Incident
  let state: State
  let now: Instant

  /// Nil when nothing was opened in `recorded`.
  init?(_ recorded: [Event], into journal: SQLiteJournal) async throws {
    guard
      let opened = recorded.firstIndex(where: { if case .incidentOpened = $0.body { true } else { false } })
    else { return nil }
    let start = recorded[opened].at
    let measured = recorded[(opened + 1)...].filter { Retention.isRaw($0.body) }
    guard !measured.isEmpty else { return nil }
    var events = Array(recorded[...opened])
    let step = LongIncident.length.nanoseconds / Int64(LongIncident.count)
    for index in 0..<(LongIncident.count - events.count) {
      let at = start + TimeSpan(nanoseconds: Int64(index + 1) * step)
      events.append(
        measured[index % measured.count].moved(to: at, as: recorded[opened].sequence + Int64(index) + 1))
    }
    var state = State()
    for event in events { state.fold(event) }
    guard let incident = state.incidents.last else { return nil }
    try await journal.append(events, durable: false)
    (self.incident, self.state, now) = (incident, state, state.at)
  }
}

extension Event {
  /// The same at another time, with its attempt.
  func moved(to moment: Instant, as sequence: Int64) -> Event {
    var event = self
    if case .observed(var observation) = body {
      observation.startedAt = moment - (at - observation.startedAt)
      event.body = .observed(observation)
    }
    event.at = moment
    event.sequence = sequence
    return event
  }
}
