package import SitrepCore

/// A breaker's leave for one call; its outcome is recorded with it, or it is given back.
package struct Ticket: Hashable, Sendable {
  package let target: BreakerTarget
  /// What the breaker admitted it under; nil while a person has disabled the breaker: nothing counts.
  let pass: BreakerPass?
}

/// Why a target takes no call now.
package struct RefusedTarget: Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    /// A person forced it open.
    case byHand
    /// Evidence opened it; trial calls may pass from `until` on.
    case open(until: Instant?, reason: String)
    /// It is half-open and all trial calls are out.
    case trialsOut
    /// It closed a moment ago and only this many of 100 calls may pass yet.
    case returning(percent: Int)
    /// Each of its keys cools; the first is back at `until`.
    case limited(until: Instant)
    /// None of its keys may be used.
    case noKey(reason: String)
  }

  package let target: BreakerTarget
  package let cause: Cause

  package init(target: BreakerTarget, cause: Cause) {
    self.target = target
    self.cause = cause
  }

  var isReturning: Bool {
    if case .returning = cause { true } else { false }
  }
}

/// A breaker's answer to a call that wants to go out.
package enum Admission: Hashable, Sendable {
  case admitted(Ticket)
  case refused(RefusedTarget)
}
