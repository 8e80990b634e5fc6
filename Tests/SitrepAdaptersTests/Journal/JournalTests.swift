import SitrepAdapters
import SitrepCore
import Testing

@Suite struct JournalTests {
  let directory = TemporaryDirectory()
  var file: String { directory.file("journal.db") }

  @Test func `What was appended is loaded again by the next process`() async throws {
    let events = SampleEvents.notes(1...3) + [SampleEvents.observation(4)]
    do {
      let journal = try SQLiteJournal(file: file)
      try await journal.append(Array(events[..<2]), durable: false)
      try await journal.append(Array(events[2...]), durable: true)
    }
    let reopened = try SQLiteJournal(file: file)
    let loaded = try await reopened.load()
    #expect(loaded.checkpoint == nil)
    #expect(loaded.tail == events)
    #expect(try await reopened.events(from: 2, to: 3) == Array(events[1...2]))
  }

  @Test func `An event out of order is refused with its whole batch`()
    async throws
  {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...2), durable: false)
    let error = await #expect(throws: JournalError.self) {
      try await journal.append([SampleEvents.note(3), SampleEvents.note(2)], durable: true)
    }
    #expect(error?.code == .outOfOrder)
    #expect(try await journal.load().tail.map(\.sequence) == [1, 2])
    try await journal.append([SampleEvents.note(3)], durable: true)
    #expect(try await journal.verify().isSound)
  }

  @Test func `Loading starts at the newest checkpoint and only two are kept`() async throws {
    let journal = try SQLiteJournal(file: file)
    var state = State()
    for sequence in Int64(1)...5 {
      let event = SampleEvents.note(sequence)
      try await journal.append([event], durable: false)
      state.fold(event)
      if sequence < 5 { try await journal.saveCheckpoint(state) }
    }
    let loaded = try await journal.load()
    #expect(loaded.checkpoint?.sequence == 4)
    #expect(loaded.tail == [SampleEvents.note(5)])
    #expect(try Database(file: file, access: .reader).count("checkpoints") == 2)
    #expect(try await JournalReader(file: file).state() == state)
  }

  @Test func `A checkpoint of another fold, or ahead of its events, is not used`() async throws {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...2), durable: false)
    var state = State()
    state.fold(SampleEvents.note(1))
    try await journal.saveCheckpoint(state)
    let other = try Database(file: file, access: .writer)
    try other.run("UPDATE checkpoints SET fold_version = fold_version + 1", operation: "test")
    #expect(try await journal.load().checkpoint == nil)
    state.sequence = 7
    try await journal.saveCheckpoint(state)
    let loaded = try await journal.load()
    #expect(loaded.checkpoint == nil)
    #expect(loaded.tail.count == 2)
  }

  @Test func `A long journal is read whole and in order, what is broken in it included`() async throws {
    let journal = try SQLiteJournal(file: file)
    let events = SampleEvents.notes(1...5000)
    try await journal.append(events, durable: false)
    try Database(file: file, access: .writer).run(
      "UPDATE events SET body = 'x' WHERE seq = 3000", operation: "test")
    let read = try await journal.events(from: 1, to: .max)
    #expect(read.map(\.sequence) == events.map(\.sequence))
    #expect(read[2999].body == .unknown(kind: "note-added"))
    #expect(read[..<2999] == events[..<2999] && read[3000...] == events[3000...])
  }

  @Test func `A row that cannot be decoded stays in its place as unknown`() async throws {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...3), durable: false)
    let other = try Database(file: file, access: .writer)
    try other.run("UPDATE events SET body = x'7B', kind = 'moon-phase' WHERE seq = 2", operation: "test")
    let tail = try await journal.load().tail
    #expect(tail.map(\.sequence) == [1, 2, 3])
    #expect(tail[1].body == .unknown(kind: "moon-phase"))
  }

  @Test func `A durable append has synced the log before it returns, a batched one has not`() async throws {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...2), durable: false)
    let counter = SyncCounter()
    try await journal.withDatabase { try counter.watchLog(of: $0) }
    try await journal.append([SampleEvents.note(3)], durable: false)
    #expect(counter.count == 0)
    try await journal.append([SampleEvents.note(4)], durable: true)
    #expect(counter.count == 1)
    try await journal.append([SampleEvents.note(5)], durable: false)
    #expect(counter.count == 1)
  }
}

extension Database {
  func count(_ table: String) throws -> Int64 {
    try integer("SELECT count(*) FROM \(table)", operation: "test")
  }
}
