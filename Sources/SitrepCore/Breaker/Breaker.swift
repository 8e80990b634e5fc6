/// A circuit breaker as a value: evidence goes in, transitions come out, nothing is decided behind your back.
///
/// `record` and `admit` only keep evidence; `due` says which transition the evidence asks for;
/// `apply` makes it. So a journal can carry each transition as an event between the two.
/// The operator's forced states are not here but in `Control`: no evidence can leave them.
package struct Breaker: Hashable, Codable, Sendable {
  package enum Position: String, Codable, Sendable {
    case closed
    case open
    case halfOpen
  }

  package private(set) var position: Position
  /// When the present position was entered.
  package private(set) var since: Instant
  /// While open: when half-open trials begin.
  package private(set) var openUntil: Instant?
  /// Grows with each transition; a result from an earlier one changes nothing.
  package private(set) var generation: Int
  /// Failed calls in a row, newest last; at most the number that opens it.
  package private(set) var failures: [String]
  package private(set) var trialSuccesses: Int
  /// When each permit that is out was given.
  package private(set) var permits: [Instant]
  private var trialFailure: String?

  package init(since: Instant) {
    position = .closed
    self.since = since
    generation = 0
    failures = []
    trialSuccesses = 0
    permits = []
  }

  /// Whether a call may go out now; a half-open breaker hands out a permit.
  package mutating func admit(at now: Instant, settings: BreakerSettings) -> Bool {
    switch position {
    case .closed: return true
    case .open: return false
    case .halfOpen:
      permits.removeAll { now - $0 >= settings.permitLease || now < $0 }
      guard permits.count < settings.halfOpenPermits else { return false }
      permits.append(now)
      return true
    }
  }

  /// Keeps the outcome of one call.
  ///
  /// What counts neither way must not be recorded (see `Outcome.counts`).
  ///
  /// `word` is the failure in a word ("529"), nil for a success; `generation` is the one under which
  /// the call was admitted.
  package mutating func record(failure word: String?, generation: Int, settings: BreakerSettings) {
    guard generation == self.generation else { return }
    switch (position, word) {
    case (.closed, nil): failures.removeAll()
    case (.closed, let word?):
      failures.append(word)
      failures.removeFirst(max(0, failures.count - settings.failuresToOpen))
    case (.open, _): break
    case (.halfOpen, nil):
      returnPermit()
      trialSuccesses += 1
    case (.halfOpen, let word?):
      returnPermit()
      trialFailure = word
    }
  }

  /// Gives a permit back without an outcome: the caller hung up, or the failure was its own.
  package mutating func release(generation: Int) {
    guard generation == self.generation, position == .halfOpen else { return }
    returnPermit()
  }

  private mutating func returnPermit() {
    if !permits.isEmpty { permits.removeFirst() }
  }

  /// The transition that the evidence asks for now, with its reason in words and numbers.
  package func due(at now: Instant, settings: BreakerSettings) -> Transition? {
    switch position {
    case .closed:
      guard failures.count >= settings.failuresToOpen else { return nil }
      return Transition(
        to: .open, until: now + settings.openFor,
        reason: "\(failures.count) of the last \(failures.count) failed: \(Breaker.tally(failures))")
    case .open:
      guard let openUntil, now >= openUntil || now < since else { return nil }
      return Transition(
        to: .halfOpen, until: nil,
        reason:
          "open for \((now - since).magnitude.wholeSeconds) s; \(settings.halfOpenPermits) trial calls may pass"
      )
    case .halfOpen:
      if let trialFailure {
        return Transition(
          to: .open, until: now + settings.openFor, reason: "trial call failed: \(trialFailure)")
      }
      guard trialSuccesses >= settings.successesToClose else { return nil }
      return Transition(to: .closed, until: nil, reason: "\(trialSuccesses) trial calls succeeded")
    }
  }

  /// Makes a transition.
  package mutating func apply(_ transition: Transition, at now: Instant) {
    position = transition.to
    since = now
    openUntil = transition.until
    generation += 1
    failures.removeAll()
    trialSuccesses = 0
    trialFailure = nil
    permits.removeAll()
  }

  /// The next moment at which `due` can change without new evidence.
  package var nextDeadline: Instant? { position == .open ? openUntil : nil }

  /// A transition that is asked for or made.
  package struct Transition: Hashable, Codable, Sendable {
    package var to: Position
    package var until: Instant?
    package var reason: String

    package init(to: Position, until: Instant?, reason: String) {
      self.to = to
      self.until = until
      self.reason = reason
    }
  }

  /// "529 ×4, 500 ×1", most frequent first.
  package static func tally(_ words: [String]) -> String {
    var counts: [(word: String, count: Int)] = []
    for word in words {
      if let index = counts.firstIndex(where: { $0.word == word }) {
        counts[index].count += 1
      } else {
        counts.append((word, 1))
      }
    }
    return counts.sorted { ($0.count, $1.word) > ($1.count, $0.word) }
      .map { "\($0.word) ×\($0.count)" }.joined(separator: ", ")
  }
}

extension Outcome {
  /// Whether a breaker counts it: the caller's own mistakes and own quota say nothing about the platform.
  ///
  /// 429 cools a key instead; a request error is the caller's; content is judged by severity.
  package var countsForBreaker: Bool {
    switch self {
    case .ok, .slow: true
    case .failed(.network), .failed(.timeout), .failed(.stalled), .failed(.overload), .failed(.server): true
    case .failed(.auth), .failed(.quota), .failed(.request), .failed(.content): false
    }
  }
}
