import SitrepTestKit
import Testing

/// The doubles themselves, against programs every machine has.
@Suite struct TestKitTests {
  @Test func `a program gets a terminal of its own, with its size and its keys`() async throws {
    let terminal = try PseudoTerminal("/bin/sh", columns: 50, rows: 7)
    terminal.send("stty size; tty; echo to-\"t\"ty > /dev/tty\n")
    let shown = try await terminal.wait(for: "to-tty")
    #expect(shown.contains("7 50"))
    #expect(shown.contains("/dev/pts/"))
    terminal.resize(columns: 60, rows: 9)
    terminal.send("stty size\n")
    try await terminal.wait(for: "9 60")
    terminal.send("exit 3\n")
    #expect(try await terminal.waitForExit() == 3)
  }

  @Test func `a lost line ends a program`() async throws {
    let terminal = try PseudoTerminal("/bin/cat")
    terminal.send("hello\n")
    try await terminal.wait(for: "hello")
    terminal.hangUp()
    #expect(try await terminal.waitForExit() == 128 + 1)
  }

  @Test func `a signal's number is in the exit code, also when the program died in a trap`() async throws {
    let terminal = try PseudoTerminal("/bin/sh", ["-c", "echo ready; kill -ILL $$"])
    #expect(try await terminal.waitForExit() == 128 + 4)
    let other = try PseudoTerminal("/bin/cat")
    other.signal(15)
    #expect(try await other.waitForExit() == 128 + 15)
  }

  @Test func `a wait in vain shows the screen and the end of the program`() async throws {
    let terminal = try PseudoTerminal("/bin/echo", ["only this"])
    try await terminal.waitForExit()
    let error = await #expect(throws: PseudoTerminal.Timeout.self) {
      try await terminal.wait(for: "something else", within: .milliseconds(50))
    }
    #expect(error?.description.contains("only this") == true)
    #expect(error?.description.contains("ended with 0") == true)
  }

  @Test func `colours, attributes and the other screen are seen`() async throws {
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-c", "printf '\\033[?1049h\\033[1;38;5;203mred\\033[0;7m日x\\033[0m'; cat"])
    let shown = try await terminal.wait(for: "日x")
    #expect(shown.isAlternateScreen)
    #expect(shown.cell(of: "red")?.foreground == .indexed(203))
    #expect(shown.cell(of: "red")?.isBold == true)
    #expect(shown.cell(of: "日x")?.isReversed == true)
    #expect(shown.cursorColumn == 6)
  }

  @Test func `tmux shows a program and takes keys`() async throws {
    let directory = try TemporaryDirectory()
    let tmux = try await Tmux(in: directory, command: "/bin/cat", columns: 40, rows: 5)
    try await tmux.send("hello", "Enter")
    try await tmux.wait(for: "hello\nhello")
    #expect(try await !tmux.isAlternateScreen())
    await tmux.stop()
  }

  @Test func `a temporary directory goes with its last owner`() async throws {
    var directory: TemporaryDirectory? = try TemporaryDirectory()
    let path = try #require(try directory?.write("text", to: "file"))
    #expect(try await Command.run("/bin/cat", [path]).output == "text")
    directory = nil
    #expect(try await Command.run("/bin/cat", [path]).code == 1)
  }
}
