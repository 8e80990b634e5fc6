package import SitrepCore

/// The journal of one state directory, for its one writer.
///
/// Runs on a thread of its own: SQLite and the disk never hold up anything else.
package actor SQLiteJournal: JournalPort {
  private let executor: QueueExecutor
  private let store: JournalStore

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens or creates the journal at `file`; hold the `JournalLock` of its directory before.
  ///
  /// The one blocking call made where it is called: do it at start, or from a thread that may wait.
  package init(file: String) throws(JournalError) {
    executor = QueueExecutor(label: "sitrep.journal")
    store = try JournalStore(writing: file)
  }

  /// Sequence of the newest event; 0 when there is none.
  package func newestSequence() async -> Int64 { store.newestSequence }

  package func load() async throws -> (checkpoint: State?, tail: [Event]) {
    try store.load()
  }

  package func append(_ events: [Event], durable: Bool) async throws {
    try store.append(events, durable: durable)
  }

  package func saveCheckpoint(_ state: State) async throws {
    try store.save(state)
  }

  package func events(from first: Int64, to last: Int64) async throws -> [Event] {
    try store.events(from: first, to: last)
  }

  package func prune(_ retention: Retention, at now: Instant) async throws -> Bool {
    try store.lendDatabase { database in
      try JournalPruning(database: database, retention: retention, now: now).run()
    }
  }

  package func story(of incident: Incident) async throws -> [Event] {
    try store.story(of: incident)
  }

  package func verify() async throws -> ChainReport {
    try store.verify()
  }

  /// Lends the connection on the journal's own thread, for repairs and for tests that look below it.
  package func withDatabase<Result: Sendable>(
    _ body: @Sendable (Database) throws -> Result
  ) async throws -> Result {
    try store.lendDatabase(to: body)
  }
}
