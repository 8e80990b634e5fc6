import FoundationEssentials
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
        FROM events WHERE at >= ? AND kind IN (\(names)) ORDER BY seq)
      """, in: database, operation: JournalScan.operation)
    try rows.bind(start.nanoseconds, at: 1)
    let decoder = JSONDecoder()
    var series: [String: SeriesID] = [:]
    while try rows.step() {
      if rows.integer(3) == 1 {
        if let event = attempt(rows, &series, decoder) { take(event) }
      } else if let event = try? decoder.decode(Event.self, from: Data(rows.bytes(4))) {
        take(event)
      }
    }
  }

  private static let columns = [
    "series", "purpose", "startedAt", "outcome", "status", "phases.total", "phases.firstToken",
  ]

  private func attempt(
    _ row: Statement, _ known: inout [String: SeriesID], _ decoder: JSONDecoder
  ) -> Event? {
    let name = row.text(5)
    if known[name] == nil { known[name] = try? decoder.decode(SeriesID.self, from: Data(name.utf8)) }
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

  /// Minutes of attempts that were pruned, oldest first.
  func rollups(since start: Instant, _ take: (SeriesID, Rollup) -> Void) throws(JournalError) {
    // A journal that no engine of this version has opened has no such table.
    let tables = try database.integer(
      "SELECT count(*) FROM sqlite_master WHERE name = 'rollups'", operation: JournalScan.operation)
    guard tables > 0 else { return }
    let rows = try Statement(
      "SELECT minute, series, body FROM rollups WHERE minute >= ? ORDER BY minute", in: database,
      operation: JournalScan.operation)
    try rows.bind(Int64(SeriesHistory.minute(of: start)), at: 1)
    let decoder = JSONDecoder()
    var series: [String: SeriesID] = [:]
    while try rows.step() {
      let name = rows.text(1)
      if series[name] == nil { series[name] = try? decoder.decode(SeriesID.self, from: Data(name.utf8)) }
      var reader = VariableLengthReader(rows.text(2))
      guard let id = series[name], let rollup = Rollup(from: &reader, after: Int(rows.integer(0))) else {
        continue
      }
      take(id, rollup)
    }
  }
}
