import Glibc
import SitrepTestKit
import Testing

extension CommandTests {
  /// Disks that take nothing, and journals that are damaged: the engine runs, and says what is the matter.
  @Suite struct Disks {
    @Test func `an engine whose disk takes nothing serves from memory, and is found and stopped`()
      async throws
    {
      let home = try Home()
      let file = try home.directory.write("in the way", to: "blocked")
      let place = ["XDG_STATE_HOME": file]
      let engine = try home.open("serve", with: place)
      try await engine.wait(for: "kept in memory, cannot make directory \(file)")
      try await Eventually.holds("an engine that answers") {
        try await home.run("status", with: place).code != 70
      }
      let second = try await home.run("serve", with: place)
      #expect(second.code == 70 && second.errors.contains("an engine serves"), "\(second)")
      let note = try await home.run("act", "note", "--reason", "nothing is saved", "--as", "ab", with: place)
      #expect(note.code == 0, "\(note)")
      let screen = try home.open("watch", with: place)
      try await screen.wait(for: "UNSAVED")
      try await screen.wait(for: "KEPT IN MEMORY ONLY")
      let stopped = try await home.run("stop", with: place)
      #expect(stopped.code == 0, "\(stopped)")
      #expect(try await engine.waitForExit() == 0)
      #expect(try await screen.waitForExit() == 0)
      #expect(try await home.run("status", with: place).code == 70)
    }

    @Test func `a dashboard starts such an engine, and a demo needs no disk either`() async throws {
      let home = try Home()
      let file = try home.directory.write("in the way", to: "blocked")
      let place = ["XDG_STATE_HOME": file]
      let screen = try home.open("watch", with: place)
      try await screen.wait(for: "UNSAVED")
      screen.send("q")
      #expect(try await screen.waitForExit() == 0)
      #expect(try await home.run("stop", with: place).code == 0)
      let demo = try home.demo(.still, with: place)
      try await demo.waitForCalm()
      demo.send("q")
      #expect(try await demo.waitForExit() == 0)
      try await home.waitUntilEmpty()
    }

    @Test(arguments: ["\"$SITREP\" serve <&- >&- 2>&-; exit $?", "\"$SITREP\" serve 2>&1 | true"])
    func `an engine whose words nobody takes goes on, and writes them nowhere else`(command: String)
      async throws
    {
      let home = try Home()
      let file = try home.directory.write("no: {yaml", to: "c.yaml")
      // What it has to say: that it cannot read the configuration again.
      let shell = try home.openShell(command)
      try await Eventually.holds("an engine that answers") { try await home.run("status").code != 70 }
      _ = try await Command.run("/bin/mkdir", ["-p", home.directory.file("config/sitrep")])
      _ = try await Command.run("/bin/cp", [file, home.directory.file("config/sitrep/config.yaml")])
      let engine = try await home.process(running: "serve")
      engine.signal(SIGHUP)
      #expect(try await home.run("act", "note", "--reason", "still there", "--as", "ab").code == 0)
      #expect(try await home.run("stop").code == 0)
      #expect(try await shell.waitForExit() == 0)
      let words = home.directory.read("\(Home.state)/engine.pid").split(whereSeparator: \.isWhitespace)
      #expect(words == ["\(engine.id)"])
    }

    @Test func `an engine that cannot start says why, and a dashboard passes it on`() async throws {
      let home = try Home()
      let hole = try BlackHole()
      let place = hole.address.replacing("http://", with: "")
      let taken = try home.directory.write("http: {listen: \"\(place)\"}\n", to: "taken.yaml")
      let open = try home.directory.write("gateway: {listen: \"0.0.0.0:4556\"}\n", to: "open.yaml")
      let first = try await home.run("serve", "--config", taken)
      #expect(first.code == 70 && first.errors.contains(place), "\(first)")
      withExtendedLifetime(hole) {}
      let screen = try home.open("watch", "--config", open)
      try await screen.wait(for: "will not listen on 0.0.0.0 without a token")
      #expect(try await screen.waitForExit() == 70)
      try await home.waitUntilEmpty()
    }

    @Test func `a damaged journal is set aside, and the timeline says so`() async throws {
      let home = try Home()
      let first = try home.open("serve")
      try await Eventually.holds("an engine that answers") { try await home.run("status").code != 70 }
      first.signal(SIGTERM)
      #expect(try await first.waitForExit() == 0)
      _ = try home.directory.write(
        String(repeating: "no database ", count: 1000), to: "\(Home.state)/journal.db")
      let again = try home.open("serve")
      try await again.wait(for: "the journal was damaged and is kept as")
      let screen = try home.open("watch")
      try await screen.waitForTimeline("the journal was damaged and is kept as")
      #expect(try await home.run("stop").code == 0)
      #expect(try await again.waitForExit() == 0)
    }
  }
}
