import SitrepCore

/// The journal's tables and what is done with them; each call may block, so an actor on its own thread owns it.
final class JournalStore {
  private let database: Database
  private let chain = HashChain()
  private var insertion: Statement?
  /// Newest event and its hash.
  private var tip: (sequence: Int64, hash: [UInt8])
  private var isFullySynchronous = false

  /// Opens for appending; makes the file, or brings an older one up to date.
  init(writing file: String) throws(JournalError) {
    // SQLite gives its write-ahead log and shared memory the rights of the file itself.
    if file != Database.memory { SafeFile.makePrivateFile(file) }
    database = try Database(file: file, access: .writer)
    tip = (0, HashChain.origin)
    _ = try JournalSchema.checkedVersion(of: database)
    try database.run(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;
      PRAGMA foreign_keys = ON
      """, operation: "open")
    try JournalSchema.migrate(database)
    tip = try readTip()
    insertion = try Statement(
      "INSERT INTO events (seq, at, kind, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?)", in: database,
      operation: "append")
  }

  /// Opens for reading only; writes nothing, whether an engine runs or not.
  init(reading file: String) throws(JournalError) {
    database = try JournalStore.openReader(file)
    tip = (0, HashChain.origin)
    let version = try JournalSchema.checkedVersion(of: database)
    guard version > 0 else {
      throw JournalError(.missing, file: file, operation: "open", detail: "it holds no journal yet")
    }
    tip = try readTip()
  }

  private static func openReader(_ file: String) throws(JournalError) -> Database {
    let database = try Database(file: file, access: .reader)
    do throws(JournalError) {
      _ = try database.integer("SELECT count(*) FROM sqlite_master", operation: "open")
      return database
    } catch {
      guard error.code != .corrupt else { throw error }
      return try Database(file: file, access: .frozen)
    }
  }

  private func readTip() throws(JournalError) -> (Int64, [UInt8]) {
    let newest = try Statement(
      """
      SELECT seq, hash FROM (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1)
      UNION ALL SELECT last, hash FROM (SELECT last, hash FROM anchors ORDER BY last DESC LIMIT 1)
      ORDER BY 1 DESC LIMIT 1
      """, in: database, operation: "open")
    guard try newest.step() else { return (0, HashChain.origin) }
    return (newest.integer(0), newest.bytes(1))
  }

  var newestSequence: Int64 { tip.sequence }

  func lendDatabase<Result>(to body: (Database) throws -> Result) rethrows -> Result {
    try body(database)
  }

  // MARK: Appending

  /// Appends all or none; `durable` returns after the bytes are on the disk.
  func append(_ events: [Event], durable: Bool) throws {
    guard !events.isEmpty else { return }
    let bodies = try events.map { try CanonicalJSON.encode($0) }
    try setSynchronous(full: durable)
    tip = try transaction("append") { () throws(JournalError) in
      var tip = self.tip
      for (event, body) in zip(events, bodies) { tip = try insert(event, body, after: tip) }
      return tip
    }
  }

  private func insert(
    _ event: Event, _ body: [UInt8], after tip: (sequence: Int64, hash: [UInt8])
  ) throws(JournalError) -> (sequence: Int64, hash: [UInt8]) {
    guard let insertion else {
      throw JournalError(
        .readOnly, file: database.file, operation: "append", detail: "it was opened for reading")
    }
    guard event.sequence > tip.sequence else {
      throw JournalError(
        .outOfOrder, file: database.file, operation: "append",
        detail: "event \(event.sequence) does not come after \(tip.sequence)")
    }
    let hash = chain.hash(after: tip.hash, body)
    try insertion.bind(event.sequence, at: 1)
    try insertion.bind(event.at.nanoseconds, at: 2)
    try insertion.bind(event.body.kind, at: 3)
    try insertion.bind(body, at: 4)
    try insertion.bind(tip.hash, at: 5)
    try insertion.bind(hash, at: 6)
    _ = try insertion.step()
    return (event.sequence, hash)
  }

  /// With WAL, FULL syncs the log at each commit (and with it all that was committed before); NORMAL does not.
  private func setSynchronous(full: Bool) throws(JournalError) {
    guard full != isFullySynchronous else { return }
    try database.run("PRAGMA synchronous = \(full ? "FULL" : "NORMAL")", operation: "append")
    isFullySynchronous = full
  }

  private func transaction<Result>(
    _ operation: String, _ body: () throws(JournalError) -> Result
  ) throws(JournalError) -> Result {
    try database.run("BEGIN IMMEDIATE", operation: operation)
    do throws(JournalError) {
      let result = try body()
      try database.run("COMMIT", operation: operation)
      return result
    } catch {
      if database.isInTransaction { try? database.run("ROLLBACK", operation: operation) }
      throw error
    }
  }

  // MARK: Checkpoints

  /// Keeps `state` as the newest checkpoint, and the one before it.
  func save(_ state: State) throws {
    let bytes = try CanonicalJSON.encode(state)
    try transaction("save a checkpoint") { () throws(JournalError) in
      let insertion = try Statement(
        "INSERT OR REPLACE INTO checkpoints (seq, fold_version, at, state) VALUES (?, ?, ?, ?)", in: database,
        operation: "save a checkpoint")
      try insertion.bind(state.sequence, at: 1)
      try insertion.bind(Int64(State.foldVersion), at: 2)
      try insertion.bind(state.at.nanoseconds, at: 3)
      try insertion.bind(bytes, at: 4)
      _ = try insertion.step()
      try database.run(
        """
        DELETE FROM checkpoints WHERE rowid NOT IN
        (SELECT rowid FROM checkpoints ORDER BY seq DESC, fold_version DESC LIMIT 2)
        """, operation: "save a checkpoint")
    }
  }

  /// The newest checkpoint that this fold understands and the events bear out, and every event after it.
  func load() throws(JournalError) -> (checkpoint: State?, tail: [Event]) {
    let checkpoint = try newestCheckpoint()
    return (checkpoint, try events(from: (checkpoint?.sequence ?? 0) + 1, to: .max))
  }

  private func newestCheckpoint() throws(JournalError) -> State? {
    let rows = try Statement(
      "SELECT state FROM checkpoints WHERE fold_version = ? AND seq <= ? ORDER BY seq DESC", in: database,
      operation: "load the checkpoint")
    try rows.bind(Int64(State.foldVersion), at: 1)
    try rows.bind(tip.sequence, at: 2)
    while try rows.step() {
      if let state = try? QuickJSON.decode(State.self, from: rows.bytes(0)) { return state }
    }
    return nil
  }

  // MARK: Reading

  func events(from first: Int64, to last: Int64) throws(JournalError) -> [Event] {
    let rows = try Statement(
      "SELECT seq, at, kind, body FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq", in: database,
      operation: "read events")
    try rows.bind(first, at: 1)
    try rows.bind(last, at: 2)
    return try EventRow.events(of: rows)
  }

  /// What a postmortem is drafted from: the incident's time, and later events that are about incidents.
  func story(of incident: Incident) throws(JournalError) -> [Event] {
    try EventRow.events(of: storyRows(of: incident, columns: "seq, at, kind, body"))
  }

  /// The same as the journal holds it, with its hashes.
  func storedStory(of incident: Incident) throws(JournalError) -> [StoredEvent] {
    let rows = try storyRows(of: incident, columns: "seq, at, kind, body, prev_hash, hash")
    var events: [StoredEvent] = []
    while try rows.step() {
      events.append(
        StoredEvent(
          event: EventRow(rows).event, body: rows.bytes(3), previousHash: rows.bytes(4), hash: rows.bytes(5)))
    }
    return events
  }

  private func storyRows(of incident: Incident, columns: String) throws(JournalError) -> Statement {
    let rows = try Statement(
      """
      SELECT \(columns) FROM events WHERE seq >= ? AND (seq >= ? OR at >= ?)
      AND (at <= ? OR kind IN ('note-added', 'item-pinned', 'item-dropped', 'incident-changed')) ORDER BY seq
      """, in: database, operation: "read an incident")
    let opened = incident.openedBySequence
    try rows.bind(max(1, opened - IncidentStory.lookBack), at: 1)
    try rows.bind(opened, at: 2)
    try rows.bind(IncidentStory.start(of: incident).nanoseconds, at: 3)
    try rows.bind(IncidentStory.end(of: incident)?.nanoseconds ?? .max, at: 4)
    return rows
  }

  /// Walks the whole chain and names the first event that breaks it.
  func verify() throws(JournalError) -> ChainReport {
    var walk = ChainWalk(chain: chain, anchors: try anchors())
    let rows = try Statement(
      "SELECT seq, at, kind, body, prev_hash, hash FROM events ORDER BY seq", in: database,
      operation: "verify")
    while try rows.step() {
      let row = ChainWalk.Row(
        sequence: rows.integer(0), at: rows.integer(1), kind: rows.text(2), body: rows.bytes(3),
        previous: rows.bytes(4), hash: rows.bytes(5))
      walk.take(row, as: try? QuickJSON.decode(Event.self, from: row.body))
      if walk.isBroken { break }
    }
    return walk.report
  }

  private func anchors() throws(JournalError) -> [ChainWalk.Anchor] {
    let rows = try Statement(
      "SELECT last, prev_hash, hash FROM anchors ORDER BY first", in: database, operation: "verify")
    var anchors: [ChainWalk.Anchor] = []
    while try rows.step() {
      anchors.append(
        ChainWalk.Anchor(last: rows.integer(0), previous: rows.bytes(1), hash: rows.bytes(2)))
    }
    return anchors
  }
}
