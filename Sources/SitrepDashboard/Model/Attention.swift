package import SitrepCore

/// Where the journal stood when somebody last looked at it.
package nonisolated struct Seen: Hashable, Codable, Sendable {
  package var at: Instant
  package var sequence: Int64

  package init(at: Instant, sequence: Int64) {
    self.at = at
    self.sequence = sequence
  }
}

/// When the person at this screen last looked: what came since is news to them.
nonisolated struct Attention: Hashable, Sendable {
  /// The newest key.
  private var last: Seen?
  /// The last key before the newest pause.
  private(set) var away: Seen?

  /// So long without a key is a pause: shorter ones are reading.
  static let pause = TimeSpan.minutes(1)

  /// Takes note of a key.
  mutating func look(at now: Instant, sequence: Int64) {
    if let last, now - last.at >= Attention.pause { away = last }
    last = Seen(at: now, sequence: sequence)
  }

  /// What this person or terminal saw when it left last: news begin there, unless a pause here is older.
  mutating func remember(_ seen: Seen?, at now: Instant) {
    guard let seen, now - seen.at >= Attention.pause else { return }
    if let away, away.sequence <= seen.sequence { return }
    away = seen
  }

  /// Lines of the timeline since the last pause began, newest last; nil when there was none.
  func changes(in state: State) -> (since: Instant, lines: [TimelineEntry])? {
    // A mark from beyond the journal's end is of another journal.
    away.flatMap { $0.sequence <= state.sequence ? $0 : nil }.map { away in
      (away.at, state.timeline.filter { $0.sequence > away.sequence })
    }
  }
}
