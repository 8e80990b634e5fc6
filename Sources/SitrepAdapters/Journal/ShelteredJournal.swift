package import SitrepCore

/// A journal whose disk takes nothing: it goes on in memory, and moves to the disk once that takes it.
///
/// What the disk holds from before is read as far as it can be.
package actor ShelteredJournal: JournalPort {
  /// The journal on disk, opened for writing, with the lock that makes it ours.
  package struct Home: Sendable {
    let journal: SQLiteJournal
    let lock: JournalLock

    package init(journal: SQLiteJournal, lock: JournalLock) {
      self.journal = journal
      self.lock = lock
    }
  }

  private let executor = QueueExecutor(label: "sitrep.journal.shelter")
  private let memory: SQLiteJournal
  private let earlier: JournalReader?
  private let reason: CleanText
  private let open: @Sendable () throws -> Home
  private var home: Home?

  /// A day of single measurements is what memory has room for.
  private static let retention = Retention(
    raw: .hours(24), minutes: .hours(14 * 24), lead: .hours(1), tail: .minutes(15), portion: 2000)
  /// Events carried to the disk in one transaction.
  private static let load = Int64(1000)

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Begins in memory, after what can be read of `file`.
  ///
  /// - Parameters:
  ///   - file: the journal on the disk that takes nothing; it need not exist.
  ///   - reason: why the disk takes nothing, in words.
  ///   - open: opens the disk's journal for writing, or throws as long as that cannot be; may block briefly.
  /// - Throws: When there is no memory for a journal.
  package init(
    after file: String, because reason: CleanText, open: @escaping @Sendable () throws -> Home
  ) throws(JournalError) {
    memory = try SQLiteJournal(file: Database.memory)
    earlier = try? JournalReader(file: file)
    self.reason = reason
    self.open = open
  }

  package func caveat() async -> CleanText? {
    home == nil ? CleanText("KEPT IN MEMORY ONLY, lost when the engine ends: \(reason)") : nil
  }

  package func load() async throws -> (checkpoint: State?, tail: [Event]) {
    guard let earlier, let held = try? await earlier.load() else { return (nil, []) }
    return held
  }

  package func append(_ events: [Event], durable: Bool) async throws {
    try await (home?.journal ?? memory).append(events, durable: durable)
  }

  package func saveCheckpoint(_ state: State) async throws {
    await moveIn()
    try await (home?.journal ?? memory).saveCheckpoint(state)
  }

  package func events(from first: Int64, to last: Int64) async throws -> [Event] {
    if let home { return try await home.journal.events(from: first, to: last) }
    let before = try? await earlier?.events(from: first, to: last)
    return (before ?? []) + (try await memory.events(from: first, to: last))
  }

  package func story(of incident: Incident) async throws -> [Event] {
    if let home { return try await home.journal.story(of: incident) }
    let before = try? await earlier?.story(of: incident)
    return (before ?? []) + (try await memory.story(of: incident))
  }

  package func prune(_ retention: Retention, at now: Instant) async throws -> Bool {
    if let home { return try await home.journal.prune(retention, at: now) }
    return try await memory.prune(Self.retention, at: now)
  }

  /// Carries everything to the disk, in order; what is there after a failure half-way is gone on from.
  private func moveIn() async {
    guard home == nil, let found = try? open() else { return }
    let known = await earlier?.newestSequence() ?? 0
    var through = await found.journal.newestSequence()
    let newest = await memory.newestSequence()
    // Somebody else wrote there meanwhile: two stories must not be mixed.
    guard through >= known, through <= newest || newest == 0 else { return }
    do {
      while through < newest {
        let portion = try await memory.events(from: through + 1, to: through + Self.load)
        try await found.journal.append(portion, durable: true)
        through += Self.load
      }
    } catch {
      return
    }
    // Appending goes on meanwhile: only when nothing is left behind is the disk our home.
    guard await memory.newestSequence() == newest, home == nil else { return }
    home = found
  }
}
