/// Where sitrep keeps things (DESIGN section 8), from the environment that is passed in.
package struct Paths: Hashable, Sendable {
  /// Journal, lock, socket, postmortems.
  package var state: String
  package var configuration: String
  /// Where lock, socket and log are when the disk of `state` takes none; nil when they are there.
  package var shelter: String?

  package init(state: String, configuration: String) {
    self.state = state
    self.configuration = configuration
  }

  /// `$XDG_STATE_HOME/sitrep` and `$XDG_CONFIG_HOME/sitrep`, else below the home directory.
  ///
  /// A relative XDG path is ignored, as the specification asks.
  package init(environment: [String: String], home: String) {
    func base(_ variable: String, _ fallback: String) -> String {
      guard let path = environment[variable], path.hasPrefix("/") else { return "\(home)/\(fallback)" }
      return path
    }
    state = "\(base("XDG_STATE_HOME", ".local/state"))/sitrep"
    configuration = "\(base("XDG_CONFIG_HOME", ".config"))/sitrep"
  }

  package var configurationFile: String { "\(configuration)/config.yaml" }
  package var themes: String { "\(configuration)/themes" }
  package var journal: String { "\(state)/journal.db" }
  package var lock: String { "\(shelter ?? state)/engine.pid" }
  package var socket: String { "\(shelter ?? state)/attach.sock" }
  /// What an engine in the background writes to its standard output and error.
  package var log: String { "\(shelter ?? state)/engine.log" }
  package var control: String { "\(state)/control.json" }
  package var postmortems: String { "\(state)/postmortems" }

  package func postmortem(_ incident: Int) -> String { "\(postmortems)/INC-\(incident).md" }

  /// Makes the directories of state, for this user only.
  package func create() throws(SystemError) {
    try SafeFile.makeDirectory(state)
    try SafeFile.makeDirectory(postmortems)
    try SafeFile.makePrivate(state)
  }
}
