package import SitrepCore

/// What a caller is told when no platform may be asked.
package struct CallRefusal: Hashable, Sendable {
  /// What stands in the way, which decides the status of the answer.
  package enum Kind: Hashable, Sendable {
    case breakers
    case limits
    case keys
  }

  package let kind: Kind
  /// How long to wait in whole seconds, 1 to 60: clients ignore or overdo longer ones (notes/resilience.md C2).
  package let retryAfter: Int
  package let message: String

  /// Asks for `refused` in the order in which they were tried.
  package init(_ refused: [RefusedTarget], at now: Instant) {
    let waits = refused.map { CallRefusal.wait(for: $0, at: now) }
    kind = CallRefusal.kind(of: refused)
    retryAfter = CallRefusal.bounded(waits.compactMap { $0 }.min())
    message =
      refused.isEmpty
      ? "sitrep has no platform configured that can serve this call."
      : CallRefusal.opening(kind)
        + zip(refused, waits).map { CallRefusal.words(for: $0, wait: $1) }.joined(separator: "; ") + "."
  }

  private static let longest: Int64 = 60

  /// Whole seconds that a client may be asked to wait.
  static func bounded(_ seconds: Int64?) -> Int { Int(min(max(seconds ?? longest, 1), longest)) }

  private static func kind(of refused: [RefusedTarget]) -> Kind {
    let kinds = refused.map { one -> Kind in
      switch one.cause {
      case .limited: .limits
      case .noKey: .keys
      case .byHand, .open, .trialsOut, .returning: .breakers
      }
    }
    guard !kinds.isEmpty, !kinds.contains(.breakers) else { return .breakers }
    return kinds.contains(.limits) ? .limits : .keys
  }

  private static func opening(_ kind: Kind) -> String {
    switch kind {
    case .breakers: "sitrep's breaker is open: "
    case .limits: "sitrep waits for a rate limit: "
    case .keys: "sitrep has no key left that works: "
    }
  }

  /// Seconds, rounded up; nil when only a person can end it.
  private static func wait(for refused: RefusedTarget, at now: Instant) -> Int64? {
    switch refused.cause {
    case .byHand, .noKey: nil
    case .open(let until, _): until.map { seconds(until: $0, at: now) }
    case .limited(let until): seconds(until: until, at: now)
    case .trialsOut, .returning: 1
    }
  }

  private static func seconds(until end: Instant, at now: Instant) -> Int64 {
    max(0, (end - now + TimeSpan(nanoseconds: 999_999_999)).wholeSeconds)
  }

  private static func words(for refused: RefusedTarget, wait: Int64?) -> String {
    let name = "\(refused.target.platform.rawValue) \(refused.target.model.rawValue)"
    return switch refused.cause {
    case .byHand: "\(name) is forced open by hand"
    case .trialsOut: "\(name) is half-open and its trial calls are out"
    case .returning(let percent): "\(name) is coming back and takes \(percent) of 100 calls"
    case .open(_, let reason): "\(name) (\(reason))" + (wait.map { ", trial calls in \($0) s" } ?? "")
    case .limited: "\(name) is limited" + (wait.map { " for \($0) s" } ?? "")
    case .noKey(let reason): "\(name): \(reason)"
    }
  }
}
