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

  static func noEngine(_ directory: Paths) -> CommandError {
    CommandError("no engine serves \(directory.state); start one with sitrep or sitrep serve")
  }
}
