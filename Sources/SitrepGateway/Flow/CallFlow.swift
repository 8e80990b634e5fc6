package import SitrepCore

/// What happens to a call; attempts are numbered from 0, and what a past one still says is ignored.
package enum CallEvent: Hashable, Sendable {
  /// The request was read whole.
  case accepted
  /// Bytes that the caller should see have come: content, or more than we hold back.
  case content(attempt: Int)
  /// The answer came to its proper end.
  case completed(attempt: Int, CallSuccess)
  case failed(attempt: Int, CallFailure)
  /// The caller hung up.
  case callerLeft
}

/// What has to be done for a call, in order.
package enum CallAction: Hashable, Sendable {
  /// Ask the target, with the key at this place in the platform's list; nil for none of ours.
  case send(BreakerTarget, attempt: Int, key: Int? = nil)
  /// Head and held bytes go to the caller; from now on everything flows.
  case release(attempt: Int)
  /// The answer is complete.
  case finish
  /// The caller gets what this failed attempt was answered.
  case answerFailure(attempt: Int)
  /// The caller is told in our words that this attempt's key was limited or refused.
  case answerKeyFailure(attempt: Int, CallFailure)
  case refuse(CallRefusal)
  /// The answer broke off after content: the caller has to learn that it is incomplete.
  case breakOff(CallFailure)
  case cancelUpstream(attempt: Int)
  case note(CallNote)
}

/// What decides where a call may go: health of targets and standing of keys.
package struct CallGuards: Sendable {
  package var breakers: TrafficBreakers
  package var keys: TrafficKeys

  package init(breakers: TrafficBreakers, keys: TrafficKeys = TrafficKeys()) {
    self.breakers = breakers
    self.keys = keys
  }
}

/// One call on its way through the platforms: events in, actions out.
///
/// It visits each candidate at most once with each of its keys, moves on only while the caller has seen
/// nothing, and settles every ticket that it took. No sockets, no clock.
package struct CallFlow: Sendable {
  /// However many keys and platforms there are, one call is not sent more often.
  private static let mostAttempts = 8

  private enum Phase {
    case new
    case waiting
    case flowing
    case over
  }

  private var candidates: ArraySlice<BreakerTarget>
  private let first: BreakerTarget?
  private let isEvidence: Bool
  private var phase = Phase.new
  private var attempt = -1
  private var target: BreakerTarget?
  private var ticket: Ticket?
  /// The key in use, by its place, and those that this target has been tried with.
  private var key: Int?
  private var triedKeys: [Int] = []
  private var refusals: [RefusedTarget] = []
  private var failures: [(failure: CallFailure, isKeyOurs: Bool)] = []

  /// - Parameters:
  ///   - candidates: targets in the order in which they may be tried.
  ///   - isEvidence: false for calls that say nothing about the health of a model (counting tokens, lists).
  package init(candidates: [BreakerTarget], isEvidence: Bool = true) {
    self.candidates = candidates[...]
    first = candidates.first
    self.isEvidence = isEvidence
  }

  package mutating func take(
    _ event: CallEvent, at now: Instant, guards: inout CallGuards
  ) -> [CallAction] {
    switch event {
    case .accepted:
      guard phase == .new else { return [] }
      return sendNext(at: now, &guards)
    case .content(attempt: attempt):
      guard phase == .waiting else { return [] }
      phase = .flowing
      return [.release(attempt: attempt)]
    case .completed(attempt: attempt, let success):
      return complete(success, at: now, &guards)
    case .failed(attempt: attempt, let failure):
      return fail(failure, at: now, &guards)
    case .callerLeft:
      return leave(at: now, &guards)
    case .content, .completed, .failed:
      return []
    }
  }

  private mutating func complete(
    _ success: CallSuccess, at now: Instant, _ guards: inout CallGuards
  ) -> [CallAction] {
    guard phase == .waiting || phase == .flowing else { return [] }
    var actions: [CallAction] = []
    actions.reserveCapacity(3)
    if phase == .waiting { actions.append(.release(attempt: attempt)) }
    phase = .over
    settle(.ok(after: success.latency), at: now, &guards)
    if let key, let target { guards.keys.good(key, of: target, limits: success.limits, at: now) }
    actions.append(.finish)
    if isEvidence, let target {
      actions.append(.note(CallNote(target: target, result: .ok(firstByte: success.firstByte))))
    }
    return actions
  }

  private mutating func fail(
    _ failure: CallFailure, at now: Instant, _ guards: inout CallGuards
  ) -> [CallAction] {
    guard phase == .waiting || phase == .flowing else { return [] }
    settle(failure.countsForBreaker ? .failed(failure.word) : nil, at: now, &guards)
    if let key, let target, failure.key != .none {
      let verdict = KeyRing.Verdict(failure.key, wait: failure.wait, reason: failure.word)
      guards.keys.bad(key, of: target, verdict, at: now)
    }
    failures.append((failure, key != nil))
    let note = note(.failed(failure.failure, requestID: failure.requestID))
    if phase == .flowing {
      phase = .over
      return [failure.isTold ? .finish : .breakOff(failure)] + note
    }
    return note + moveOn(after: failure, at: now, &guards)
  }

  /// A key that is limited or refused gives way to the next, then to the next platform: both are ours to
  /// choose.
  ///
  /// With the caller's own key it is the caller's own matter.
  private mutating func moveOn(
    after failure: CallFailure, at now: Instant, _ guards: inout CallGuards
  ) -> [CallAction] {
    guard attempt + 1 < CallFlow.mostAttempts else { return answerFailure() }
    if failure.canMoveOn { return sendNext(at: now, &guards) }
    guard failure.isAboutKey, let key, let target else { return answerFailure() }
    triedKeys.append(key)
    if failure.key != .none, let again = sendAgain(to: target, at: now, &guards) { return again }
    return sendNext(at: now, &guards)
  }

  private mutating func leave(at now: Instant, _ guards: inout CallGuards) -> [CallAction] {
    defer { phase = .over }
    guard phase == .waiting || phase == .flowing else { return [] }
    if let ticket { guards.breakers.release(ticket, at: now) }
    ticket = nil
    return [.cancelUpstream(attempt: attempt)]
  }

  // MARK: Sending

  private mutating func sendNext(at now: Instant, _ guards: inout CallGuards) -> [CallAction] {
    while let candidate = candidates.popFirst() {
      triedKeys = []
      if let action = send(to: candidate, at: now, isLastResort: false, &guards) { return [action] }
    }
    // Where nothing else is left, a platform that is coming back serves more than its share.
    while let index = refusals.firstIndex(where: \.isReturning) {
      let candidate = refusals.remove(at: index).target
      triedKeys = []
      if let action = send(to: candidate, at: now, isLastResort: true, &guards) { return [action] }
    }
    guard failures.isEmpty || isHelped(at: now) else { return answerFailure() }
    phase = .over
    let refused = isEvidence ? first.map { CallAction.note(CallNote(target: $0, result: .refused)) } : nil
    return [.refuse(CallRefusal(refusals, at: now))] + (failures.isEmpty ? refused.map { [$0] } ?? [] : [])
  }

  /// Whether waiting helps where all that failed was refused keys.
  private func isHelped(at now: Instant) -> Bool {
    failures.allSatisfy { $0.failure.failure == .auth && $0.isKeyOurs }
      && refusals.contains { if case .limited = $0.cause { true } else { false } }
  }

  /// The same target with its next key; nil when it has none.
  private mutating func sendAgain(
    to target: BreakerTarget, at now: Instant, _ guards: inout CallGuards
  ) -> [CallAction]? {
    guard case .key? = guards.keys.choice(for: target, at: now, except: triedKeys) else { return nil }
    return send(to: target, at: now, isLastResort: true, &guards).map { [$0] }
  }

  /// Takes a key and a ticket; what refuses is kept for the answer.
  private mutating func send(
    to candidate: BreakerTarget, at now: Instant, isLastResort: Bool, _ guards: inout CallGuards
  ) -> CallAction? {
    if let objection = guards.keys.objection(to: candidate, at: now, except: triedKeys) {
      // An open breaker says more than its keys.
      refusals.append(guards.breakers.objection(to: candidate, at: now) ?? objection)
      return nil
    }
    if let refusal = admit(candidate, at: now, isLastResort: isLastResort, &guards) {
      refusals.append(refusal)
      return nil
    }
    key = nil
    if case .key(let place)? = guards.keys.choose(for: candidate, at: now, except: triedKeys) { key = place }
    phase = .waiting
    attempt += 1
    target = candidate
    return .send(candidate, attempt: attempt, key: key)
  }

  private mutating func admit(
    _ candidate: BreakerTarget, at now: Instant, isLastResort: Bool, _ guards: inout CallGuards
  ) -> RefusedTarget? {
    guard isEvidence else { return guards.breakers.objection(to: candidate, at: now) }
    switch guards.breakers.admit(candidate, at: now, isLastResort: isLastResort) {
    case .admitted(let ticket):
      self.ticket = ticket
      return nil
    case .refused(let refusal): return refusal
    }
  }

  // MARK: Ends

  /// The newest failure that is the platforms' own, else of a limit, else of a key: an outage must not end as
  /// the caller's mistake only because the last platform knows the model by another name.
  private mutating func answerFailure() -> [CallAction] {
    phase = .over
    let told =
      failures.lastIndex { $0.failure.canMoveOn }
      ?? failures.lastIndex { $0.failure.failure == .quota && $0.isKeyOurs }
      ?? failures.lastIndex { $0.failure.isAboutKey && $0.isKeyOurs } ?? failures.count - 1
    let (failure, isKeyOurs) = failures[told]
    let isOurs = failure.isAboutKey && isKeyOurs
    return [isOurs ? .answerKeyFailure(attempt: told, failure) : .answerFailure(attempt: told)]
  }

  /// Nil for an outcome that counts neither way.
  private mutating func settle(_ result: CallResult?, at now: Instant, _ guards: inout CallGuards) {
    guard let ticket else { return }
    self.ticket = nil
    if let result {
      guards.breakers.record(ticket, result, at: now)
    } else {
      guards.breakers.release(ticket, at: now)
    }
  }

  private func note(_ result: CallNote.Result) -> [CallAction] {
    guard isEvidence, let target else { return [] }
    return [.note(CallNote(target: target, result: result))]
  }
}
