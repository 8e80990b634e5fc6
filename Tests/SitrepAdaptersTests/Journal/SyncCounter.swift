import CSQLite
import SitrepAdapters
import Synchronization

/// Counts how often SQLite asks the system to sync one connection's write-ahead log.
final class SyncCounter: Sendable {
  private let log = Mutex<UInt?>(nil)

  /// Per watched file (by address): the methods it had, and the syncs since.
  private static let watched = Mutex<[UInt: (original: UInt, count: Int)]>([:])

  var count: Int {
    guard let log = log.withLock({ $0 }) else { return 0 }
    return Self.watched.withLock { $0[log]?.count ?? 0 }
  }

  struct NoLog: Error {}

  /// Puts a counting function before the log's own `xSync`.
  func watchLog(of database: Database) throws {
    var found: UnsafeMutablePointer<sqlite3_file>?
    let result = unsafe sqlite3_file_control(
      database.handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &found)
    guard result == SQLITE_OK, let file = unsafe found, let original = unsafe file.pointee.pMethods else {
      throw NoLog()
    }
    let address = UInt(bitPattern: file)
    Self.watched.withLock { $0[address] = (UInt(bitPattern: original), 0) }
    log.withLock { $0 = address }
    // Lives as long as the process: SQLite may use it until the connection closes.
    let counting = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    unsafe counting.initialize(to: original.pointee)
    unsafe counting.pointee.xSync = { file, flags in
      let original = SyncCounter.watched.withLock { watched -> UInt in
        let address = UInt(bitPattern: file)
        watched[address]?.count += 1
        return watched[address]?.original ?? 0
      }
      let methods = unsafe UnsafePointer<sqlite3_io_methods>(bitPattern: original)
      return unsafe methods?.pointee.xSync(file, flags) ?? SQLITE_IOERR
    }
    unsafe file.pointee.pMethods = UnsafePointer(counting)
  }
}
