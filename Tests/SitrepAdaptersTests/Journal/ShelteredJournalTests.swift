import SitrepAdapters
import SitrepCore
import Synchronization
import Testing

@Suite struct `A journal whose disk takes nothing` {
  private let directory = TemporaryDirectory()
  private var file: String { directory.file("journal.db") }

  /// A disk that takes nothing until it is told to.
  private final class Disk: Sendable {
    private let takes = Mutex(false)
    let directory: TemporaryDirectory

    init(_ directory: TemporaryDirectory) {
      self.directory = directory
    }

    func heal() { takes.withLock { $0 = true } }

    func open() throws -> ShelteredJournal.Home {
      guard takes.withLock(\.self) else { throw Refusal("read-only") }
      guard case .owner(let lock) = try JournalLock.acquire(file: directory.file("engine.pid")) else {
        throw Refusal("held")
      }
      return ShelteredJournal.Home(journal: try SQLiteJournal(file: directory.file("journal.db")), lock: lock)
    }
  }

  private func sheltered(_ disk: Disk) throws -> ShelteredJournal {
    try ShelteredJournal(after: file, because: "the disk is read-only", open: { try disk.open() })
  }

  private func state(after events: [Event]) -> State {
    var state = State()
    for event in events { state.fold(event) }
    return state
  }

  @Test func `goes on after what the disk holds, says so, and moves there once it can`() async throws {
    do {
      let before = try SQLiteJournal(file: file)
      try await before.append(SampleEvents.notes(1...5), durable: true)
    }
    let disk = Disk(directory)
    let journal = try sheltered(disk)
    #expect(try await journal.load().tail.count == 5)
    try await journal.append(SampleEvents.notes(6...8), durable: true)
    try await journal.saveCheckpoint(state(after: SampleEvents.notes(1...8)))
    #expect(await journal.caveat()?.text.contains("the disk is read-only") == true)
    #expect(try await journal.events(from: 1, to: .max).map(\.sequence) == Array(1...8))
    #expect(try await JournalReader(file: file).newestSequence() == 5)

    disk.heal()
    try await journal.saveCheckpoint(state(after: SampleEvents.notes(1...8)))
    #expect(await journal.caveat() == nil)
    try await journal.append([SampleEvents.note(9)], durable: true)
    #expect(try await journal.events(from: 1, to: .max).map(\.sequence) == Array(1...9))
    let reader = try JournalReader(file: file)
    #expect(try await reader.events(from: 1, to: .max) == SampleEvents.notes(1...9))
    #expect(try await reader.verify().isSound)
    #expect(try await reader.load().checkpoint?.sequence == 8)
    #expect(JournalLock.holder(file: directory.file("engine.pid")) != nil)
  }

  @Test func `begins from nothing where there is no journal yet`() async throws {
    let disk = Disk(directory)
    let journal = try sheltered(disk)
    #expect(try await journal.load().tail.isEmpty)
    try await journal.append(SampleEvents.notes(1...2500), durable: false)
    disk.heal()
    try await journal.saveCheckpoint(state(after: SampleEvents.notes(1...2500)))
    #expect(try await JournalReader(file: file).events(from: 1, to: .max).count == 2500)
  }

  @Test func `never mixes its story with somebody else's`() async throws {
    let disk = Disk(directory)
    let journal = try sheltered(disk)
    try await journal.append(SampleEvents.notes(1...2), durable: true)
    do {
      let other = try SQLiteJournal(file: file)
      try await other.append(SampleEvents.notes(1...9), durable: true)
    }
    disk.heal()
    try await journal.saveCheckpoint(state(after: SampleEvents.notes(1...2)))
    #expect(await journal.caveat() != nil)
    #expect(try await JournalReader(file: file).newestSequence() == 9)
  }
}
