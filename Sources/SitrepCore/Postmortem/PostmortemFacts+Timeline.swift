/// The timeline table: the same lines as on the screen, each with its event, by the time it tells of.
extension PostmortemFacts {
  /// Longer ones keep what opened and closed them; the middle stands in the journal.
  private static let mostRows = 2000

  var timeline: [String] {
    let rows = telling.rows.sorted { ($0.at, $0.sequence) < ($1.at, $1.sequence) }
    guard let first = rows.first, let last = rows.last else { return ["Nothing is recorded."] }
    let isOneDay = Timestamp.date(first.at) == Timestamp.date(last.at)
    let time = isOneDay ? "time, \(Timestamp.date(first.at))" : "time"
    let half = PostmortemFacts.mostRows / 2
    let isLong = rows.count > PostmortemFacts.mostRows
    let kept = isLong ? Array(rows.prefix(half) + rows.suffix(half)) : rows
    let table = Markdown.table(
      [time, "source", "actor", "event", "id"],
      kept.map { row in
        [
          isOneDay ? Timestamp.clock(row.at) : Timestamp.rfc3339(row.at), row.source.rawValue,
          row.actor.map { Markdown.escape($0.name) } ?? "–", Markdown.escape(row.text), "E\(row.sequence)",
        ]
      })
    guard isLong else { return table }
    return table + [
      "",
      "\(rows.count - kept.count) of \(rows.count) lines in the middle are left out; "
        + "`sitrep timeline \(incident.name)` has them all.",
    ]
  }
}
