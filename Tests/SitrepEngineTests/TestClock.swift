import SitrepCore
import Synchronization

/// Time that moves only when a test says so.
final class TestClock: EngineClock {
  private struct Sleeper {
    var deadline: Instant
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct Inner {
    var now: Instant
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
    var next = 0
  }

  private let inner: Mutex<Inner>
  /// Where the engine under test runs, so that time moves on only when nobody has anything left to do.
  let executor = CountingExecutor()

  init(at start: Instant = Instant(seconds: 1_785_354_300)) {
    inner = Mutex(Inner(now: start))
  }

  func now() -> Instant { inner.withLock(\.now) }

  func takeStep() -> ClockStepped? { nil }

  func sleep(until deadline: Instant) async throws {
    let id = inner.withLock { inner in
      inner.next += 1
      return inner.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<Void, any Error>? = inner.withLock { inner in
          if inner.cancelled.remove(id) != nil { return .failure(CancellationError()) }
          if deadline <= inner.now { return .success(()) }
          inner.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let sleeper = inner.withLock { inner in
        let sleeper = inner.sleepers.removeValue(forKey: id)
        if sleeper == nil { inner.cancelled.insert(id) }
        return sleeper
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves on to the next deadline that somebody waits for, at most to `limit`.
  func step(to limit: Instant) {
    let due = inner.withLock { inner -> [Sleeper] in
      let next = inner.sleepers.values.map(\.deadline).min() ?? limit
      inner.now = max(inner.now, min(limit, next))
      let due = inner.sleepers.filter { $0.value.deadline <= inner.now }
      for id in due.keys { inner.sleepers[id] = nil }
      return Array(due.values)
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Lets `span` pass at once, as for a process that was stopped: everybody wakes late, together.
  func jump(by span: TimeSpan) async {
    let due = inner.withLock { inner -> [Sleeper] in
      inner.now = inner.now + span
      let due = inner.sleepers.filter { $0.value.deadline <= inner.now }
      for id in due.keys { inner.sleepers[id] = nil }
      return Array(due.values)
    }
    for sleeper in due { sleeper.continuation.resume() }
    await executor.idle()
  }

  /// Lets `span` pass in steps, giving everybody time to act after each.
  func advance(by span: TimeSpan) async {
    let end = now() + span
    await executor.idle()
    while now() < end {
      step(to: end)
      await executor.idle()
    }
  }
}
