import CLinux
import Dispatch
import Glibc
import Synchronization

/// A program in a terminal of its own: keys in, screens out, and nothing that blocks a test's thread.
///
/// A thread reads what the program writes, feeds it to a terminal emulator and wakes those who wait.
package final class PseudoTerminal: Sendable {
  let wire: TerminalWire
  /// The program's; 0 when this process is the one in the terminal.
  package let processID: Int32
  /// The terminal's own side, when this process uses it; -1 when a program does.
  package let descriptor: Int32

  /// Starts a program with its input, output and errors in a terminal of this size.
  ///
  /// - Parameters:
  ///   - program: A path, such as `BuiltProgram.sitrep`.
  ///   - arguments: What follows its name.
  ///   - environment: All of it, but for TERM, LANG, PATH and SWIFT_BACKTRACE, which have values to fall back on.
  ///   - columns: The window's width.
  ///   - rows: The window's height.
  /// - Throws: When there is no pseudo-terminal to be had, or the program cannot be started.
  package init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 120,
    rows: Int = 36
  ) throws {
    let base = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
    ]
    let wire = try TerminalWire(columns: columns, rows: rows)
    processID = try ChildProcess.start(
      program, arguments, environment: base.merging(environment) { $1 },
      wiring: .terminal(path: wire.slavePath))
    self.wire = wire
    descriptor = -1
    wire.begin(processID)
  }

  /// A terminal for this process to draw on, by its `descriptor`; it does not become the controlling one.
  package init(columns: Int, rows: Int) throws {
    wire = try TerminalWire(columns: columns, rows: rows)
    processID = 0
    descriptor = unsafe open(wire.slavePath, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ChildProcess.Failure(description: "no terminal: error \(errno)") }
    wire.begin(nil)
  }

  deinit {
    if processID > 0, wire.exitCode == nil { kill(processID, SIGKILL) }
    if descriptor >= 0 { close(descriptor) }
    wire.hangUp()
  }

  /// Types these bytes, control characters included (`"\u{3}"` is Ctrl-c, `"\u{1B}[A"` the arrow up).
  package func send(_ text: String) { wire.write(Array(text.utf8)) }

  /// Gives the window another size, of which the program hears by SIGWINCH.
  package func resize(columns: Int, rows: Int) { wire.resize(columns: columns, rows: rows) }

  /// Takes the terminal away, as a lost line does.
  package func hangUp() { wire.hangUp() }

  package func signal(_ number: Int32) { kill(processID, number) }

  /// What is on the screen now.
  package var snapshot: ScreenSnapshot { wire.snapshot }

  /// All bytes the program has written so far.
  package var bytesReceived: Int { wire.bytesReceived }

  /// Those bytes themselves, escape sequences and all.
  package var transcript: [UInt8] { wire.transcript }
}
