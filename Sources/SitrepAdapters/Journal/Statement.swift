import CSQLite

/// One prepared statement; parameters count from 1 and columns from 0, as in SQL.
@safe
package final class Statement {
  private let database: Database
  private let operation: String
  private let handle: OpaquePointer

  package init(_ sql: String, in database: Database, operation: String) throws(JournalError) {
    self.database = database
    self.operation = operation
    var prepared: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(
      database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard result == SQLITE_OK, let prepared = unsafe prepared else {
      throw database.error(result, operation: operation)
    }
    unsafe handle = prepared
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  package func bind(_ value: Int64, at index: Int32) throws(JournalError) {
    try check(unsafe sqlite3_bind_int64(handle, index, value))
  }

  package func bind(_ text: String, at index: Int32) throws(JournalError) {
    try check(unsafe srt_bind_text(handle, index, text, Int32(text.utf8.count)))
  }

  package func bind(_ bytes: [UInt8], at index: Int32) throws(JournalError) {
    let result = unsafe bytes.withUnsafeBytes {
      unsafe srt_bind_blob(handle, index, $0.baseAddress, Int32($0.count))
    }
    try check(result)
  }

  /// Whether there is another row; without one the statement is ready to be run again.
  package func step() throws(JournalError) -> Bool {
    let result = unsafe sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    unsafe sqlite3_reset(handle)
    guard result == SQLITE_DONE else { throw database.error(result, operation: operation) }
    return false
  }

  /// Makes the statement ready to be run again before its rows are used up.
  package func reset() {
    unsafe sqlite3_reset(handle)
  }

  package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  package func text(_ column: Int32) -> String {
    guard let text = unsafe sqlite3_column_text(handle, column) else { return "" }
    return unsafe String(cString: text)
  }

  package func bytes(_ column: Int32) -> [UInt8] {
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    guard count > 0, let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  private func check(_ result: Int32) throws(JournalError) {
    guard result == SQLITE_OK else { throw database.error(result, operation: operation) }
  }
}
