import SitrepAdapters

/// Where one engine keeps everything: `$XDG_STATE_HOME/sitrep`, or what `--state` names.
struct StateDirectory: Hashable, Sendable {
  let path: String

  var journal: String { path + "/journal.sqlite" }
  var lock: String { path + "/engine.pid" }
  var socket: String { path + "/attach.sock" }
  var log: String { path + "/engine.log" }
  var postmortems: String { path + "/postmortems" }
  var exports: String { path + "/exports" }

  /// The directory of a running demo; a fixed place, so that a second terminal finds it.
  var demo: StateDirectory { StateDirectory(path: path + "/demo") }

  static func standard(_ environment: [String: String]) -> String {
    if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return base + "/sitrep" }
    return (environment["HOME"] ?? "/tmp") + "/.local/state/sitrep"
  }

  func make() throws {
    try SafeFile.makeDirectory(path)
  }

  /// The pid of the engine that serves this directory; nil when none does.
  var engine: Int? { JournalLock.holder(file: lock) }
}
