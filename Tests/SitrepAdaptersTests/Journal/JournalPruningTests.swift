import SitrepAdapters
import SitrepCore
import Testing

/// A day of attempts, one a minute, with an incident in it; seen from the day's end.
@Suite struct JournalPruningTests {
  let directory = TemporaryDirectory()
  var file: String { directory.file("journal.db") }

  private static let start = Instant(seconds: 1_800_000_000)
  private static let end = start + .hours(24)
  private static let retention = Retention(
    raw: .hours(6), minutes: .hours(22), lead: .minutes(30), tail: .minutes(10), portion: 97)

  private static func event(_ sequence: Int64, at moment: Instant) -> Event {
    let minute = (moment - start).wholeSeconds / 60
    var body: EventBody
    switch minute {
    case 5: body = .noteAdded(Note(text: "kept", about: nil, incident: nil))
    case 600: body = .incidentOpened(incident(at: moment))
    case 700:
      body = .incidentChanged(IncidentChange(number: 1, change: .resolved, reason: ""))
    case _ where minute % 10 == 9:
      body = .controlObserved(
        ControlObservation(name: "dns", kind: .resolver, health: .ok, detail: "answers", took: nil))
    default: body = .observed(observation(at: moment, isFailure: minute % 50 == 0))
    }
    if minute == 8 {
      body = .feedRead(FeedReport(vendor: Vendor("Claude"), fetchedAt: moment, result: .failed("405")))
    }
    return Event(sequence: sequence, at: moment, source: .probe, body: body)
  }

  private static func observation(at moment: Instant, isFailure: Bool) -> Observation {
    Observation(
      series: SampleEvents.series, purpose: .scheduled, startedAt: moment,
      phases: Phases(total: .milliseconds(700)), outcome: isFailure ? .failed(.overload) : .ok,
      status: isFailure ? 529 : 200)
  }

  private static func incident(at moment: Instant) -> Incident {
    Incident(
      number: 1, title: "down", severity: .p2, severityReason: "", platforms: [.anthropic],
      series: [SampleEvents.series], impactAfter: moment - .minutes(2), impactBefore: moment - .minutes(1),
      openedAt: moment, openedBySequence: 1)
  }

  private static let events = (0..<1440).map { minute in
    event(Int64(minute) + 1, at: start + .minutes(Int64(minute)))
  }

  private func filled(checkpoint: Bool = true) async throws -> SQLiteJournal {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(Self.events, durable: false)
    guard checkpoint else { return journal }
    var state = State()
    state.sequence = 1440
    state.at = Self.end
    try await journal.saveCheckpoint(state)
    return journal
  }

  private func pruneAll(_ journal: SQLiteJournal) async throws -> Int {
    var portions = 1
    while try await journal.prune(Self.retention, at: Self.end) { portions += 1 }
    return portions
  }

  @Test func `what is old goes, what was decided and what lies around an incident stays`() async throws {
    let journal = try await filled()
    #expect(try await pruneAll(journal) > 10)
    let kept = try await journal.events(from: 1, to: .max).map(\.sequence)
    // The note, the unread page; 30 minutes before the impact to 10 after the resolution; the last 6 hours.
    let expected = [6, 9] + Array(569...711) + Array(1081...1440)
    #expect(kept == expected.map(Int64.init))
  }

  @Test func `the chain holds over what was pruned, in few anchors`() async throws {
    let journal = try await filled()
    let before = try await journal.verify()
    _ = try await pruneAll(journal)
    let report = try await journal.verify()
    #expect(report.isSound, "\(report)")
    #expect(report.tip == before.tip)
    #expect(try Database(file: file, access: .reader).count("anchors") == 4)
    try await journal.append([Self.event(1441, at: Self.end)], durable: true)
    #expect(try await SQLiteJournal(file: file).verify().isSound)
    #expect(try await JournalReader(file: file).verify().isSound)
  }

  @Test(arguments: [
    "DELETE FROM events WHERE seq = 600", "DELETE FROM anchors WHERE first = 7",
    "DELETE FROM events WHERE seq = 6",
    "UPDATE anchors SET hash = zeroblob(32) WHERE first = 712",
    "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '700', '900') AS BLOB) WHERE seq = 1081",
  ])
  func `pruning hides no tampering`(sql: String) async throws {
    let journal = try await filled()
    _ = try await pruneAll(journal)
    try await journal.withDatabase { try $0.run(sql, operation: "test") }
    #expect(try await journal.verify().isSound == false, "\(sql)")
  }

  @Test func `minutes take the place of attempts and count the same`() async throws {
    let journal = try await filled()
    func attempts() async throws -> (count: Int, failures: Int) {
      try await JournalReader(file: file).reduceMinutes(since: Self.end - .hours(21), into: (0, 0)) {
        $0.0 += $2.attempts
        $0.1 += $2.failures
      }
    }
    let before = try await attempts()
    _ = try await pruneAll(journal)
    let after = try await attempts()
    #expect(before.count > 1000 && after.count == before.count && after.failures == before.failures)
    let oldest = try await journal.withDatabase {
      try $0.integer("SELECT min(minute) FROM rollups", operation: "test")
    }
    #expect(oldest >= Int64(SeriesHistory.minute(of: Self.end - .hours(22))))
  }

  @Test func `minutes come in order, also where an incident was spared`() async throws {
    let journal = try await filled()
    _ = try await pruneAll(journal)
    let numbers = try await JournalReader(file: file).reduceMinutes(since: Self.start, into: [Int]()) {
      $0.append($2.number)
    }
    #expect(numbers == numbers.sorted() && numbers.count > 1100)
  }

  @Test func `without a checkpoint behind it nothing goes`() async throws {
    let journal = try await filled(checkpoint: false)
    #expect(try await journal.prune(Self.retention, at: Self.end) == false)
    #expect(try await journal.events(from: 1, to: .max).count == 1440)
  }

  @Test func `nothing more goes when nothing has grown old`() async throws {
    let journal = try await filled()
    _ = try await pruneAll(journal)
    let kept = try await journal.events(from: 1, to: .max).count
    #expect(try await journal.prune(Self.retention, at: Self.end) == false)
    #expect(try await journal.events(from: 1, to: .max).count == kept)
  }

  @Test func `an attempt is scanned as it was written, a broken row passed over`() async throws {
    let journal = try await filled()
    try await journal.withDatabase {
      try $0.run("UPDATE events SET body = CAST('{' AS BLOB) WHERE seq = 3", operation: "test")
      try $0.run(
        "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'anthropic', 'nobody') AS BLOB) WHERE seq = 4",
        operation: "test")
    }
    let scanned = try await JournalReader(file: file).reduce(
      TuneRun.kinds, since: Self.start, into: [Event]()
    ) { $0.append($1) }
    let wanted = Self.events.filter { TuneRun.kinds.contains($0.body.kind) && ![3, 4].contains($0.sequence) }
    #expect(scanned.map(\.sequence) == wanted.map(\.sequence))
    for (found, told) in zip(scanned, wanted) {
      guard case .observed(let one) = found.body, case .observed(let other) = told.body else { continue }
      #expect(one == other)
    }
  }
}
