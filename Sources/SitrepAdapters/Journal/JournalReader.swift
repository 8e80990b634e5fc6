package import SitrepCore

/// Reads a journal without writing a byte, for commands that work while no engine runs.
package actor JournalReader {
  private let executor: QueueExecutor
  private let store: JournalStore

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens the journal at `file`; blocks briefly where it is called.
  package init(file: String) throws(JournalError) {
    executor = QueueExecutor(label: "sitrep.journal.reader")
    store = try JournalStore(reading: file)
  }

  package func load() async throws(JournalError) -> (checkpoint: State?, tail: [Event]) {
    try store.load()
  }

  /// The state that the journal folds to.
  package func state() async throws(JournalError) -> State {
    let (checkpoint, tail) = try store.load()
    var state = checkpoint ?? State()
    for event in tail { state.fold(event) }
    return state
  }

  package func events(from first: Int64, to last: Int64) async throws(JournalError) -> [Event] {
    try store.events(from: first, to: last)
  }

  /// Feeds events of some kinds since `start` to a value, one by one, and gives the value.
  package func reduce<Result: Sendable>(
    _ kinds: [String], since start: Instant, into initial: Result,
    _ take: @Sendable (inout Result, Event) -> Void
  ) async throws -> Result {
    var result = initial
    try store.lendDatabase { database in
      try JournalScan(database: database).events(of: kinds, since: start) { take(&result, $0) }
    }
    return result
  }

  /// Feeds attempts by the minute since `start` to a value, and gives the value.
  package func reduceMinutes<Result: Sendable>(
    since start: Instant, into initial: Result,
    _ take: @Sendable (inout Result, SeriesID, Rollup) -> Void
  ) async throws -> Result {
    var result = initial
    try store.lendDatabase { database in
      try JournalScan(database: database).minutes(since: start) { take(&result, $0, $1) }
    }
    return result
  }

  /// What a postmortem of `incident` is drafted from.
  package func story(of incident: Incident) async throws(JournalError) -> [Event] {
    try store.story(of: incident)
  }

  /// The same with the bytes and hashes that the journal holds.
  package func storedStory(of incident: Incident) async throws(JournalError) -> [StoredEvent] {
    try store.storedStory(of: incident)
  }

  /// Sequence of the newest event; 0 when there is none.
  package func newestSequence() async -> Int64 { store.newestSequence }

  package func verify() async throws(JournalError) -> ChainReport {
    try store.verify()
  }
}
