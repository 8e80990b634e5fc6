import FoundationEssentials
import SitrepAdapters
import SitrepCore
import Testing

@Suite struct JournalFaultTests {
  let directory = TemporaryDirectory()
  var file: String { directory.file("journal.db") }

  @Test func `The chain names the first event that was changed, removed or inserted`() async throws {
    let cases: [(sql: String, bad: Int64, reason: String)] = [
      ("UPDATE events SET body = replace(body, 'console', 'weather') WHERE seq = 3", 3, "was changed"),
      ("DELETE FROM events WHERE seq = 4", 5, "does not follow"),
      ("UPDATE events SET kind = 'route-changed' WHERE seq = 2", 2, "columns that contradict"),
      ("UPDATE events SET hash = zeroblob(32) WHERE seq = 6", 6, "was changed"),
    ]
    for (index, tampering) in cases.enumerated() {
      let file = directory.file("tampered-\(index).db")
      let journal = try SQLiteJournal(file: file)
      try await journal.append(SampleEvents.notes(1...6), durable: false)
      #expect(try await journal.verify().isSound)
      try Database(file: file, access: .writer).run(tampering.sql, operation: "test")
      let report = try await JournalReader(file: file).verify()
      #expect(report.firstBad?.sequence == tampering.bad, "\(tampering.sql)")
      #expect(report.firstBad?.reason.contains(tampering.reason) == true, "\(report)")
    }
  }

  @Test func `The bytes are canonical: appending the same events gives the same tip anywhere`() async throws {
    var tips: Set<String> = []
    for name in ["a.db", "b.db"] {
      let journal = try SQLiteJournal(file: directory.file(name))
      try await journal.append((1...20).map(SampleEvents.observation), durable: false)
      tips.insert(try await journal.verify().tip)
    }
    #expect(tips.count == 1)
  }

  @Test func `The journal and SQLite's files beside it are for its owner only`() async throws {
    let lax: [FileAttributeKey: Any] = [.posixPermissions: 0o644]
    #expect(FileManager.default.createFile(atPath: file, contents: nil, attributes: lax))
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...2), durable: true)
    for name in [file, "\(file)-wal", "\(file)-shm"] {
      let rights = try FileManager.default.attributesOfItem(atPath: name)[.posixPermissions] as? Int
      #expect(rights == 0o600, "\(name)")
    }
  }

  @Test func `A journal of a newer sitrep is refused and left alone`() async throws {
    _ = try SQLiteJournal(file: file)
    try Database(file: file, access: .writer).run("PRAGMA user_version = 99", operation: "test")
    let error = #expect(throws: JournalError.self) { try SQLiteJournal(file: file) }
    #expect(
      error?.description
        == "journal \(file): cannot open: it has schema version 99, this sitrep knows up to "
        + "\(JournalSchema.version); use the newer sitrep, or another state directory")
    #expect(throws: JournalError.self) { try JournalReader(file: file) }
  }

  @Test func `Migrations run once, in order, and a failed one leaves the version before it`() throws {
    let database = try Database(file: file, access: .writer)
    let first = "CREATE TABLE a (x)"
    try JournalSchema.migrate(database, steps: [first])
    try JournalSchema.migrate(database, steps: [first, "INSERT INTO a VALUES (1)"])
    #expect(try database.count("a") == 1)
    let error = #expect(throws: JournalError.self) {
      try JournalSchema.migrate(
        database, steps: [first, "", "INSERT INTO a VALUES (2); INSERT INTO missing VALUES (1)"])
    }
    #expect(error?.detail == "no such table: missing")
    #expect(try database.count("a") == 1)
    #expect(try database.integer("PRAGMA user_version", operation: "test") == 2)
  }

  @Test func `A full disk is an error of its own, loses nothing, and appending goes on with room`()
    async throws
  {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...10), durable: true)
    try await journal.withDatabase { try $0.run("PRAGMA max_page_count = 8", operation: "test") }
    let error = await #expect(throws: JournalError.self) {
      try await journal.append(SampleEvents.notes(11...500), durable: true)
    }
    #expect(error?.code == .full)
    #expect(error?.description.contains("free space on this disk") == true)
    try await journal.withDatabase { try $0.run("PRAGMA max_page_count = 100000", operation: "test") }
    try await journal.append(SampleEvents.notes(11...500), durable: true)
    #expect(try await journal.load().tail.count == 500)
    #expect(try await journal.verify().isSound)
  }

  @Test func `A damaged file is an error that names it and says what to do`() async throws {
    try SafeFile.write(Array("not a journal at all, just text that is long enough".utf8), to: file)
    let error = #expect(throws: JournalError.self) { try SQLiteJournal(file: file) }
    #expect(error?.code == .corrupt)
    #expect(
      error?.description.hasPrefix("journal \(file): cannot open: file is not a database; move") == true)
    #expect(try SafeFile.read(file, limit: 100).count == 51)
  }

  @Test func `Damaged pages in the middle are reported, not misread`() async throws {
    do {
      let journal = try SQLiteJournal(file: file)
      try await journal.append(SampleEvents.notes(1...2000), durable: true)
    }
    var bytes = try SafeFile.read(file, limit: 1 << 24)
    #expect(bytes.count > 65_536)
    for index in 20_480..<61_440 { bytes[index] = 0xA5 }
    try SafeFile.write(bytes, to: file)
    let error = await #expect(throws: JournalError.self) {
      try await JournalReader(file: file).events(from: 1, to: .max)
    }
    #expect(error?.code == .corrupt)
  }

  @Test func `A journal that is not there, or holds nothing, is said to be missing`() {
    let error = #expect(throws: JournalError.self) { try JournalReader(file: file) }
    #expect(error?.code == .missing)
  }

  @Test func `A reader sees what a running writer has committed, and writes nothing`() async throws {
    let journal = try SQLiteJournal(file: file)
    try await journal.append(SampleEvents.notes(1...5), durable: false)
    let reader = try JournalReader(file: file)
    #expect(try await reader.events(from: 1, to: .max).count == 5)
    try await journal.append([SampleEvents.note(6)], durable: false)
    #expect(try await reader.events(from: 6, to: .max).count == 1)
  }
}

@Suite struct JournalLockTests {
  let directory = TemporaryDirectory()

  @Test func `The lock names the process that holds it and is free again when let go`() throws {
    let file = directory.file("engine.pid")
    #expect(JournalLock.holder(file: file) == nil)
    do {
      guard case .owner(let lock) = try JournalLock.acquire(file: file) else {
        Issue.record("nobody else holds it")
        return
      }
      #expect(JournalLock.holder(file: file) == Int(ProcessInfo.processInfo.processIdentifier))
      guard case .heldBy(let pid) = try JournalLock.acquire(file: file) else {
        Issue.record("it was given twice")
        return
      }
      #expect(pid == Int(ProcessInfo.processInfo.processIdentifier))
      withExtendedLifetime(lock) {}
    }
    #expect(JournalLock.holder(file: file) == nil)
    guard case .owner = try JournalLock.acquire(file: file) else {
      Issue.record("a stale pid must not hold anybody up")
      return
    }
  }

  @Test func `A lock in a directory that is not there is an error with its path`() {
    let error = #expect(throws: SystemError.self) {
      try JournalLock.acquire(file: directory.file("missing/engine.pid"))
    }
    #expect(
      error?.description == "cannot lock \(directory.path)/missing/engine.pid: No such file or directory")
  }
}
