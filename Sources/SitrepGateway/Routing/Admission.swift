package import SitrepCore

/// A breaker's leave for one call; its outcome is recorded with it, or it is given back.
package struct Ticket: Hashable, Sendable {
  package let target: BreakerTarget
  /// The breaker's generation at admission; nil while a person has disabled the breaker: nothing counts.
  let generation: Int?
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
  }

  package let target: BreakerTarget
  package let cause: Cause

  package init(target: BreakerTarget, cause: Cause) {
    self.target = target
    self.cause = cause
  }
}

/// A breaker's answer to a call that wants to go out.
package enum Admission: Hashable, Sendable {
  case admitted(Ticket)
  case refused(RefusedTarget)
}
