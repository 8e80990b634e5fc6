import CLinux
import Dispatch
import Glibc
import Synchronization

/// The master's side of a pseudo-terminal: its reader thread, its emulator and those who wait on it.
final class TerminalWire: Sendable {
  typealias Condition = @Sendable (ScreenSnapshot, _ exitCode: Int32?) -> Bool

  struct Waiter {
    let deadline: ContinuousClock.Instant
    let condition: Condition
    let continuation: CheckedContinuation<(ScreenSnapshot, Bool), Never>
  }

  private struct State {
    var screen: VirtualScreen
    var waiters: [Waiter] = []
    var outgoing: [UInt8] = []
    /// All that the program has written.
    var transcript: [UInt8] = []
    var frames = FrameMarks()
    var lastInput = ContinuousClock.now
    var exitCode: Int32?
    var isHangingUp = false
    var isClosed = false
    /// The reader has gone: nothing will change any more.
    var isOver = false
  }

  let slavePath: String
  private let master: Int32
  /// Wakes the reader: a pipe that never fills, because one byte is enough.
  private let wakeRead: Int32
  private let wakeWrite: Int32
  private let state: Mutex<State>

  init(columns: Int, rows: Int) throws {
    var path = [CChar](repeating: 0, count: 128)
    var pipes: [Int32] = [0, 0]
    let master = unsafe srt_open_pty(&path, Int32(path.count))
    guard master >= 0, unsafe pipe(&pipes) == 0, let screen = VirtualScreen(columns: columns, rows: rows)
    else {
      throw ChildProcess.Failure(description: "no pseudo-terminal: error \(errno)")
    }
    for descriptor in pipes {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    srt_set_window_size(master, Int32(columns), Int32(rows))
    self.master = master
    wakeRead = pipes[0]
    wakeWrite = pipes[1]
    slavePath = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    state = Mutex(State(screen: screen))
  }

  deinit {
    close(wakeRead)
    close(wakeWrite)
  }

  /// Starts the two threads: one reads until the end, one waits for the child, if there is one.
  func begin(_ child: pid_t?) {
    DispatchQueue(label: "terminal reader").async { self.readUntilEnd() }
    guard let child else {
      state.withLock { $0.exitCode = 0 }
      return
    }
    DispatchQueue(label: "terminal child").async {
      let code = ChildProcess.waitBlocking(child)
      // Its last words are in the terminal by now: whoever hears of the end finds them on the screen.
      self.readMaster()
      self.state.withLock { $0.exitCode = code }
      self.wake()
    }
  }

  var exitCode: Int32? { state.withLock { $0.exitCode } }
  var bytesReceived: Int { state.withLock { $0.transcript.count } }
  var transcript: [UInt8] { state.withLock { $0.transcript } }
  var snapshot: ScreenSnapshot { state.withLock { $0.screen.snapshot } }

  func write(_ bytes: [UInt8]) {
    state.withLock { $0.outgoing += bytes }
    wake()
  }

  func resize(columns: Int, rows: Int) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.screen.resize(columns: columns, rows: rows)
      srt_set_window_size(master, Int32(columns), Int32(rows))
    }
  }

  func hangUp() {
    state.withLock { $0.isHangingUp = true }
    wake()
  }

  /// Waits until the condition holds or the deadline has passed; says which.
  func wait(until deadline: ContinuousClock.Instant, _ condition: @escaping Condition) async -> (
    ScreenSnapshot, Bool
  ) {
    await withCheckedContinuation { continuation in
      let last: (ScreenSnapshot, Bool)? = state.withLock { state in
        if state.isOver {
          let snapshot = state.screen.snapshot
          return (snapshot, condition(snapshot, state.exitCode))
        }
        state.waiters.append(Waiter(deadline: deadline, condition: condition, continuation: continuation))
        return nil
      }
      if let last { continuation.resume(returning: last) } else { wake() }
    }
  }

  private func wake() {
    _ = unsafe Glibc.write(wakeWrite, [1], 1)
  }

  private func readUntilEnd() {
    while !settle() {
      var entries = [pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)]
      if let events = state.withLock({ $0.isClosed ? nil : POLLIN | ($0.outgoing.isEmpty ? 0 : POLLOUT) }) {
        entries.append(pollfd(fd: master, events: Int16(events), revents: 0))
      }
      _ = unsafe poll(&entries, nfds_t(entries.count), millisecondsToDeadline())
      var wakes = [UInt8](repeating: 0, count: 64)
      while unsafe read(wakeRead, &wakes, wakes.count) > 0 {}
      readMaster()
      writeMaster()
    }
  }

  private func millisecondsToDeadline() -> Int32 {
    let next: ContinuousClock.Instant? = state.withLock { state in
      guard let deadline = state.waiters.map(\.deadline).min() else { return nil }
      guard let pause = Self.pause(before: state) else { return deadline }
      return min(deadline, state.lastInput + pause)
    }
    guard let next else { return -1 }
    let left = ContinuousClock.now.duration(to: next).components
    return Int32(clamping: max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1))
  }

  private func readMaster() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    state.withLock { state in
      guard !state.isClosed else { return }
      let count = unsafe read(master, &buffer, buffer.count)
      if count > 0 {
        let news = Array(buffer[..<count])
        state.transcript += news
        state.lastInput = .now
        state.outgoing += state.frames.take(news) + state.screen.feed(news)
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        // EIO: nobody holds the other side any more.
        state.isHangingUp = true
      }
      if state.isHangingUp {
        close(master)
        state.isClosed = true
      }
    }
  }

  private func writeMaster() {
    state.withLock { state in
      guard !state.isClosed, !state.outgoing.isEmpty else { return }
      let count = unsafe Glibc.write(master, state.outgoing, state.outgoing.count)
      if count > 0 { state.outgoing.removeFirst(count) }
    }
  }

  /// How long nothing must have come for the picture to be whole; nil when it is whole at once.
  private static func pause(before state: State) -> Duration? {
    if state.isClosed || state.exitCode != nil { return nil }
    return switch state.frames.standing {
    case .whole: nil
    case .unmarked: .milliseconds(25)
    // Nobody needs this long between two halves of a frame, unless it was killed there.
    case .drawing: .seconds(5)
    }
  }

  /// Answers the waiters whose time has come; true when there is nothing left to do.
  private func settle() -> Bool {
    let (done, isOver) = state.withLock { state in
      var done: [(Waiter, ScreenSnapshot, Bool)] = []
      if !state.waiters.isEmpty {
        let snapshot = state.screen.snapshot
        let now = ContinuousClock.now
        // Half a frame proves nothing: what was waited for may be there and what it stands beside not yet.
        let isWhole = Self.pause(before: state).map { now - state.lastInput >= $0 } ?? true
        state.waiters.removeAll { waiter in
          let holds = (isWhole || now >= waiter.deadline) && waiter.condition(snapshot, state.exitCode)
          if holds || now >= waiter.deadline { done.append((waiter, snapshot, holds)) }
          return holds || now >= waiter.deadline
        }
      }
      state.isOver = state.isClosed && state.exitCode != nil && state.waiters.isEmpty
      return (done, state.isOver)
    }
    for (waiter, snapshot, holds) in done { waiter.continuation.resume(returning: (snapshot, holds)) }
    return isOver
  }
}
