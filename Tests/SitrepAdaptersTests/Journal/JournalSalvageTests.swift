import SitrepAdapters
import SitrepCore
import Testing

@Suite struct `A damaged journal` {
  private let directory = TemporaryDirectory()
  private var file: String { directory.file("journal.db") }
  private let now = Instant(seconds: 1_800_100_000)

  @Test func `is set aside, and what its checkpoint knew goes on in a new one`() async throws {
    var state = State()
    do {
      let journal = try SQLiteJournal(file: file)
      for start in stride(from: Int64(1), to: 2000, by: 500) {
        let events = SampleEvents.notes(start...start + 499)
        try await journal.append(events, durable: true)
        for event in events { state.fold(event) }
      }
      try await journal.saveCheckpoint(state)
    }
    var bytes = try SafeFile.read(file, limit: 1 << 24)
    // Old events are gone, the checkpoint at the end is not.
    for index in 20_480..<61_440 { bytes[index] = 0xA5 }
    try SafeFile.write(bytes, to: file)

    let outcome = try await JournalSalvage.run(file, at: now)
    #expect(outcome.through == 2000)
    #expect(outcome.damaged == "\(file).damaged-20270116T114640Z")
    #expect(try SafeFile.read(outcome.damaged, limit: 1 << 24) == bytes)
    #expect(try await outcome.journal.load().checkpoint == state)
    try await outcome.journal.append(SampleEvents.notes(2001...2003), durable: true)
    let reader = try JournalReader(file: file)
    #expect(try await reader.verify().isSound)
    #expect(try await reader.load().tail == SampleEvents.notes(2001...2003))
  }

  @Test(arguments: ["not a journal at all, just text that is long enough", "SQLite format 3\u{0}cut off"])
  func `of which nothing can be read leaves an empty one in its place`(content: String) async throws {
    try SafeFile.write(Array(content.utf8), to: file)
    let outcome = try await JournalSalvage.run(file, at: now)
    #expect(outcome.through == 0)
    try await outcome.journal.append(SampleEvents.notes(1...3), durable: true)
    #expect(try await JournalReader(file: file).verify().isSound)
    #expect(try SafeFile.read(outcome.damaged, limit: 100) == Array(content.utf8))
  }
}
