import Glibc
import SitrepAdapters
import SitrepCore

/// The world of one run, built once at the edge: environment, directories, where answers go.
struct Context: Sendable {
  var environment: [String: String]
  /// Path of this program, to start an engine with.
  var program: String
  var clock: SystemClock

  static func current() -> Context {
    Context(
      environment: SystemEnvironment.variables, program: SystemEnvironment.programPath, clock: SystemClock())
  }

  /// The answer, to standard output.
  func print(_ text: String) {
    StandardStream.output.write(text)
  }

  /// Anything else, to standard error, one line.
  func complain(_ line: String) {
    StandardStream.error.write(line + "\n")
  }

  func exit(_ code: ExitCode) -> Never {
    Glibc.exit(code.code)
  }

  /// The state directory that a command is about: named, or the user's own.
  func directory(_ invocation: Invocation) -> StateDirectory {
    StateDirectory(path: invocation.value(.state) ?? StateDirectory.standard(environment))
  }
}
