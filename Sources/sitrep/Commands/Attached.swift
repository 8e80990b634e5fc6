import SitrepAdapters
import SitrepCore

/// A command's line to a running engine, or to the journal of one that is not running.
enum Attached {
  static func connect(_ directory: Paths, _ context: Context) async throws -> AttachConnection {
    guard let pid = directory.engine else { throw CommandError.noEngine(directory) }
    do throws(AttachError) {
      return try await AttachClient.connect(
        path: directory.socket, hello: WatchCommand.hello(context, isReadOnly: false))
    } catch {
      throw error.code == .gone ? CommandError.hungEngine(directory, pid) : error
    }
  }

  /// The newest state: of the running engine, else folded from the journal.
  static func state(_ directory: Paths, _ context: Context) async throws -> State {
    if directory.engine != nil { return try await connect(directory, context).fetchState() }
    return try await reader(directory).state()
  }

  static func events(
    _ directory: Paths, _ context: Context, from first: Int64, to last: Int64
  ) async throws -> [Event] {
    if directory.engine != nil {
      return try await connect(directory, context).events(from: first, to: last)
    }
    return try await reader(directory).events(from: first, to: last)
  }

  static func reader(_ directory: Paths) throws -> JournalReader {
    guard SafeFile.exists(directory.journal) else {
      throw CommandError("\(directory.state) has no journal yet; sitrep starts one")
    }
    return try JournalReader(file: directory.journal)
  }

  /// The incident that a word names: "INC-3", "3", or nothing for the newest.
  static func incident(_ word: String?, in state: State) throws -> Incident {
    guard let word else {
      guard let newest = state.openIncident ?? state.incidents.last else {
        throw CommandError("there has been no incident")
      }
      return newest
    }
    let number = Int(word.uppercased().hasPrefix("INC-") ? String(word.dropFirst(4)) : word)
    guard let number, let incident = state.incident(number) else {
      let known = state.incidents.map(\.name).joined(separator: ", ")
      throw CommandError("there is no incident \(word); there are: \(known.isEmpty ? "none" : known)")
    }
    return incident
  }
}
