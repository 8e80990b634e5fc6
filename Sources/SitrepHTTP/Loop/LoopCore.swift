import CLinux
import Glibc

/// The part of the loop that lives on its thread: descriptors, timers, and work to do before waiting again.
///
/// `@safe`: the one buffer lives as long as the object and is read only up to the count the kernel returned.
@safe final class LoopCore {
  private struct Watch {
    let generation: UInt32
    let handler: (Int32, Readiness) -> Void
  }

  private let epoll: Int32
  private var watches: [Watch?] = []
  private var lastGeneration: UInt32 = 0
  private var timers = TimerQueue()
  private var soon: [() -> Void] = []
  private var skipsNextWait = false
  private var stopHooks: [UInt64: () -> Void] = [:]
  private var lastHook: UInt64 = 0
  private let reports: UnsafeMutableBufferPointer<srt_ready>

  init(epoll: Int32) {
    self.epoll = epoll
    unsafe reports = .allocate(capacity: 256)
    unsafe reports.initialize(repeating: srt_ready(token: 0, events: 0))
  }

  deinit {
    unsafe reports.deallocate()
    close(epoll)
  }

  static func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  // MARK: Descriptors

  func watch(_ fd: Int32, for events: Readiness, handler: @escaping (Int32, Readiness) -> Void) -> Int32 {
    lastGeneration &+= 1
    let token = UInt64(lastGeneration) << 32 | UInt64(UInt32(bitPattern: fd))
    guard srt_epoll_add(epoll, fd, events.rawValue, token) == 0 else { return errno }
    while watches.count <= Int(fd) { watches.append(nil) }
    watches[Int(fd)] = Watch(generation: lastGeneration, handler: handler)
    return 0
  }

  func rewatch(_ fd: Int32, for events: Readiness) {
    guard fd >= 0, Int(fd) < watches.count, let watch = watches[Int(fd)] else { return }
    let token = UInt64(watch.generation) << 32 | UInt64(UInt32(bitPattern: fd))
    _ = srt_epoll_change(epoll, fd, events.rawValue, token)
  }

  func unwatch(_ fd: Int32) {
    guard fd >= 0, Int(fd) < watches.count, watches[Int(fd)] != nil else { return }
    watches[Int(fd)] = nil
    _ = srt_epoll_remove(epoll, fd)
  }

  func isWatching(_ fd: Int32) -> Bool { fd >= 0 && Int(fd) < watches.count && watches[Int(fd)] != nil }

  // MARK: Work and timers

  func schedule(at deadline: UInt64, _ action: @escaping () -> Void) -> TimerID {
    timers.add(at: deadline, action)
  }

  func cancel(_ timer: TimerID) { timers.cancel(timer) }

  func enqueue(_ work: @escaping () -> Void) { soon.append(work) }

  /// The loop's inbox has something new, which is looked at between turns.
  func skipNextWait() { skipsNextWait = true }

  func addStopHook(_ hook: @escaping () -> Void) -> UInt64 {
    lastHook += 1
    stopHooks[lastHook] = hook
    return lastHook
  }

  func removeStopHook(_ id: UInt64) { stopHooks[id] = nil }

  // MARK: One turn

  /// Runs what is due, then waits for descriptors and runs their handlers.
  func turn() {
    runSoon()
    runTimers()
    runSoon()
    let count = unsafe srt_epoll_wait(epoll, reports.baseAddress, 256, waitMilliseconds())
    skipsNextWait = false
    guard count > 0 else { return }
    for index in 0..<Int(count) {
      unsafe dispatch(token: reports[index].token, events: reports[index].events)
    }
  }

  private func dispatch(token: UInt64, events: UInt32) {
    let fd = Int32(bitPattern: UInt32(truncatingIfNeeded: token))
    guard Int(fd) < watches.count, let watch = watches[Int(fd)], watch.generation == UInt32(token >> 32)
    else {
      return
    }
    watch.handler(fd, Readiness(rawValue: events))
  }

  private func runSoon() {
    guard !soon.isEmpty else { return }
    let work = soon
    soon.removeAll(keepingCapacity: true)
    for item in work { item() }
  }

  private func runTimers() {
    guard timers.nextDeadline != nil else { return }
    let now = Self.now()
    while let action = timers.takeDue(at: now) { action() }
  }

  /// Rounded up, so that a timer is never found not quite due.
  private func waitMilliseconds() -> Int32 {
    guard soon.isEmpty, !skipsNextWait else { return 0 }
    guard let deadline = timers.nextDeadline else { return -1 }
    let now = Self.now()
    guard deadline > now else { return 0 }
    return Int32(min((deadline - now + 999_999) / 1_000_000, 3_600_000))
  }

  /// Lets clients and servers close what they own, then forgets everything.
  func tearDown() {
    for (_, hook) in stopHooks.sorted(by: { $0.key < $1.key }) { hook() }
    for _ in 0..<4 { runSoon() }
    stopHooks = [:]
    timers.removeAll()
    watches = []
    soon = []
  }
}
