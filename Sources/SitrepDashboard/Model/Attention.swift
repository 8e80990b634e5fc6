import SitrepCore

/// When the person at this screen last looked: what came since is news to them.
nonisolated struct Attention: Hashable, Sendable {
  struct Moment: Hashable, Sendable {
    var at: Instant
    var sequence: Int64
  }

  /// The newest key.
  private var last: Moment?
  /// The last key before the newest pause.
  private(set) var away: Moment?

  /// So long without a key is a pause: shorter ones are reading.
  static let pause = TimeSpan.minutes(1)

  /// Takes note of a key.
  mutating func look(at now: Instant, sequence: Int64) {
    if let last, now - last.at >= Attention.pause { away = last }
    last = Moment(at: now, sequence: sequence)
  }

  /// Lines of the timeline since the last pause began, newest last; nil when there was none.
  func changes(in state: State) -> (since: Instant, lines: [TimelineEntry])? {
    away.map { away in (away.at, state.timeline.filter { $0.sequence > away.sequence }) }
  }
}
