import SitrepAdapters
import SitrepCore
import SitrepEngine

/// When an engine ends by itself.
struct Lifetime: Sendable {
  /// How long it goes on after the last viewer left; nil for ever.
  var linger: TimeSpan?
  /// Ends with this process, when it is that one's demo.
  var parent: Int?

  /// An engine that a dashboard started waits this long for the next viewer (DESIGN section 1).
  static let standardLinger = TimeSpan.minutes(10)

  /// Watches for signals, an empty room and a dead parent; asks the engine to stop at the first.
  func watch(_ engine: Engine, _ viewers: AsyncStream<Int>, _ clock: SystemClock) async {
    let reason = await withTaskGroup(of: String?.self) { group in
      group.addTask {
        for await signal in Signals.watch([.terminate, .interrupt]) { return "told to by signal \(signal)" }
        return nil
      }
      group.addTask { await emptied(engine, viewers, clock) }
      group.addTask { await orphaned(clock) }
      var reason: String?
      while reason == nil, let next = await group.next() { reason = next }
      group.cancelAll()
      return reason
    }
    if let reason { await engine.stop(reason: reason) }
  }

  private func emptied(_ engine: Engine, _ viewers: AsyncStream<Int>, _ clock: SystemClock) async -> String? {
    guard let linger else { return nil }
    let room = Room(emptySince: clock.now())
    return await withTaskGroup(of: String?.self) { group in
      group.addTask {
        for await count in viewers { await room.note(count, at: clock.now()) }
        return nil
      }
      group.addTask {
        while !Task.isCancelled {
          try? await clock.sleep(until: clock.now() + .seconds(1))
          guard let since = await room.emptySince, clock.now() - since >= linger else { continue }
          let state = await engine.state()
          if state.openIncident == nil, state.settings.gateway == nil {
            return "nobody watched for \(linger.wholeSeconds / 60) min"
          }
        }
        return nil
      }
      var reason: String?
      while reason == nil, let next = await group.next() { reason = next }
      group.cancelAll()
      return reason
    }
  }

  private func orphaned(_ clock: SystemClock) async -> String? {
    guard let parent else { return nil }
    while !Task.isCancelled {
      if Host.parentPid != parent { return "its dashboard is gone" }
      try? await clock.sleep(until: clock.now() + .milliseconds(500))
    }
    return nil
  }

  /// Since when nobody watches.
  private actor Room {
    private(set) var emptySince: Instant?

    init(emptySince: Instant) {
      self.emptySince = emptySince
    }

    func note(_ viewers: Int, at now: Instant) {
      emptySince = viewers > 0 ? nil : emptySince ?? now
    }
  }
}
