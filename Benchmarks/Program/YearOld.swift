import SitrepAdapters
import SitrepCore

/// A journal as an engine leaves it that has run for a year: two weeks of measurements, and every decision
/// and incident since the beginning, with a checkpoint at the end.
enum YearOld {
  /// Four series every 30 s with their pages and checks, as pruning leaves them.
  private static let measuredDays = 14
  private static let measuredADay = 24 * 60 * 12
  /// One incident a day, each with its changes of breaker and route.
  private static let days = 365

  /// Writes the journal that `recorded` is repeated into, ending at `end`; says how many events it has.
  static func write(_ recorded: [Event], to journal: SQLiteJournal, ending end: Instant) async throws -> Int {
    var writer = Writer(journal: journal)
    let decisions = recorded.filter { !Retention.isRaw($0.body) }.map(live)
    let measured = recorded.filter { Retention.isRaw($0.body) }
    guard let start = decisions.first?.at, !measured.isEmpty else { return 0 }
    for day in 0..<days {
      let morning = end - .hours(Int64(24 * (days - day)))
      for decision in decisions { try await writer.add(decision, at: morning + (decision.at - start)) }
      try await writer.resolve(at: morning + .minutes(20))
      guard days - day <= measuredDays else { continue }
      let step = TimeSpan.hours(23).nanoseconds / Int64(measuredADay)
      for index in 0..<measuredADay {
        let moment = morning + .minutes(30) + TimeSpan(nanoseconds: Int64(index) * step)
        try await writer.add(measured[index % measured.count], at: moment)
      }
    }
    try await writer.close()
    return writer.written
  }

  /// The events are a drill's; an engine that is none takes no journal of one.
  private static func live(_ event: Event) -> Event {
    guard case .settingsAdopted(var settings) = event.body else { return event }
    settings.mode = .live
    var event = event
    event.body = .settingsAdopted(settings)
    return event
  }

  private struct Writer {
    let journal: SQLiteJournal
    var written = 0
    private var state = State()
    private var batch: [Event] = []

    init(journal: SQLiteJournal) { self.journal = journal }

    mutating func add(_ event: Event, at moment: Instant) async throws {
      written += 1
      let moved = event.moved(to: moment, as: Int64(written))
      state.fold(moved)
      batch.append(moved)
      if batch.count == 500 { try await flush() }
    }

    mutating func resolve(at moment: Instant) async throws {
      guard let open = state.openIncident else { return }
      let change = IncidentChange(number: open.number, change: .resolved, reason: "over")
      try await add(
        Event(sequence: 0, at: moment, source: .policy, body: .incidentChanged(change)), at: moment)
    }

    mutating func close() async throws {
      try await flush()
      try await journal.saveCheckpoint(state)
    }

    private mutating func flush() async throws {
      try await journal.append(batch, durable: false)
      batch = []
    }
  }
}
