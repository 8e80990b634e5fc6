import SitrepCore

/// What is due when, in order of time and then of entry.
struct DrillAgenda {
  /// One thing to do, by the index of its plan.
  enum Errand {
    case send(Int)
    case observed(Int, Observation)
    case fetch(Int)
    case read(Int, FeedReport)
    case check(Int)
    case checked(Int, ControlObservation)
  }

  private var entries: [(at: Instant, errand: Errand)] = []

  /// When the next thing is due.
  var next: Instant? { entries.first?.at }

  mutating func add(_ errand: Errand, at moment: Instant) {
    let index = entries.firstIndex { $0.at > moment } ?? entries.endIndex
    entries.insert((moment, errand), at: index)
  }

  mutating func pop(due now: Instant) -> Errand? {
    guard let first = entries.first, first.at <= now else { return nil }
    return entries.removeFirst().errand
  }
}
