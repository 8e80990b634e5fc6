/// Why the journal could not do what was asked, with its file and what a person can try.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    /// The file is damaged, or is not a journal.
    case corrupt
    case full
    case readOnly
    /// Another process holds the file for longer than we wait.
    case busy
    case missing
    /// Written by a newer sitrep.
    case newerSchema
    /// An event whose sequence does not come after the newest one.
    case outOfOrder
    case other(Int32)
  }

  package var code: Code
  package var file: String
  /// What was being done, as in "append".
  package var operation: String
  /// The library's own words, or ours; never values from events.
  package var detail: String

  package init(_ code: Code, file: String, operation: String, detail: String) {
    self.code = code
    self.file = file
    self.operation = operation
    self.detail = detail
  }

  package var description: String { "journal \(file): cannot \(operation): \(detail); \(advice)" }

  /// The disk, or who we are on it, is the reason, and not what the file holds.
  package var isOfDisk: Bool {
    switch code {
    case .full, .readOnly, .other: true
    case .corrupt, .busy, .missing, .newerSchema, .outOfOrder: false
    }
  }

  private var advice: String {
    switch code {
    case .corrupt:
      "move the file aside and start again (its events may be saved with: sqlite3 \(file) .recover)"
    case .full: "free space on this disk; nothing that was acknowledged is lost"
    case .readOnly: "make the file and its directory writable for this user"
    case .busy: "see which other process has it open"
    case .missing: "check the state directory, or start the engine once"
    case .newerSchema: "use the newer sitrep, or another state directory"
    case .outOfOrder: "stop every engine of this state directory and start one"
    case .other: "check the disk and the permissions of the state directory"
    }
  }
}
