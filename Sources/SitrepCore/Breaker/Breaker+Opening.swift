/// Why a closed breaker opens, and for how long.
extension Breaker {
  /// A transition that is asked for or made.
  package struct Transition: Hashable, Codable, Sendable {
    package var to: Position
    /// Of an opening its end; of a closing the end of its ramp.
    package var until: Instant?
    package var reason: String
    /// Openings in a row after it; nil in journals that did not count them.
    package var openings: Int?

    package init(to: Position, until: Instant?, reason: String, openings: Int? = nil) {
      self.to = to
      self.until = until
      self.reason = reason
      self.openings = openings
    }
  }

  /// Why a share of calls opens it, with its numbers; nil when none does.
  func rateReason(_ settings: BreakerSettings) -> String? {
    guard !windows.isEmpty, windows.count == settings.rates.count + settings.slowRates.count else {
      return nil
    }
    for (arm, window) in zip(settings.rates, windows) {
      let sum = window.sum
      guard sum.failed > 0, sum.calls >= arm.minimum, Double(sum.failed) >= arm.share * Double(sum.calls),
        let first = sum.firstFailure, let last = sum.lastFailure, last - first >= settings.spread
      else { continue }
      return "\(sum.failed) of \(arm.words(sum.calls)) failed: \(window.tally)"
    }
    for (arm, window) in zip(settings.slowRates, windows.dropFirst(settings.rates.count)) {
      let sum = window.sum
      guard sum.slow > 0, sum.calls >= arm.minimum, Double(sum.slow) >= arm.share * Double(sum.calls) else {
        continue
      }
      return "\(sum.slow) of \(arm.words(sum.calls)) were slower than \(settings.slowAfter.wholeSeconds) s"
    }
    return nil
  }

  /// The word that jitters nothing.
  package static let noJitter: UInt64 = 1 << 63

  /// How long the opening of this number in a row lasts, from 1.
  package static func openTime(opening number: Int, _ settings: BreakerSettings, _ word: UInt64) -> TimeSpan {
    var span = settings.openFor
    var left = number
    while left > 1, settings.openFactor > 1, span < settings.longestOpen {
      span = span * settings.openFactor
      left -= 1
    }
    // The first opening lasts as it was set, even where that is more than the longest of those that grow.
    span = number > 1 ? min(span, max(settings.longestOpen, settings.openFor)) : span
    guard settings.jitter > 0 else { return span }
    let luck = Double(word >> 11) / Double(1 << 53)
    return span * (1 - settings.jitter + 2 * settings.jitter * luck)
  }
}
