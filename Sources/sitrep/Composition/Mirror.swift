import SitrepAdapters
import SitrepCore

/// A viewer's own fold of what the engine sends: snapshots for the screen, at most four a second.
actor Mirror {
  private var state: State?
  private var trouble: CleanText?
  private let snapshots: AsyncStream<Snapshot>.Continuation
  private let clock: any EngineClock
  private var lastShownAt: Instant?
  private var isWaiting = false

  struct Snapshot: Sendable {
    var state: State
    var trouble: CleanText?
  }

  /// Least time between two snapshots: within the ten a second of DESIGN section 5, binding 6, and slow enough
  /// that counters which move several times a second cost one repaint, not several.
  private static let interval = TimeSpan.milliseconds(250)

  init(clock: any EngineClock, snapshots: AsyncStream<Snapshot>.Continuation) {
    self.clock = clock
    self.snapshots = snapshots
  }

  /// Follows one connection to its end.
  func follow(_ service: some EngineService) async {
    let updates = await service.subscribe()
    // An engine says its trouble to every new viewer; the old one's is gone with it.
    trouble = nil
    await withDiscardingTaskGroup { group in
      for await update in updates {
        take(update)
        if let wait = due() { group.addTask { await self.show(after: wait) } }
      }
      group.cancelAll()
    }
    isWaiting = false
  }

  private func take(_ update: EngineUpdate) {
    switch update {
    case .checkpoint(let newest): state = newest
    case .events(let events): for event in events { state?.fold(event) }
    case .trouble(let reason): trouble = reason
    }
  }

  /// Nil when shown at once or when a showing is under way.
  private func due() -> TimeSpan? {
    guard !isWaiting else { return nil }
    let now = clock.now()
    let since = lastShownAt.map { now - $0 } ?? Mirror.interval
    if since >= Mirror.interval {
      show()
      return nil
    }
    isWaiting = true
    return Mirror.interval - since
  }

  private func show(after wait: TimeSpan) async {
    try? await clock.sleep(until: clock.now() + wait)
    isWaiting = false
    show()
  }

  private func show() {
    guard let state else { return }
    lastShownAt = clock.now()
    snapshots.yield(Snapshot(state: state, trouble: trouble))
  }
}
