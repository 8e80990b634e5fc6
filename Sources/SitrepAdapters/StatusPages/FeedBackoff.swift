package import SitrepCore

/// When a page that could not be read may be asked again.
package enum FeedBackoff {
  /// Longest wait, whatever the failures (facts/status-pages.md 2).
  package static let longest = TimeSpan.minutes(15)

  /// Longest wait for a page that did not answer at all: nobody asked us to go away, and the fault may be ours.
  package static let longestUnanswered = TimeSpan.minutes(1)

  /// The cadence doubled for each failure in a row, up to the longest; never sooner than the page asked for.
  ///
  /// The first failure waits one cadence, so one bad answer costs nothing.
  package static func delay(
    cadence: TimeSpan, failures: Int, retryAfter: TimeSpan?, wasAnswered: Bool = true
  ) -> TimeSpan {
    let longest = wasAnswered ? longest : longestUnanswered
    var delay = cadence
    for _ in 0..<min(max(0, failures - 1), 32) { delay = min(delay + delay, longest) }
    return max(delay, cadence, min(retryAfter ?? .zero, .hours(24)))
  }
}
