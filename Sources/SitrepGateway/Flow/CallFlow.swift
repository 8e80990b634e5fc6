package import SitrepCore

/// What happens to a call; attempts are numbered from 0, and what a past one still says is ignored.
package enum CallEvent: Hashable, Sendable {
  /// The request was read whole.
  case accepted
  /// Bytes that the caller should see have come: content, or more than we hold back.
  case content(attempt: Int)
  /// The answer came to its proper end.
  case completed(attempt: Int, firstByte: TimeSpan?)
  case failed(attempt: Int, CallFailure)
  /// The caller hung up.
  case callerLeft
}

/// What has to be done for a call, in order.
package enum CallAction: Hashable, Sendable {
  case send(BreakerTarget, attempt: Int)
  /// Head and held bytes go to the caller; from now on everything flows.
  case release(attempt: Int)
  /// The answer is complete.
  case finish
  /// The caller gets what this failed attempt was answered.
  case answerFailure(attempt: Int)
  case refuse(CallRefusal)
  /// The answer broke off after content: the caller has to learn that it is incomplete.
  case breakOff(CallFailure)
  case cancelUpstream(attempt: Int)
  case note(CallNote)
}

/// One call on its way through the platforms: events in, actions out.
///
/// It visits each candidate at most once, moves on only while the caller has seen nothing, and settles every
/// ticket that it took. No sockets, no clock.
package struct CallFlow: Sendable {
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
  private var refusals: [RefusedTarget] = []
  private var failures: [CallFailure] = []

  /// - Parameters:
  ///   - candidates: targets in the order in which they may be tried.
  ///   - isEvidence: false for calls that say nothing about the health of a model (counting tokens, lists).
  package init(candidates: [BreakerTarget], isEvidence: Bool = true) {
    self.candidates = candidates[...]
    first = candidates.first
    self.isEvidence = isEvidence
  }

  package mutating func take(
    _ event: CallEvent, at now: Instant, breakers: inout TrafficBreakers
  ) -> [CallAction] {
    switch event {
    case .accepted:
      guard phase == .new else { return [] }
      return sendNext(at: now, &breakers)
    case .content(attempt: attempt):
      guard phase == .waiting else { return [] }
      phase = .flowing
      return [.release(attempt: attempt)]
    case .completed(attempt: attempt, let firstByte):
      return complete(firstByte: firstByte, at: now, &breakers)
    case .failed(attempt: attempt, let failure):
      return fail(failure, at: now, &breakers)
    case .callerLeft:
      return leave(at: now, &breakers)
    case .content, .completed, .failed:
      return []
    }
  }

  private mutating func complete(
    firstByte: TimeSpan?, at now: Instant, _ breakers: inout TrafficBreakers
  ) -> [CallAction] {
    guard phase == .waiting || phase == .flowing else { return [] }
    let release: [CallAction] = phase == .waiting ? [.release(attempt: attempt)] : []
    phase = .over
    settle(failure: nil, at: now, &breakers)
    return release + [.finish] + note(.ok(firstByte: firstByte))
  }

  private mutating func fail(
    _ failure: CallFailure, at now: Instant, _ breakers: inout TrafficBreakers
  ) -> [CallAction] {
    guard phase == .waiting || phase == .flowing else { return [] }
    settle(failure: failure, at: now, &breakers)
    failures.append(failure)
    let note = note(.failed(failure.failure, requestID: failure.requestID))
    if phase == .flowing {
      phase = .over
      return [failure.isTold ? .finish : .breakOff(failure)] + note
    }
    return note + (failure.canMoveOn ? sendNext(at: now, &breakers) : answerFailure())
  }

  private mutating func leave(at now: Instant, _ breakers: inout TrafficBreakers) -> [CallAction] {
    defer { phase = .over }
    guard phase == .waiting || phase == .flowing else { return [] }
    if let ticket { breakers.release(ticket, at: now) }
    ticket = nil
    return [.cancelUpstream(attempt: attempt)]
  }

  private mutating func sendNext(at now: Instant, _ breakers: inout TrafficBreakers) -> [CallAction] {
    while let candidate = candidates.popFirst() {
      if let refusal = admit(candidate, at: now, &breakers) {
        refusals.append(refusal)
        continue
      }
      phase = .waiting
      attempt += 1
      target = candidate
      return [.send(candidate, attempt: attempt)]
    }
    guard failures.isEmpty else { return answerFailure() }
    phase = .over
    let refused = isEvidence ? first.map { CallAction.note(CallNote(target: $0, result: .refused)) } : nil
    return [.refuse(CallRefusal(refusals, at: now))] + (refused.map { [$0] } ?? [])
  }

  private mutating func admit(
    _ candidate: BreakerTarget, at now: Instant, _ breakers: inout TrafficBreakers
  ) -> RefusedTarget? {
    guard isEvidence else { return breakers.objection(to: candidate, at: now) }
    switch breakers.admit(candidate, at: now) {
    case .admitted(let ticket):
      self.ticket = ticket
      return nil
    case .refused(let refusal): return refusal
    }
  }

  /// The newest failure that is the platforms' own: an outage must not end as the caller's mistake
  /// only because the last platform knows the model by another name.
  private mutating func answerFailure() -> [CallAction] {
    phase = .over
    let told = failures.lastIndex(where: \.canMoveOn) ?? failures.count - 1
    return [.answerFailure(attempt: told)]
  }

  private mutating func settle(
    failure: CallFailure?, at now: Instant, _ breakers: inout TrafficBreakers
  ) {
    guard let ticket else { return }
    self.ticket = nil
    if let failure, !failure.countsForBreaker {
      breakers.release(ticket, at: now)
    } else {
      breakers.record(ticket, failure: failure?.word, at: now)
    }
  }

  private func note(_ result: CallNote.Result) -> [CallAction] {
    guard isEvidence, let target else { return [] }
    return [.note(CallNote(target: target, result: result))]
  }
}
