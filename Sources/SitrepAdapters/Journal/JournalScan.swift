import SitrepCore

/// Runs over a long stretch of the journal without holding it in memory.
///
/// Of an attempt only what rules look at is read, by SQLite's own JSON functions, which is many times
/// faster than decoding every event.
struct JournalScan {
  let database: Database

  private static let operation = "read events"

  /// Events of these kinds since `start`, in order; a row that cannot be read is passed over.
  func events(of kinds: [String], since start: Instant, _ take: (Event) -> Void) throws(JournalError) {
    let names = kinds.map { "'\($0)'" }.joined(separator: ", ")
    let rows = try Statement(
      """
      SELECT seq, at, kind,
        CASE WHEN kind = 'observed' AND json_valid(text) THEN 1 ELSE 0 END,
        CASE WHEN kind = 'observed' THEN NULL ELSE body END,
        \(JournalScan.columns.map { "CASE WHEN kind = 'observed' AND json_valid(text) THEN json_extract(text, '$.body.\($0)') END" }.joined(separator: ", "))
      FROM (SELECT seq, at, kind, body, CASE WHEN kind = 'observed' THEN CAST(body AS TEXT) END AS text
        FROM events WHERE at >= ? AND kind IN (\(names))) ORDER BY seq
      """, in: database, operation: JournalScan.operation)
    try rows.bind(start.nanoseconds, at: 1)
    var series: [String: SeriesID] = [:]
    while try rows.step() {
      if rows.integer(3) == 1 {
        if let event = attempt(rows, &series) { take(event) }
      } else if let event = try? QuickJSON.decode(Event.self, from: rows.bytes(4)) {
        take(event)
      }
    }
  }

  private static let columns = [
    "series", "purpose", "startedAt", "outcome", "status", "phases.total", "phases.firstToken",
  ]

  private func attempt(_ row: Statement, _ known: inout [String: SeriesID]) -> Event? {
    let name = row.text(5)
    if known[name] == nil { known[name] = try? QuickJSON.decode(SeriesID.self, from: Array(name.utf8)) }
    guard let series = known[name], let purpose = ProbePurpose(rawValue: row.text(6)),
      let outcome = Outcome(rawValue: row.text(8))
    else { return nil }
    func span(_ column: Int32) -> TimeSpan? {
      let nanoseconds = row.integer(column)
      return nanoseconds > 0 ? TimeSpan(nanoseconds: nanoseconds) : nil
    }
    let status = row.integer(9)
    return Event(
      sequence: row.integer(0), at: Instant(nanoseconds: row.integer(1)), source: .probe,
      body: .observed(
        Observation(
          series: series, purpose: purpose, startedAt: Instant(nanoseconds: row.integer(7)),
          phases: Phases(firstToken: span(11), total: span(10)), outcome: outcome,
          status: (1...999).contains(status) ? Int(status) : nil)))
  }

  /// Attempts by the minute, oldest first: roll-ups where the attempts were pruned, and what is left of them.
  ///
  /// One minute may come in several parts.
  func minutes(since start: Instant, _ take: (SeriesID, Rollup) -> Void) throws(JournalError) {
    var rollups = try RollupRows(database, since: start)
    var trouble: JournalError?
    try events(of: ["observed"], since: start) { event in
      guard trouble == nil, case .observed(let observation) = event.body, observation.purpose == .scheduled
      else { return }
      var rollup = Rollup(number: SeriesHistory.minute(of: observation.startedAt))
      let latency = observation.outcome.isFailure ? nil : observation.latency
      rollup.take(observation.outcome, latency: latency, isUnsure: false)
      do throws(JournalError) { try rollups.drain(through: rollup.number, take) } catch { trouble = error }
      take(observation.series, rollup)
    }
    if let trouble { throw trouble }
    try rollups.drain(through: .max, take)
  }
}

/// The stored roll-ups in their order, read as far as they are wanted.
private struct RollupRows {
  private let rows: Statement?
  private var known: [String: SeriesID] = [:]
  private var next: (id: SeriesID, rollup: Rollup)?

  init(_ database: Database, since start: Instant) throws(JournalError) {
    // A journal that no engine of this version has opened has no such table.
    let tables = try database.integer(
      "SELECT count(*) FROM sqlite_master WHERE name = 'rollups'", operation: "read minutes")
    guard tables > 0 else {
      rows = nil
      return
    }
    rows = try Statement(
      "SELECT minute, series, body FROM rollups WHERE minute >= ? ORDER BY minute", in: database,
      operation: "read minutes")
    try rows?.bind(Int64(SeriesHistory.minute(of: start)), at: 1)
    next = try read()
  }

  /// Gives what is no newer than `minute`.
  mutating func drain(through minute: Int, _ take: (SeriesID, Rollup) -> Void) throws(JournalError) {
    while let (id, rollup) = next, rollup.number <= minute {
      take(id, rollup)
      next = try read()
    }
  }

  /// The next row that can be read.
  private mutating func read() throws(JournalError) -> (SeriesID, Rollup)? {
    guard let rows else { return nil }
    while try rows.step() {
      let name = rows.text(1)
      if known[name] == nil { known[name] = try? QuickJSON.decode(SeriesID.self, from: Array(name.utf8)) }
      var reader = VariableLengthReader(rows.text(2))
      if let id = known[name], let rollup = Rollup(from: &reader, after: Int(rows.integer(0))) {
        return (id, rollup)
      }
    }
    return nil
  }
}
