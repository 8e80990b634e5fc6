package import SitrepCore

/// What a caller is told when no platform may be asked.
package struct CallRefusal: Hashable, Sendable {
  /// How long to wait in whole seconds, 1 to 60: clients ignore or overdo longer ones (notes/resilience.md C2).
  package let retryAfter: Int
  package let message: String

  /// Asks for `refused` in the order in which they were tried.
  package init(_ refused: [RefusedTarget], at now: Instant) {
    let waits = refused.map { CallRefusal.wait(for: $0, at: now) }
    let shortest = waits.compactMap { $0 }.min() ?? CallRefusal.longest
    retryAfter = Int(min(max(shortest, 1), CallRefusal.longest))
    message =
      refused.isEmpty
      ? "sitrep has no platform configured that can serve this call."
      : "sitrep's breaker is open: "
        + zip(refused, waits).map { CallRefusal.words(for: $0, wait: $1) }.joined(separator: "; ") + "."
  }

  private static let longest: Int64 = 60

  /// Seconds, rounded up; nil when only a person can end it.
  private static func wait(for refused: RefusedTarget, at now: Instant) -> Int64? {
    switch refused.cause {
    case .byHand: nil
    case .open(let until, _):
      until.map { max(0, ($0 - now + TimeSpan(nanoseconds: 999_999_999)).wholeSeconds) }
    case .trialsOut: 1
    }
  }

  private static func words(for refused: RefusedTarget, wait: Int64?) -> String {
    let name = "\(refused.target.platform.rawValue) \(refused.target.model.rawValue)"
    return switch refused.cause {
    case .byHand: "\(name) is forced open by hand"
    case .trialsOut: "\(name) is half-open and its trial calls are out"
    case .open(_, let reason): "\(name) (\(reason))" + (wait.map { ", trial calls in \($0) s" } ?? "")
    }
  }
}
