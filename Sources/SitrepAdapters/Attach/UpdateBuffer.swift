import SitrepCore

/// Updates that one reader has not taken yet; bounded, since a fresh checkpoint can replace them all.
struct UpdateBuffer {
  /// More waiting events than this are thrown away for a checkpoint.
  static let mostEvents = 20_000

  private var updates: [EngineUpdate] = []
  private var events = 0
  /// Waits for a checkpoint: events before it would be folded into the wrong state.
  private(set) var isStale = true
  /// Threw its updates away; the checkpoint is asked for when the reader next reads.
  private(set) var wantsCheckpoint = false
  var waiter: CheckedContinuation<EngineUpdate?, Never>?

  mutating func take(_ update: EngineUpdate) {
    switch update {
    case .checkpoint:
      updates = []
      events = 0
      isStale = false
      wantsCheckpoint = false
    case .trouble: break
    case .events(let more):
      guard !isStale else { return }
      events += more.count
      guard events <= Self.mostEvents else {
        updates = []
        events = 0
        isStale = true
        wantsCheckpoint = true
        return
      }
    }
    if let waiter {
      self.waiter = nil
      waiter.resume(returning: update)
    } else {
      updates.append(update)
    }
    if updates.isEmpty { events = 0 }
  }

  mutating func next() -> EngineUpdate? {
    guard !updates.isEmpty else { return nil }
    let update = updates.removeFirst()
    if case .events(let taken) = update { events -= taken.count }
    return update
  }
}
