import SitrepCore

/// One who watches.
///
/// Falling behind costs it the events in between, never the engine its time.
struct Subscriber {
  /// Updates kept for one that is slow.
  static let room = 64

  let continuation: AsyncStream<EngineUpdate>.Continuation
  private var isBehind = false
  /// Whether somebody still listens.
  private(set) var isAlive = true

  init(continuation: AsyncStream<EngineUpdate>.Continuation) {
    self.continuation = continuation
  }

  mutating func offer(checkpoint state: State) {
    isBehind = !yield(.checkpoint(state))
  }

  /// Gives the update, or, after one was lost, the whole state as soon as there is room.
  mutating func offer(_ update: EngineUpdate, else state: State) {
    if isBehind { return offer(checkpoint: state) }
    isBehind = !yield(update)
  }

  private mutating func yield(_ update: EngineUpdate) -> Bool {
    switch continuation.yield(update) {
    case .enqueued: return true
    case .dropped: return false
    case .terminated:
      isAlive = false
      return true
    @unknown default: return false
    }
  }
}
