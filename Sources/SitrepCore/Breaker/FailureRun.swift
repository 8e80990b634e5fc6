/// Failed calls in a row, newest last; a success ends the run.
package struct FailureRun: Hashable, Codable, Sendable {
  /// One word each ("529"), at most as many as open a breaker.
  package private(set) var words: [String] = []
  private var times: [Instant] = []
  /// The first failure of the run, which may be longer than what is kept of it.
  private var since: Instant?

  package init() {}

  /// A run of which only the words are known.
  init(words: [String], at moment: Instant) {
    self.words = words
    times = words.map { _ in moment }
    since = words.isEmpty ? nil : moment
  }

  mutating func add(_ word: String, at now: Instant, settings: BreakerSettings) {
    // A clock that went back must not make failures lie in the future.
    if let last = times.last, now < last { times = times.map { min($0, now) } }
    if let memory = settings.runMemory {
      let forgotten = times.prefix { now - $0 > memory }.count
      words.removeFirst(forgotten)
      times.removeFirst(forgotten)
    }
    since = times.isEmpty ? now : min(since ?? now, now)
    words.append(word)
    times.append(now)
    let surplus = max(0, words.count - settings.failuresToOpen)
    words.removeFirst(surplus)
    times.removeFirst(surplus)
  }

  mutating func end() {
    guard !words.isEmpty else { return }
    words.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    since = nil
  }

  /// Why this run opens a breaker; nil when it does not.
  func reason(_ settings: BreakerSettings) -> String? {
    guard words.count >= settings.failuresToOpen, let since, let last = times.last,
      last - since >= settings.spread
    else { return nil }
    return "\(words.count) of the last \(words.count) failed: \(Breaker.tally(words))"
  }
}
