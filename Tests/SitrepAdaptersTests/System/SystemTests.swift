import FoundationEssentials
import Glibc
import SitrepAdapters
import SitrepCore
import Testing

@Suite struct SafeFileTests {
  let directory = TemporaryDirectory()

  @Test func `A file is replaced whole, for its owner only, and leaves nothing beside it`() throws {
    let path = directory.file("control.json")
    try SafeFile.write(Array("old".utf8), to: path)
    try SafeFile.write(Array("new".utf8), to: path)
    #expect(try SafeFile.read(path, limit: 100) == Array("new".utf8))
    #expect(FileFacts.mode(path) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["control.json"])
  }

  @Test func `A file that cannot be written keeps its content, and the error names it`() throws {
    let path = directory.file("missing/control.json")
    let error = #expect(throws: SystemError.self) { try SafeFile.write([1], to: path) }
    #expect(error?.description == "cannot write \(path): No such file or directory")
  }

  @Test func `A file over the limit is refused`() throws {
    let path = directory.file("long")
    try SafeFile.write([UInt8](repeating: 1, count: 100), to: path)
    #expect(try SafeFile.read(path, limit: 100).count == 100)
    let error = #expect(throws: SystemError.self) { try SafeFile.read(path, limit: 99) }
    #expect(error?.errno == EFBIG)
  }

  @Test func `Directories are made for this user only, one that exists is made private`() throws {
    let paths = Paths(environment: ["XDG_STATE_HOME": directory.file("a/b")], home: "/nowhere")
    try paths.create()
    #expect(FileFacts.mode(paths.state) == 0o700)
    #expect(FileFacts.mode(directory.file("a")) == 0o700)
    chmod755(paths.state)
    try paths.create()
    #expect(FileFacts.mode(paths.state) == 0o700)
  }

  private func chmod755(_ path: String) { _ = unsafe chmod(path, 0o755) }
}

@Suite struct SystemTests {
  @Test func `Paths follow XDG, and a relative XDG path is ignored`() {
    let plain = Paths(environment: ["XDG_CONFIG_HOME": "conf"], home: "/home/ab")
    #expect(plain.state == "/home/ab/.local/state/sitrep")
    #expect(plain.configurationFile == "/home/ab/.config/sitrep/config.yaml")
    let own = Paths(environment: ["XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"], home: "/home/ab")
    #expect(own.socket == "/s/sitrep/attach.sock")
    #expect(own.postmortem(7) == "/s/sitrep/postmortems/INC-7.md")
    #expect(own.configurationFile == "/c/sitrep/config.yaml")
  }

  @Test func `The clock is anchored to the wall, never goes back, and wakes no sleeper early`() async throws {
    let clock = SystemClock()
    let first = clock.now()
    #expect((first - Instant(seconds: Int64(Date().timeIntervalSince1970))).magnitude < .seconds(5))
    let deadline = first + .milliseconds(20)
    try await clock.sleep(until: deadline)
    #expect(clock.now() >= deadline)
    try await clock.sleep(until: first)
    #expect(clock.steps().isEmpty)
    let task = Task { try await clock.sleep(until: first + .hours(1)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `Steps of the wall and suspensions are told apart, drift adds up, small ones are not told`() {
    let second: Int64 = 1_000_000_000
    var detector = StepDetector(StepDetector.Reading(boot: 0, monotonic: 0, wall: 100 * second))
    func at(_ boot: Int64, asleep: Int64 = 0, wall: Int64) -> [ClockStepped] {
      detector.take(
        StepDetector.Reading(
          boot: boot * second, monotonic: (boot - asleep) * second, wall: wall * second / 10))
    }
    #expect(at(10, wall: 1_105).isEmpty)
    #expect(at(20, wall: 1_212) == [ClockStepped(by: .milliseconds(1_200), suspended: false)])
    #expect(at(30, wall: 1_312).isEmpty)
    #expect(at(3_630, asleep: 3_590, wall: 37_312) == [ClockStepped(by: .seconds(3_590), suspended: true)])
    #expect(at(3_640, asleep: 3_590, wall: 37_412).isEmpty)
    #expect(at(3_650, asleep: 3_590, wall: 1_512) == [ClockStepped(by: .seconds(-3_600), suspended: false)])
    #expect(at(3_660, asleep: 3_590, wall: 1_612).isEmpty)
  }

  @Test func `A signal that is watched becomes an element`() async {
    let signals = Signals.watch([.windowChanged])
    kill(getpid(), SIGWINCH)
    var iterator = signals.makeAsyncIterator()
    #expect(await iterator.next() == .windowChanged)
  }

  @Test func `A program runs in the foreground with its status, or is said to be missing`() async throws {
    let environment = ["PATH": "/usr/bin:/bin", "WORD": "5"]
    let status = try await ProcessLauncher.runInForeground(
      "/bin/sh", ["-c", "exit $WORD"], environment: environment)
    #expect(status == 5)
    #expect(
      try await ProcessLauncher.runInForeground("sh", ["-c", "kill -9 $$"], environment: environment) == 137)
    let error = await #expect(throws: SystemError.self) {
      try await ProcessLauncher.runInForeground("/no/such/editor", [], environment: [:])
    }
    #expect(error?.description == "cannot start /no/such/editor: No such file or directory")
  }

  @Test func `A detached program leads a session of its own and writes to its log`() async throws {
    let directory = TemporaryDirectory()
    let log = directory.file("engine.log")
    let pid = try ProcessLauncher.startDetached(
      "/bin/sh", ["-c", "ps -o sid= -p $$; echo $$ >&2; read x || echo no input"],
      environment: ["PATH": "/usr/bin:/bin"], log: log)
    await eventually { ProcessLauncher.collect(pid: pid) == 0 }
    let text = String(decoding: try SafeFile.read(log, limit: 1_000), as: UTF8.self)
    #expect(text.split(whereSeparator: \.isWhitespace) == ["\(pid)", "\(pid)", "no", "input"])
    #expect(FileFacts.mode(log) == 0o600)
    #expect(!Signals.isAlive(pid: pid))
    #expect(Signals.isAlive(pid: Host.pid))
  }

  @Test func `The editor is the operator's, with its arguments`() {
    #expect(ProcessLauncher.editor(environment: [:]).program == "vi")
    let editor = ProcessLauncher.editor(environment: ["EDITOR": "code --wait", "VISUAL": ""])
    #expect(editor.program == "code")
    #expect(editor.arguments == ["--wait"])
  }

  @Test func `The host, its user and this program have names; tokens differ`() {
    #expect(!Host.name.isEmpty)
    #expect(!Host.user.isEmpty)
    #expect(Host.home.hasPrefix("/"))
    #expect(Host.program?.hasPrefix("/") == true)
    #expect(SystemRandom.token() != SystemRandom.token())
    #expect(SystemRandom.token().count == 32)
  }
}
