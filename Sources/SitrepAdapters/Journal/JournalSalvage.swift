import FoundationEssentials
package import SitrepCore

/// Begins a journal anew with what can still be read of one that is damaged.
///
/// The damaged file stays, under another name. The newest checkpoint holds what is in force: open incidents,
/// breakers, the route; an anchor in the new chain stands for the events that only the old file has.
package enum JournalSalvage {
  package struct Outcome: Sendable {
    package let journal: SQLiteJournal
    /// Where the damaged file is now.
    package let damaged: String
    /// Newest event that could be taken over; 0 when nothing could be read.
    package let through: Int64
  }

  /// Moves the journal at `file` and SQLite's files beside it away, and makes a new one in its place.
  package static func run(_ file: String, at now: Instant) async throws -> Outcome {
    let damaged = "\(file).damaged-\(Timestamp.basic(now))"
    for suffix in ["", "-wal", "-shm"] where SafeFile.exists(file + suffix) {
      try SafeFile.move(file + suffix, to: damaged + suffix)
    }
    let found = Remains(damaged)
    SafeFile.makePrivateFile(file)
    if let checkpoint = found.checkpoint { try begin(file, with: checkpoint, hash: found.hash) }
    let journal = try SQLiteJournal(file: file)
    try await journal.append(found.tail, durable: true)
    return Outcome(journal: journal, damaged: damaged, through: await journal.newestSequence())
  }

  private static func begin(_ file: String, with state: State, hash: [UInt8]) throws {
    let database = try Database(file: file, access: .writer)
    try JournalSchema.migrate(database)
    let bytes = try CanonicalJSON.encode(state)
    let anchor = try Statement(
      "INSERT INTO anchors (first, last, at, prev_hash, hash) VALUES (1, ?, ?, ?, ?)", in: database,
      operation: "begin anew")
    try anchor.bind(state.sequence, at: 1)
    try anchor.bind(state.at.nanoseconds, at: 2)
    try anchor.bind(HashChain.origin, at: 3)
    try anchor.bind(hash, at: 4)
    _ = try anchor.step()
    let checkpoint = try Statement(
      "INSERT INTO checkpoints (seq, fold_version, at, state) VALUES (?, ?, ?, ?)", in: database,
      operation: "begin anew")
    try checkpoint.bind(state.sequence, at: 1)
    try checkpoint.bind(Int64(State.foldVersion), at: 2)
    try checkpoint.bind(state.at.nanoseconds, at: 3)
    try checkpoint.bind(bytes, at: 4)
    _ = try checkpoint.step()
    try database.run("UPDATE pruning SET through = \(state.sequence)", operation: "begin anew")
  }

  /// What a damaged file still gives; whatever throws ends the reading, not the rescue.
  private struct Remains {
    /// More events than this after a checkpoint are not gone through: the engine is waited for.
    private static let most = 100_000

    var checkpoint: State?
    var tail: [Event] = []
    /// Of the checkpoint's own event; of nobody's when that cannot be read.
    var hash = [UInt8](repeating: 0xFF, count: 32)

    init(_ file: String) {
      guard let database = Remains.open(file) else { return }
      checkpoint = try? Remains.newestCheckpoint(database)
      let through = checkpoint?.sequence ?? 0
      if let stored = try? Remains.hash(of: through, database) { hash = stored }
      try? readTail(database, after: through)
    }

    private static func open(_ file: String) -> Database? {
      for access in [Database.Access.reader, .frozen] {
        guard let database = try? Database(file: file, access: access) else { continue }
        let tables = try? database.integer("SELECT count(*) FROM sqlite_master", operation: "salvage")
        if tables ?? 0 > 0 { return database }
      }
      return nil
    }

    private static func newestCheckpoint(_ database: Database) throws -> State? {
      let rows = try Statement(
        "SELECT state FROM checkpoints WHERE fold_version = ? ORDER BY seq DESC", in: database,
        operation: "salvage")
      try rows.bind(Int64(State.foldVersion), at: 1)
      while try rows.step() {
        if let state = try? JSONDecoder().decode(State.self, from: Data(rows.bytes(0))) { return state }
      }
      return nil
    }

    private static func hash(of sequence: Int64, _ database: Database) throws -> [UInt8]? {
      let rows = try Statement("SELECT hash FROM events WHERE seq = ?", in: database, operation: "salvage")
      try rows.bind(sequence, at: 1)
      guard try rows.step() else { return nil }
      let bytes = rows.bytes(0)
      return bytes.count == 32 ? bytes : nil
    }

    private mutating func readTail(_ database: Database, after sequence: Int64) throws {
      let rows = try Statement(
        "SELECT seq, body FROM events WHERE seq > ? ORDER BY seq", in: database, operation: "salvage")
      try rows.bind(sequence, at: 1)
      var last = sequence
      while try rows.step(), tail.count < Remains.most {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(rows.bytes(1))),
          event.sequence == rows.integer(0), event.sequence > last
        else { continue }
        tail.append(event)
        last = event.sequence
      }
    }
  }
}
