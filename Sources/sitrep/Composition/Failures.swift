import SitrepAdapters
import SitrepCore

/// Which exit code an error ends with.
enum Failures {
  static func code(of error: any Error) -> ExitCode {
    switch error {
    case is UsageError, is ConfigurationError: .usage
    default: .failure
    }
  }
}

/// Something a command needs is not there; the sentence says what to do.
struct CommandError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  static func hungEngine(_ directory: Paths, _ pid: Int) -> CommandError {
    CommandError(
      "the engine of \(directory.state), pid \(pid), does not answer: it is stopped or stuck; "
        + "kill -CONT \(pid), or kill -9 \(pid) and start sitrep: what was acknowledged is in the journal")
  }

  static func noEngine(_ directory: Paths) -> CommandError {
    CommandError("no engine serves \(directory.state); start one with sitrep or sitrep serve")
  }
}
