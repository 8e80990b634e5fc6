import CSQLite

/// One connection to a SQLite file; belongs to whoever made it and is never shared between threads.
@safe
package final class Database {
  package enum Access: Sendable {
    case writer
    case reader
    /// For a reader on a disk where not even SQLite's shared memory can be made.
    case frozen
  }

  /// The name of a database that has no file.
  package static let memory = ":memory:"

  package let file: String
  /// For statements of this room and for tests that watch the file below SQLite.
  package let handle: OpaquePointer

  /// Opens `file`; a writer creates it.
  package init(file: String, access: Access) throws(JournalError) {
    self.file = file
    var opened: OpaquePointer?
    let result = unsafe sqlite3_open_v2(Self.name(file, access), &opened, Self.flags(access), nil)
    guard result == SQLITE_OK, let opened = unsafe opened else {
      let missing = result == SQLITE_CANTOPEN && access != .writer
      let error = JournalError(
        missing ? .missing : Self.code(result), file: file, operation: "open",
        detail: unsafe String(cString: sqlite3_errstr(result)))
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    unsafe handle = opened
    unsafe sqlite3_busy_timeout(opened, 2_000)
    unsafe sqlite3_extended_result_codes(opened, 1)
  }

  deinit {
    unsafe sqlite3_close_v2(handle)
  }

  private static func flags(_ access: Access) -> Int32 {
    let mode =
      access == .writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
    return mode | SQLITE_OPEN_NOMUTEX
  }

  /// The path, or for a frozen file the URI that says so, with everything but plain characters escaped.
  private static func name(_ file: String, _ access: Access) -> String {
    guard access == .frozen else { return access == .reader && file.hasPrefix("file:") ? "./\(file)" : file }
    let escaped = file.utf8.map { byte -> String in
      let isPlain = byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      let scalar = Unicode.Scalar(byte)
      let isLetter = byte < 0x80 && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte))
      if isPlain || isLetter { return String(scalar) }
      let hex = String(byte, radix: 16, uppercase: true)
      return "%" + (hex.count == 1 ? "0" : "") + hex
    }
    return "file:\(escaped.joined())?immutable=1"
  }

  /// Runs statements that give no rows.
  package func run(_ sql: String, operation: String) throws(JournalError) {
    let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw error(result, operation: operation) }
  }

  /// The one integer that `sql` gives; 0 when it gives no row.
  package func integer(_ sql: String, operation: String) throws(JournalError) -> Int64 {
    let statement = try Statement(sql, in: self, operation: operation)
    return try statement.step() ? statement.integer(0) : 0
  }

  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  func error(_ result: Int32, operation: String) -> JournalError {
    JournalError(
      Self.code(result), file: file, operation: operation,
      detail: unsafe String(cString: sqlite3_errmsg(handle)))
  }

  private static func code(_ result: Int32) -> JournalError.Code {
    switch result & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .corrupt
    case SQLITE_FULL: .full
    case SQLITE_READONLY, SQLITE_PERM: .readOnly
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    default: .other(result)
    }
  }
}
