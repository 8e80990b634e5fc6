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
