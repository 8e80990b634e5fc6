package import Dispatch

/// A serial executor on a thread of its own, so that what blocks there never holds the cooperative pool.
///
/// Dispatch event handlers set on `queue` run on this executor too and may assume an actor's isolation.
package final class QueueExecutor: SerialExecutor {
  package let queue: DispatchQueue

  /// `label` is what a debugger shows for the queue.
  package init(label: String) {
    queue = DispatchQueue(label: label)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async { unsafe job.runSynchronously(on: executor) }
  }

  package func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
