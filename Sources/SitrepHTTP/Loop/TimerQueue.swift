/// Names one scheduled timer, for cancelling it.
package struct TimerID: Hashable, Sendable {
  let value: UInt64
}

/// Deadlines in a binary heap; cancelled ones stay in it until they are due or outnumber the living.
struct TimerQueue {
  private struct Entry {
    let deadline: UInt64
    let id: UInt64
  }

  private var heap: [Entry] = []
  private var actions: [UInt64: () -> Void] = [:]
  private var lastID: UInt64 = 0

  /// The earliest deadline still wanted, in nanoseconds of the monotonic clock.
  var nextDeadline: UInt64? {
    mutating get {
      while let first = heap.first, actions[first.id] == nil { _ = popFirst() }
      return heap.first?.deadline
    }
  }

  mutating func add(at deadline: UInt64, _ action: @escaping () -> Void) -> TimerID {
    lastID += 1
    actions[lastID] = action
    heap.append(Entry(deadline: deadline, id: lastID))
    siftUp(from: heap.count - 1)
    return TimerID(value: lastID)
  }

  mutating func cancel(_ id: TimerID) {
    guard actions.removeValue(forKey: id.value) != nil else { return }
    if heap.count > 64, heap.count > 2 * actions.count { dropCancelled() }
  }

  /// Takes the earliest action whose deadline has come.
  mutating func takeDue(at now: UInt64) -> (() -> Void)? {
    guard let deadline = nextDeadline, deadline <= now, let first = popFirst() else { return nil }
    return actions.removeValue(forKey: first.id)
  }

  mutating func removeAll() {
    heap = []
    actions = [:]
  }

  /// A sorted array is a valid heap.
  private mutating func dropCancelled() {
    heap = heap.filter { actions[$0.id] != nil }.sorted(by: Self.precedes)
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.deadline != right.deadline ? left.deadline < right.deadline : left.id < right.id
  }

  private mutating func popFirst() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      siftDown()
    }
    return first
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.precedes(heap[child], heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && Self.precedes(heap[child], heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}
