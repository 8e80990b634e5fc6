import FoundationEssentials
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
      environment: ProcessInfo.processInfo.environment, program: Host.program ?? CommandLine.arguments[0],
      clock: SystemClock())
  }

  /// The answer, to standard output.
  func print(_ text: String) {
    StandardOutput.write(text)
  }

  /// Anything else, to standard error, one line.
  func complain(_ line: String) {
    StandardOutput.writeError(Context.plain(line) + "\n")
  }

  /// What others named, as a path or a vendor's words, must not steer the terminal that shows it.
  private static func plain(_ line: String) -> String {
    let scalars = line.unicodeScalars.filter { scalar in
      scalar == "\n" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  func exit(_ code: ExitCode) -> Never {
    Glibc.exit(code.code)
  }

  /// The places that a command is about: those under `--state`, or the user's own.
  func paths(_ invocation: Invocation) -> Paths {
    var paths = Paths(environment: environment, home: home)
    if let named = invocation.value(.state) { paths.state = named }
    return paths.resolved()
  }

  var home: String { Host.home(environment) }
}

extension Paths {
  /// The pid of the engine that serves this directory; nil when none does.
  var engine: Int? { JournalLock.holder(file: lock) }

  /// Waits until the engine with this pid has let go of the directory; false when it did not in time.
  func waitForEnd(of pid: Int, within patience: TimeSpan, _ clock: SystemClock) async -> Bool {
    let deadline = clock.now() + patience
    while engine == pid {
      guard clock.now() < deadline, !Task.isCancelled else { return false }
      try? await clock.sleep(until: clock.now() + .milliseconds(10))
    }
    return true
  }

  /// Where a demo keeps everything; a fixed place, so that a second terminal finds it.
  var demo: Paths {
    let own = Paths(state: state + "/demo", configuration: state + "/demo")
    guard own.engine == nil else { return own }
    return Shelter.existing(for: state).map(Paths.demo(in:)).first { $0.engine != nil } ?? own
  }

  /// The same where the disk takes nothing.
  func shelteredDemo() throws -> Paths { Paths.demo(in: try Shelter.make(for: state)) }

  private static func demo(in place: String) -> Paths {
    Paths(state: place + "/demo", configuration: place + "/demo")
  }
}
