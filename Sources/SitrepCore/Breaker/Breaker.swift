/// A circuit breaker as a value: evidence goes in, transitions come out, nothing is decided behind your back.
///
/// `record` and `admit` only keep evidence; `due` says which transition the evidence asks for;
/// `apply` makes it. So a journal can carry each transition as an event between the two.
/// The operator's forced states are not here but in `Control`: no evidence can leave them.
package struct Breaker: Hashable, Sendable {
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
  /// While calls return after an outage: when all of them pass again.
  package private(set) var rampUntil: Instant?
  /// Grows with each transition; a result from an earlier one changes nothing.
  package private(set) var generation: Int
  /// Openings in a row, for the open time that grows.
  package private(set) var openings: Int
  package private(set) var trialSuccesses: Int
  /// The permits that are out, oldest first.
  package private(set) var permits: [Permit]
  private var permitsGiven: Int
  private var trialFailure: String?
  private var run: FailureRun
  /// One for each rate arm, then one for each slow arm; made at the first call.
  private(set) var windows: [CallWindow]

  /// A half-open breaker's leave for one call.
  package struct Permit: Hashable, Codable, Sendable {
    package var number: Int
    package var at: Instant
  }

  package init(since: Instant) {
    position = .closed
    self.since = since
    generation = 0
    openings = 0
    trialSuccesses = 0
    permits = []
    permitsGiven = 0
    run = FailureRun()
    windows = []
  }

  /// Failed calls in a row, newest last; at most the number that opens it.
  package var failures: [String] { run.words }

  // MARK: Calls

  /// Whether a call may go out now, and under what; nil when not.
  ///
  /// `word` is random and uniform; while calls return after an outage it decides which of them pass.
  package mutating func admit(at now: Instant, settings: BreakerSettings, word: UInt64 = 0) -> BreakerPass? {
    switch position {
    case .closed:
      guard rampUntil == nil || word % 100 < UInt64(passingPercent(at: now, settings: settings)) else {
        return nil
      }
      return BreakerPass(generation: generation)
    case .open: return nil
    case .halfOpen:
      permits.removeAll { now - $0.at >= settings.permitLease || now < $0.at }
      guard permits.count < settings.halfOpenPermits else { return nil }
      permitsGiven += 1
      permits.append(Permit(number: permitsGiven, at: now))
      return BreakerPass(generation: generation, permit: permitsGiven)
    }
  }

  /// Leave for evidence that did not ask first, such as a probe.
  package var witnessPass: BreakerPass { BreakerPass(generation: generation) }

  /// How many of 100 calls pass while closed; less than 100 only in the ramp after an outage.
  package func passingPercent(at now: Instant, settings: BreakerSettings) -> Int {
    guard let rampUntil, now < rampUntil, now >= since, rampUntil > since else { return 100 }
    let passed = (now - since).inSeconds / (rampUntil - since).inSeconds
    return Int(100 * min(1, settings.rampStart + (1 - settings.rampStart) * passed))
  }

  /// Keeps the outcome of one call.
  ///
  /// What counts neither way must not be recorded but released (see `Outcome.countsForBreaker`).
  package mutating func record(
    _ result: CallResult, _ pass: BreakerPass, at now: Instant, settings: BreakerSettings
  ) {
    guard pass.generation == generation else { return }
    switch position {
    case .closed: count(result, at: now, settings)
    case .open: break
    case .halfOpen:
      takeBack(pass)
      if let word = result.trialFailure(settings) { trialFailure = word } else { trialSuccesses += 1 }
    }
  }

  /// Gives a permit back without an outcome: the caller hung up, or the failure was its own.
  package mutating func release(_ pass: BreakerPass) {
    guard pass.generation == generation else { return }
    takeBack(pass)
  }

  private mutating func takeBack(_ pass: BreakerPass) {
    guard let number = pass.permit else { return }
    permits.removeAll { $0.number == number }
  }

  private mutating func count(_ result: CallResult, at now: Instant, _ settings: BreakerSettings) {
    if let word = result.failure { run.add(word, at: now, settings: settings) } else { run.end() }
    fitWindows(settings)
    let isSlow = result.isSlow(settings)
    for index in windows.indices { windows[index].add(failure: result.failure, isSlow: isSlow, at: now) }
  }

  /// Forgets what failed so far: it was our own line that was down.
  package mutating func forgetFailures() {
    guard position == .closed else { return }
    run.end()
    windows = []
  }

  private mutating func fitWindows(_ settings: BreakerSettings) {
    let arms = settings.rates.count + settings.slowRates.count
    if windows.count == arms, Breaker.fit(windows, settings) { return }
    windows = (settings.rates + settings.slowRates).map { CallWindow($0.extent) }
  }

  private static func fit(_ windows: [CallWindow], _ settings: BreakerSettings) -> Bool {
    for (index, arm) in settings.rates.enumerated() where windows[index].extent != arm.extent { return false }
    let start = settings.rates.count
    for (index, arm) in settings.slowRates.enumerated() where windows[start + index].extent != arm.extent {
      return false
    }
    return true
  }

  // MARK: Transitions

  /// The transition that the evidence asks for now, with its reason in words and numbers.
  ///
  /// `word` is random and uniform; it jitters the open time.
  package func due(at now: Instant, settings: BreakerSettings, word: UInt64 = Breaker.noJitter) -> Transition?
  {
    switch position {
    case .closed:
      guard let reason = run.reason(settings) ?? rateReason(settings) else { return nil }
      // Openings follow each other in a row unless there was calm in between.
      let isCalm = now - since >= settings.calmAfter || now < since
      return opening(reason, after: isCalm ? 0 : openings, at: now, settings, word)
    case .open:
      guard now >= openUntil ?? since || now < since else { return nil }
      return Transition(
        to: .halfOpen, until: nil,
        reason:
          "open for \((now - since).magnitude.wholeSeconds) s; \(settings.halfOpenPermits) trial calls may pass",
        openings: openings)
    case .halfOpen:
      if let trialFailure {
        return opening("trial call failed: \(trialFailure)", after: openings, at: now, settings, word)
      }
      guard trialSuccesses >= settings.successesToClose else { return nil }
      let isRamped = settings.rampFor > .zero
      let ramp = isRamped ? "; calls return over \(settings.rampFor.wholeSeconds) s" : ""
      return Transition(
        to: .closed, until: isRamped ? now + settings.rampFor : nil,
        reason: "\(trialSuccesses) trial calls succeeded\(ramp)", openings: openings)
    }
  }

  private func opening(
    _ reason: String, after openings: Int, at now: Instant, _ settings: BreakerSettings, _ word: UInt64
  ) -> Transition {
    let number = openings + 1
    let grown = settings.openFactor > 1 && number > 1 ? "; opening \(number) in a row" : ""
    return Transition(
      to: .open, until: now + Breaker.openTime(opening: number, settings, word), reason: reason + grown,
      openings: number)
  }

  /// Makes a transition.
  package mutating func apply(_ transition: Transition, at now: Instant) {
    position = transition.to
    since = now
    openUntil = transition.to == .open ? transition.until : nil
    rampUntil = transition.to == .closed ? transition.until : nil
    openings = transition.openings ?? 0
    generation += 1
    run.end()
    windows = []
    trialSuccesses = 0
    trialFailure = nil
    permits.removeAll()
  }

  /// The next moment at which `due` can change without new evidence.
  package var nextDeadline: Instant? { position == .open ? openUntil ?? since : nil }
}

// MARK: - Storing

extension Breaker: Codable {
  private enum CodingKeys: String, CodingKey {
    case position, since, openUntil, rampUntil, generation, openings, trialSuccesses, trialFailure
    case failures, run, windows, trialPermits, permitsGiven
  }

  /// A checkpoint of an earlier version has fewer fields.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    position = try container.decode(Position.self, forKey: .position)
    since = try container.decode(Instant.self, forKey: .since)
    openUntil = try container.decodeIfPresent(Instant.self, forKey: .openUntil)
    rampUntil = try container.decodeIfPresent(Instant.self, forKey: .rampUntil)
    generation = try container.decode(Int.self, forKey: .generation)
    openings = try container.decodeIfPresent(Int.self, forKey: .openings) ?? 0
    trialSuccesses = try container.decodeIfPresent(Int.self, forKey: .trialSuccesses) ?? 0
    trialFailure = try container.decodeIfPresent(String.self, forKey: .trialFailure)
    permits = try container.decodeIfPresent([Permit].self, forKey: .trialPermits) ?? []
    permitsGiven = try container.decodeIfPresent(Int.self, forKey: .permitsGiven) ?? 0
    let words = try container.decodeIfPresent([String].self, forKey: .failures) ?? []
    run =
      try container.decodeIfPresent(FailureRun.self, forKey: .run) ?? FailureRun(words: words, at: since)
    windows = try container.decodeIfPresent([CallWindow].self, forKey: .windows) ?? []
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(position, forKey: .position)
    try container.encode(since, forKey: .since)
    try container.encodeIfPresent(openUntil, forKey: .openUntil)
    try container.encodeIfPresent(rampUntil, forKey: .rampUntil)
    try container.encode(generation, forKey: .generation)
    try container.encode(openings, forKey: .openings)
    try container.encode(trialSuccesses, forKey: .trialSuccesses)
    try container.encodeIfPresent(trialFailure, forKey: .trialFailure)
    if !permits.isEmpty { try container.encode(permits, forKey: .trialPermits) }
    try container.encode(permitsGiven, forKey: .permitsGiven)
    if !run.words.isEmpty { try container.encode(run, forKey: .run) }
    if !windows.isEmpty { try container.encode(windows, forKey: .windows) }
  }
}
