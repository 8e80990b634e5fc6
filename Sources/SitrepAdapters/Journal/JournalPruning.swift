import SitrepCore

/// Lets go of old raw events, portion by portion: a roll-up takes the place of attempts, and an anchor with
/// its hashes the place of each run of events, so that the chain holds.
struct JournalPruning {
  let database: Database
  let retention: Retention
  let now: Instant

  private static let operation = "prune"

  /// One event of the journal as it is stored.
  private struct Row {
    var sequence: Int64
    var at: Instant
    var body: [UInt8]
    var previous: [UInt8]
    var hash: [UInt8]
  }

  /// Events in a row that go together.
  private struct Run {
    var first: Int64
    var last: Int64
    var at: Instant
    var previous: [UInt8]
    var hash: [UInt8]
  }

  /// Prunes one portion in one transaction; whether there is more.
  func run() throws(JournalError) -> Bool {
    try dropMinutes()
    let rows = try portion()
    guard let last = rows.last else { return false }
    let spared = try stretches()
    var runs: [Run] = []
    var rollups: [RollupKey: Rollup] = [:]
    for row in rows {
      guard let event = try? QuickJSON.decode(Event.self, from: row.body), Retention.isRaw(event.body),
        row.at <= now, !spared.contains(row.at)
      else { continue }
      add(row, to: &runs)
      if case .observed(let observation) = event.body { sumUp(observation, in: &rollups) }
    }
    try database.run("BEGIN IMMEDIATE", operation: JournalPruning.operation)
    do throws(JournalError) {
      for run in runs { try replace(run) }
      for (key, rollup) in rollups { try keep(rollup, under: key) }
      try database.run("UPDATE pruning SET through = \(last.sequence)", operation: JournalPruning.operation)
      try database.run("COMMIT", operation: JournalPruning.operation)
    } catch {
      if database.isInTransaction { try? database.run("ROLLBACK", operation: JournalPruning.operation) }
      throw error
    }
    return rows.count == retention.portion
  }

  /// The next events that are old enough and that every kept checkpoint has behind it.
  private func portion() throws(JournalError) -> [Row] {
    let statement = try Statement(
      """
      SELECT seq, at, body, prev_hash, hash FROM events
      WHERE seq > (SELECT through FROM pruning) AND seq <= (SELECT coalesce(min(seq), 0) FROM checkpoints)
      ORDER BY seq LIMIT ?
      """, in: database, operation: JournalPruning.operation)
    try statement.bind(Int64(retention.portion), at: 1)
    var rows: [Row] = []
    let cutoff = now - retention.raw
    while try statement.step() {
      let at = Instant(nanoseconds: statement.integer(1))
      // What a clock that ran ahead wrote must not hold up what comes after it.
      guard at < cutoff || at > now else { break }
      rows.append(
        Row(
          sequence: statement.integer(0), at: at, body: statement.bytes(2), previous: statement.bytes(3),
          hash: statement.bytes(4)))
    }
    return rows
  }

  private func stretches() throws(JournalError) -> IncidentStretches {
    let statement = try Statement(
      """
      SELECT at, body FROM events WHERE kind IN ('incident-opened', 'incident-changed') ORDER BY seq
      """, in: database, operation: JournalPruning.operation)
    var stretches = IncidentStretches(retention)
    while try statement.step() {
      guard let event = try? QuickJSON.decode(Event.self, from: statement.bytes(1)) else { continue }
      stretches.take(event.body, at: Instant(nanoseconds: statement.integer(0)))
    }
    return stretches
  }

  private func add(_ row: Row, to runs: inout [Run]) {
    if let last = runs.last, last.hash == row.previous {
      runs[runs.count - 1].last = row.sequence
      runs[runs.count - 1].at = row.at
      runs[runs.count - 1].hash = row.hash
    } else {
      runs.append(
        Run(first: row.sequence, last: row.sequence, at: row.at, previous: row.previous, hash: row.hash))
    }
  }

  /// Deletes a run and leaves its anchor, grown together with the one before where nothing lies between.
  private func replace(_ run: Run) throws(JournalError) {
    let deletion = try Statement(
      "DELETE FROM events WHERE seq BETWEEN ? AND ?", in: database, operation: JournalPruning.operation)
    try deletion.bind(run.first, at: 1)
    try deletion.bind(run.last, at: 2)
    _ = try deletion.step()
    let newest = try Statement(
      "SELECT first, hash FROM anchors ORDER BY first DESC LIMIT 1", in: database,
      operation: JournalPruning.operation)
    let joins = try newest.step() && newest.bytes(1) == run.previous
    let first = joins ? newest.integer(0) : run.first
    newest.reset()
    let statement = try Statement(
      joins
        ? "UPDATE anchors SET last = ?2, at = ?3, hash = ?5 WHERE first = ?1 AND ?4 IS NOT NULL"
        : "INSERT INTO anchors (first, last, at, prev_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
      in: database, operation: JournalPruning.operation)
    try statement.bind(first, at: 1)
    try statement.bind(run.last, at: 2)
    try statement.bind(run.at.nanoseconds, at: 3)
    try statement.bind(run.previous, at: 4)
    try statement.bind(run.hash, at: 5)
    _ = try statement.step()
  }

  // MARK: Roll-ups

  private struct RollupKey: Hashable {
    var minute: Int
    var series: SeriesID
  }

  private func sumUp(_ observation: Observation, in rollups: inout [RollupKey: Rollup]) {
    guard observation.purpose == .scheduled else { return }
    let key = RollupKey(
      minute: SeriesHistory.minute(of: observation.startedAt), series: observation.series)
    let latency = observation.outcome.isFailure ? nil : observation.latency
    rollups[key, default: Rollup(number: key.minute)].take(
      observation.outcome, latency: latency, isUnsure: false)
  }

  /// A portion may end within a minute, whose first half then is there already.
  private func keep(_ rollup: Rollup, under key: RollupKey) throws(JournalError) {
    guard let name = try? CanonicalJSON.encode(key.series) else { return }
    let series = String(decoding: name, as: UTF8.self)
    let reading = try Statement(
      "SELECT body FROM rollups WHERE minute = ? AND series = ?", in: database,
      operation: JournalPruning.operation)
    try reading.bind(Int64(key.minute), at: 1)
    try reading.bind(series, at: 2)
    var whole = rollup
    if try reading.step() {
      var reader = VariableLengthReader(reading.text(0))
      if let earlier = Rollup(from: &reader, after: key.minute) { whole.merge(earlier) }
      reading.reset()
    }
    var text = VariableLengthText()
    whole.write(to: &text, after: key.minute)
    let writing = try Statement(
      "INSERT OR REPLACE INTO rollups (minute, series, body) VALUES (?, ?, ?)", in: database,
      operation: JournalPruning.operation)
    try writing.bind(Int64(key.minute), at: 1)
    try writing.bind(series, at: 2)
    try writing.bind(text.text, at: 3)
    _ = try writing.step()
  }

  private func dropMinutes() throws(JournalError) {
    let deletion = try Statement(
      "DELETE FROM rollups WHERE minute < ?", in: database, operation: JournalPruning.operation)
    try deletion.bind(Int64(SeriesHistory.minute(of: now - retention.minutes)), at: 1)
    _ = try deletion.step()
  }
}
