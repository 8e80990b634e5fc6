import SitrepCore
import SitrepGateway

/// What is due when, in order of time and then of entry.
struct DrillAgenda {
  /// One thing to do, by the index of its plan.
  enum Errand {
    case send(Int)
    case observed(Int, ProbePurpose, Observation)
    case fetch(Int)
    case read(Int, FeedReport)
    case check(Int)
    case checked(Int, ControlObservation)
    /// Something happens on our own side.
    case own(Int)
    /// A person acts.
    case act(Int)
    /// An application calls the gateway.
    case call(Int)
    /// A call goes on: its number, and what its attempt came to.
    case callWent(Int, CallEvent)
    /// Nothing but to look: an expectation names this moment.
    case look

    /// That a request left changes nothing that policy could see.
    var isRequest: Bool {
      switch self {
      case .send, .fetch, .check, .call, .callWent: true
      case .observed, .read, .checked, .own, .act, .look: false
      }
    }
  }

  private var entries: [(at: Instant, errand: Errand)] = []

  /// When the next thing is due.
  var next: Instant? { entries.first?.at }

  mutating func add(_ errand: Errand, at moment: Instant) {
    let index = entries.lastIndex { $0.at <= moment }.map { $0 + 1 } ?? 0
    entries.insert((moment, errand), at: index)
  }

  mutating func pop(due now: Instant) -> Errand? {
    guard let first = entries.first, first.at <= now else { return nil }
    return entries.removeFirst().errand
  }

  /// Replaces what is under way by what `end` makes of it, due at `moment`.
  mutating func interrupt(at moment: Instant, _ end: (Errand) -> Errand?) {
    let ended = entries.compactMap { end($0.errand) }
    entries.removeAll { end($0.errand) != nil }
    for errand in ended { add(errand, at: moment) }
  }
}
