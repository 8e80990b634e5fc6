import CLinux
import Glibc
import Synchronization

/// One thread that waits for descriptors and timers and carries all HTTP traffic.
///
/// `submit` and `stop` may be called from anywhere; everything else only on the loop's own thread,
/// which is checked. The loop lives until `stop`.
package final class EventLoop: Sendable {
  private struct Inbox {
    var work: [@Sendable () -> Void] = []
    var isOpen = true
    var thread: pthread_t?
  }

  private let inbox = Mutex(Inbox())
  private let owner = Atomic<UInt>(0)
  private let wake: Int32
  private let name: String
  /// Touched only by the loop's thread once that has started; `core` checks it.
  private nonisolated(unsafe) let confinedCore: LoopCore

  /// Starts the thread; `name` is what the system shows for it, at most 15 bytes.
  package init(name: String) throws(HTTPError) {
    let epoll = srt_epoll_create()
    guard epoll >= 0 else { throw .system("create an event set", errno) }
    let wake = srt_eventfd()
    guard wake >= 0 else { throw .system("create a wake-up counter", errno) }
    self.wake = wake
    self.name = name
    unsafe confinedCore = LoopCore(epoll: epoll)
    try startThread()
  }

  deinit { close(wake) }

  private func startThread() throws(HTTPError) {
    let context = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { raw in
        guard let raw = unsafe raw else { return nil }
        let loop = unsafe Unmanaged<EventLoop>.fromOpaque(raw).takeRetainedValue()
        loop.run()
        return nil
      }, context.toOpaque())
    guard result == 0 else {
      unsafe context.release()
      throw .system("start the event loop's thread", result)
    }
    let started = thread
    inbox.withLock { $0.thread = started }
  }

  /// Runs `work` on the loop's thread, in the order of submission.
  ///
  /// False when the loop has stopped.
  @discardableResult
  package func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
    let (accepted, wasEmpty) = inbox.withLock { inbox in
      guard inbox.isOpen else { return (false, false) }
      inbox.work.append(work)
      return (true, inbox.work.count == 1)
    }
    if wasEmpty { isCurrent ? core.skipNextWait() : ring() }
    return accepted
  }

  /// Ends all transfers and servers and waits for the thread to finish.
  ///
  /// Not from the loop's own thread.
  package func stop() {
    let thread = inbox.withLock { inbox in
      inbox.isOpen = false
      let thread = inbox.thread
      inbox.thread = nil
      return thread
    }
    ring()
    if let thread, !isCurrent { pthread_join(thread, nil) }
  }

  /// Whether the caller is on the loop's thread.
  package var isCurrent: Bool { owner.load(ordering: .relaxed) == UInt(pthread_self()) }

  func requireCurrent() {
    precondition(isCurrent, "this belongs to the event loop's thread: use loop.submit")
  }

  private func ring() {
    var one: UInt64 = 1
    _ = unsafe write(wake, &one, 8)
  }

  private func run() {
    owner.store(UInt(pthread_self()), ordering: .relaxed)
    unsafe srt_name_thread(name)
    blockBrokenPipeSignal()
    let wake = self.wake
    _ = core.watch(wake, for: .read) { _, _ in
      var count: UInt64 = 0
      _ = unsafe read(wake, &count, 8)
    }
    while runInbox() { core.turn() }
    core.tearDown()
    _ = runInbox()
    core.tearDown()
    // The system may give this thread's name to another one.
    owner.store(0, ordering: .relaxed)
  }

  /// A write to a connection that is gone raises SIGPIPE on the writing thread: blocked, it stays an error code.
  private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// False once the loop is to stop.
  private func runInbox() -> Bool {
    let (work, isOpen) = inbox.withLock { inbox in
      let work = inbox.work
      if !work.isEmpty { inbox.work.removeAll(keepingCapacity: work.count < 1024) }
      return (work, inbox.isOpen)
    }
    for item in work { item() }
    return isOpen
  }

  private var core: LoopCore {
    requireCurrent()
    return unsafe confinedCore
  }
}

// MARK: - On the loop's thread

extension EventLoop {
  /// Calls `handler` with the descriptor and what it is ready for, until `unwatch`.
  ///
  /// One watch per descriptor.
  package func watch(
    _ fd: Int32, for events: Readiness, handler: @escaping (Int32, Readiness) -> Void
  ) throws(HTTPError) {
    let code = core.watch(fd, for: events, handler: handler)
    guard code == 0 else { throw .system("watch a descriptor", code) }
  }

  func isWatching(_ fd: Int32) -> Bool { core.isWatching(fd) }

  /// Changes what a watched descriptor is watched for.
  package func rewatch(_ fd: Int32, for events: Readiness) { core.rewatch(fd, for: events) }

  /// Forgets a descriptor; reports already collected for it are dropped.
  ///
  /// Call before closing it.
  package func unwatch(_ fd: Int32) { core.unwatch(fd) }

  /// Runs `action` once after that many nanoseconds (rounded up to the next millisecond).
  @discardableResult
  package func schedule(after nanoseconds: UInt64, _ action: @escaping () -> Void) -> TimerID {
    core.schedule(at: LoopCore.now() + nanoseconds, action)
  }

  /// A timer that has run or is unknown is left alone.
  package func cancel(_ timer: TimerID) { core.cancel(timer) }

  /// Runs `work` on this thread after the current handler has returned, before waiting again.
  package func soon(_ work: @escaping () -> Void) { core.enqueue(work) }

  func addStopHook(_ hook: @escaping () -> Void) -> UInt64 { core.addStopHook(hook) }

  func removeStopHook(_ id: UInt64) { core.removeStopHook(id) }
}
