import Dispatch
import SitrepCore
import Synchronization

/// A row of the journal as it is stored, to be decoded by whoever has the time.
struct EventRow: Sendable {
  let sequence: Int64
  let at: Int64
  let kind: String
  let body: [UInt8]

  /// Of a statement whose first four columns are these.
  init(_ row: Statement) {
    sequence = row.integer(0)
    at = row.integer(1)
    kind = row.text(2)
    body = row.bytes(3)
  }

  /// A row that cannot be decoded stays in its place as an event of unknown content.
  var event: Event {
    if let event = try? QuickJSON.decode(Event.self, from: body), event.sequence == sequence { return event }
    return Event(
      sequence: sequence, at: Instant(nanoseconds: at), source: .engine, body: .unknown(kind: kind))
  }

  /// Rows decoded together, so that a long journal is never in memory as text.
  private static let portion = 4096
  /// Fewer are not worth a second thread.
  private static let many = 512

  /// Every event that a statement finds.
  ///
  /// Blocks; call it on a thread of one's own.
  static func events(of statement: Statement) throws(JournalError) -> [Event] {
    var events: [Event] = []
    var rows: [EventRow] = []
    while try statement.step() {
      rows.append(EventRow(statement))
      guard rows.count == portion else { continue }
      events += decoded(rows)
      rows.removeAll(keepingCapacity: true)
    }
    return events + decoded(rows)
  }

  /// Decodes on two cores: of a long stretch this is nearly all the work.
  private static func decoded(_ rows: [EventRow]) -> [Event] {
    guard rows.count > many else { return rows.map(\.event) }
    let middle = rows.count / 2
    let halves = Mutex<[[Event]]>([[], []])
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      let events = (half == 0 ? rows[..<middle] : rows[middle...]).map(\.event)
      halves.withLock { $0[half] = events }
    }
    return halves.withLock { $0[0] + $0[1] }
  }
}
