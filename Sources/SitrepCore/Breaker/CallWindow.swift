/// The calls that a rate arm looks at, counted in a few slots that are used in turn.
///
/// Its size does not grow with traffic, and counting a success allocates nothing.
package struct CallWindow: Hashable, Codable, Sendable {
  private static let slotCount = 10

  /// Words of failures and how often each came; rare ones beyond a few kinds are counted together.
  struct Tally: Hashable, Codable, Sendable {
    private static let kinds = 8
    private static let others = "other"
    private(set) var counts: [Count] = []

    struct Count: Hashable, Codable, Sendable {
      var word: String
      var count: Int
    }

    mutating func add(_ word: String, _ number: Int = 1) {
      if let index = counts.firstIndex(where: { $0.word == word }) {
        counts[index].count += number
      } else if counts.count < Tally.kinds {
        counts.append(Count(word: word, count: number))
      } else if let last = counts.firstIndex(where: { $0.word == Tally.others }) {
        counts[last].count += number
      } else {
        counts.append(Count(word: Tally.others, count: number))
      }
    }
  }

  private struct Slot: Hashable, Codable, Sendable {
    /// Which stretch of time, or of calls, it counts; -1 for none yet.
    var tick: Int64 = -1
    var calls = 0
    var slow = 0
    var failed = Tally()
    var firstFailure: Instant?
    var lastFailure: Instant?
  }

  /// What was counted.
  struct Sum: Hashable, Sendable {
    var calls = 0
    var slow = 0
    var failed = 0
    var firstFailure: Instant?
    var lastFailure: Instant?
  }

  let extent: RateArm.Extent
  private var slots: [Slot]
  private var newest: Int64 = -1
  /// Calls ever counted, for windows of calls.
  private var counted: Int64 = 0

  init(_ extent: RateArm.Extent) {
    self.extent = extent
    let count =
      switch extent {
      case .time: CallWindow.slotCount
      // The slot that is being filled comes on top, or the window would be short of calls after each turn.
      case .calls(let number): number <= CallWindow.slotCount ? max(1, number) : CallWindow.slotCount + 1
      }
    slots = Array(repeating: Slot(), count: count)
  }

  /// Counts one call; `word` is its failure in a word.
  mutating func add(failure word: String?, isSlow: Bool, at now: Instant) {
    let index = slot(at: now)
    slots[index].calls += 1
    if isSlow { slots[index].slow += 1 }
    guard let word else { return }
    slots[index].failed.add(word)
    if slots[index].firstFailure == nil { slots[index].firstFailure = now }
    slots[index].lastFailure = now
  }

  /// The slot that counts now, emptied when its turn has come again.
  private mutating func slot(at now: Instant) -> Int {
    let tick = tick(at: now)
    let count = Int64(slots.count)
    if newest - tick >= count { self = CallWindow(extent) }
    // A clock that went back a little goes on counting where it was.
    newest = max(newest, tick)
    counted += 1
    let index = Int(newest % count)
    if slots[index].tick != newest {
      slots[index] = Slot()
      slots[index].tick = newest
    }
    return index
  }

  private func tick(at now: Instant) -> Int64 {
    switch extent {
    case .time(let span): max(0, now.nanoseconds) / max(1, span.nanoseconds / Int64(CallWindow.slotCount))
    case .calls(let number): counted / Int64((number + CallWindow.slotCount - 1) / CallWindow.slotCount)
    }
  }

  /// As of the newest call.
  var sum: Sum {
    var sum = Sum()
    for slot in slots where isLive(slot) {
      sum.calls += slot.calls
      sum.slow += slot.slow
      for one in slot.failed.counts { sum.failed += one.count }
      if let first = slot.firstFailure { sum.firstFailure = min(sum.firstFailure ?? first, first) }
      if let last = slot.lastFailure { sum.lastFailure = max(sum.lastFailure ?? last, last) }
    }
    return sum
  }

  /// What failed in it, in words: "529 ×9, 500 ×3".
  var tally: String {
    var tally = Tally()
    for slot in slots where isLive(slot) {
      for one in slot.failed.counts { tally.add(one.word, one.count) }
    }
    return Breaker.tally(tally.counts.map { ($0.word, $0.count) })
  }

  private func isLive(_ slot: Slot) -> Bool {
    slot.tick >= 0 && newest - slot.tick < Int64(slots.count)
  }
}
