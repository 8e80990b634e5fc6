/// The journal's tables, as the steps that lead from an empty file to the newest version.
///
/// `PRAGMA user_version` is the number of steps taken. A step that has been released is never edited.
package enum JournalSchema {
  package static let migrations: [String] = [
    // 1: events with their hash chain, checkpoints of the fold, anchors where events were pruned.
    """
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      body BLOB NOT NULL,
      prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    );
    CREATE TABLE checkpoints (
      seq INTEGER NOT NULL,
      fold_version INTEGER NOT NULL,
      at INTEGER NOT NULL,
      state BLOB NOT NULL,
      PRIMARY KEY (fold_version, seq)
    );
    CREATE TABLE anchors (
      first INTEGER PRIMARY KEY,
      last INTEGER NOT NULL,
      at INTEGER NOT NULL,
      prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    );
    """,
    // Roll-ups of pruned attempts, how far pruning has come, and a short way to the incidents it spares.
    """
    CREATE TABLE rollups (
      minute INTEGER NOT NULL,
      series TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (minute, series)
    ) WITHOUT ROWID;
    CREATE TABLE pruning (through INTEGER NOT NULL);
    INSERT INTO pruning (through) VALUES (0);
    CREATE INDEX incident_events ON events (kind, seq) WHERE kind IN ('incident-opened', 'incident-changed');
    """,
  ]

  package static var version: Int { migrations.count }

  /// Brings `database` to the newest version, each step in a transaction of its own.
  package static func migrate(_ database: Database, steps: [String] = migrations) throws(JournalError) {
    var present = try checkedVersion(of: database, known: steps.count)
    while present < steps.count {
      try database.run("BEGIN IMMEDIATE", operation: "migrate")
      do throws(JournalError) {
        try database.run(steps[present], operation: "migrate")
        try database.run("PRAGMA user_version = \(present + 1); COMMIT", operation: "migrate")
      } catch {
        if database.isInTransaction { try? database.run("ROLLBACK", operation: "migrate") }
        throw error
      }
      present += 1
    }
  }

  /// The file's version, refused when it is newer than what this program knows.
  package static func checkedVersion(
    of database: Database, known: Int = version
  ) throws(JournalError) -> Int {
    let present = Int(try database.integer("PRAGMA user_version", operation: "open"))
    guard present <= known else {
      throw JournalError(
        .newerSchema, file: database.file, operation: "open",
        detail: "it has schema version \(present), this sitrep knows up to \(known)")
    }
    return present
  }
}
