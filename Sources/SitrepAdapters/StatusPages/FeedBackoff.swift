package import SitrepCore

/// When a page that could not be read may be asked again.
package enum FeedBackoff {
  /// Longest wait, whatever the failures (facts/status-pages.md 2).
  package static let longest = TimeSpan.minutes(15)

  /// The cadence doubled for each failure in a row, up to the longest; never sooner than the page asked for.
  ///
  /// The first failure waits one cadence, so one bad answer costs nothing.
  package static func delay(cadence: TimeSpan, failures: Int, retryAfter: TimeSpan?) -> TimeSpan {
    var delay = cadence
    for _ in 0..<min(max(0, failures - 1), 32) { delay = min(delay + delay, longest) }
    return max(delay, cadence, min(retryAfter ?? .zero, .hours(24)))
  }
}
