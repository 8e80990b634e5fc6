import Glibc
package import SitrepCore

/// Postmortems as files, `INC-n.md` in one directory: drafted, and merged with what people wrote.
///
/// Works on a thread of its own, since files block.
package actor PostmortemFile: PostmortemPort {
  private let directory: String
  /// Where a layout of one's own is, read anew for each draft.
  private let template: String?
  /// Runs between merging and replacing; a test puts the race there.
  private let beforeReplacing: @Sendable () -> Void
  private let executor = QueueExecutor(label: "sitrep.postmortem")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Longest file that is merged, in bytes.
  private static let sizeLimit = 16 << 20

  /// `directory` is made at the first write, 0700.
  package init(
    directory: String, template: String? = nil, beforeReplacing: @escaping @Sendable () -> Void = {}
  ) {
    self.directory = directory
    self.template = template
    self.beforeReplacing = beforeReplacing
  }

  /// Where the postmortem of an incident lies, whether it is there yet or not.
  package nonisolated func path(of incident: Incident) -> String { "\(directory)/\(incident.name).md" }

  /// Drafts as of the newest event that `state` has folded.
  package func write(_ incident: Incident, events: [Event], state: State) async throws -> String {
    let layout = try template.map { path throws(ConfigurationError) in try PostmortemTemplateFile.read(path) }
    let fresh = PostmortemDocument.render(
      incident: incident, events: events, state: state, now: state.at, template: layout)
    let path = path(of: incident)
    try write(fresh, to: path)
    return path
  }

  /// Merges a draft into the file at `path`, or makes the file; other bytes of it than the program's stay.
  ///
  /// A link is followed and stays one, and the file keeps its rights. A file that is write-protected is left
  /// alone, though its directory would let it be replaced.
  package func write(_ fresh: String, to path: String) throws(PostmortemFileError) {
    let place = FilePlace(path)
    if let reason = place.refusal { throw PostmortemFileError(path, reason) }
    let target = place.path
    let existing = try content(of: target)
    let merged = try merge(existing, fresh, path)
    guard existing != merged else { return }
    let draft = "\(target).\(getpid()).draft"
    try attempt(path) { () throws(SystemError) in
      try SafeFile.makeDirectory(parent(of: target))
      try SafeFile.write(merged, to: draft, mode: place.mode)
    }
    defer { unsafe unlink(draft) }
    beforeReplacing()
    try replace(target, by: draft, expecting: existing)
  }

  private func content(of path: String) throws(PostmortemFileError) -> [UInt8]? {
    do throws(SystemError) {
      return try SafeFile.read(path, limit: PostmortemFile.sizeLimit)
    } catch {
      guard error.errno == ENOENT else { throw PostmortemFileError(path, .system(error)) }
      return nil
    }
  }

  private func merge(
    _ existing: [UInt8]?, _ fresh: String, _ path: String
  ) throws(PostmortemFileError) -> [UInt8] {
    guard let existing else { return Array(fresh.utf8) }
    guard let text = String(validating: existing, as: UTF8.self) else {
      throw PostmortemFileError(path, .notText)
    }
    do throws(PostmortemMergeError) {
      return Array(try PostmortemDocument.merge(existing: text, fresh: fresh).utf8)
    } catch {
      throw PostmortemFileError(path, .markers(error))
    }
  }

  /// Moves the draft over the file only if the file is still what was merged.
  ///
  /// Its bytes are compared, which says more than its time and size; a file that was not there is
  /// made by a link, which never replaces one that has appeared.
  private func replace(
    _ path: String, by draft: String, expecting existing: [UInt8]?
  ) throws(PostmortemFileError) {
    guard try content(of: path) == existing else { throw PostmortemFileError(path, .changedMeanwhile) }
    let moved = existing == nil ? unsafe link(draft, path) : unsafe rename(draft, path)
    guard moved != 0 else { return }
    let error = SystemError("write", path)
    throw PostmortemFileError(path, error.errno == EEXIST ? .changedMeanwhile : .system(error))
  }

  private func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private func attempt(
    _ path: String, _ body: () throws(SystemError) -> Void
  ) throws(PostmortemFileError) {
    do throws(SystemError) {
      try body()
    } catch {
      throw PostmortemFileError(path, .system(error))
    }
  }
}
