import Dispatch
import Synchronization

/// Runs the jobs of the tasks that prefer it one after another, and knows when none is left.
///
/// What runs on it is at rest when the count is zero: however busy the machine is, nobody is about to act.
final class CountingExecutor: TaskExecutor {
  private struct Inner {
    var jobs = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let inner = Mutex(Inner())
  private let queue = DispatchQueue(label: "counting executor")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    inner.withLock { $0.jobs += 1 }
    queue.async { [self] in
      // Safe: the queue runs each job that it is given exactly once.
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      let freed = inner.withLock { inner -> [CheckedContinuation<Void, Never>] in
        inner.jobs -= 1
        guard inner.jobs == 0 else { return [] }
        defer { inner.waiting = [] }
        return inner.waiting
      }
      for continuation in freed { continuation.resume() }
    }
  }

  /// Returns when no job is queued or running.
  func idle() async {
    await withCheckedContinuation { continuation in
      let isIdle = inner.withLock { inner in
        if inner.jobs > 0 { inner.waiting.append(continuation) }
        return inner.jobs == 0
      }
      if isIdle { continuation.resume() }
    }
  }
}
