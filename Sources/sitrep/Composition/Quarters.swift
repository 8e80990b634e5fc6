import SitrepAdapters
import SitrepCore

/// Where an engine lives: its lock, its journal, and the paths under which it is found.
///
/// A disk that takes nothing keeps no engine from starting: it goes on in memory and says so.
struct Quarters {
  let paths: Paths
  let lock: JournalLock
  let journal: any JournalPort
  /// What is unusual about them, for the timeline.
  var remark: CleanText?

  /// Takes the lock of `directory` and opens its journal.
  static func take(_ directory: Paths, _ context: Context) async throws -> Quarters {
    let found = directory.resolved()
    if let pid = found.engine { throw alreadyServed(found, pid) }
    do {
      return try await own(found, context)
    } catch let error as SystemError where error.isOfDisk {
      return try shelter(found, because: "\(error)", context)
    } catch let error as JournalError where error.isOfDisk {
      return try shelter(found, because: "\(error)", context)
    }
  }

  private static func own(_ directory: Paths, _ context: Context) async throws -> Quarters {
    try directory.create()
    let lock = try claim(directory)
    do {
      let journal = try SQLiteJournal(file: directory.journal)
      // What a start reads must be readable; older pages are read when somebody asks for them.
      _ = try await journal.load()
      return Quarters(paths: directory, lock: lock, journal: journal)
    } catch let error as JournalError where error.code == .corrupt {
      let rescue = try await JournalSalvage.run(directory.journal, at: context.clock.now())
      let remark = CleanText(
        "the journal was damaged and is kept as \(rescue.damaged); "
          + (rescue.through > 0 ? "gone on from event \(rescue.through)" : "nothing of it could be read"))
      context.complain("sitrep: \(remark)")
      return Quarters(paths: directory, lock: lock, journal: rescue.journal, remark: remark)
    }
  }

  private static func shelter(_ directory: Paths, because why: String, _ context: Context) throws -> Quarters
  {
    let there = try directory.sheltered()
    let lock = try claim(there)
    let reason = CleanText(why)
    context.complain("sitrep: kept in memory, \(reason)")
    let journal = try ShelteredJournal(after: directory.journal, because: reason) {
      try directory.create()
      let lock = try claim(directory)
      return ShelteredJournal.Home(journal: try SQLiteJournal(file: directory.journal), lock: lock)
    }
    return Quarters(
      paths: there, lock: lock, journal: journal, remark: CleanText("kept in memory only: \(reason)"))
  }

  /// The lock of this directory, or the sentence that names who holds it.
  private static func claim(_ directory: Paths) throws -> JournalLock {
    switch try JournalLock.acquire(file: directory.lock) {
    case .owner(let lock):
      // A socket that a dead engine left would pass for this one's.
      try SafeFile.remove(directory.socket)
      return lock
    case .heldBy(let pid): throw alreadyServed(directory, pid)
    }
  }

  private static func alreadyServed(_ directory: Paths, _ pid: Int) -> CommandError {
    CommandError(
      "an engine serves \(directory.state) already, pid \(pid); sitrep attaches to it, sitrep stop ends it")
  }
}
