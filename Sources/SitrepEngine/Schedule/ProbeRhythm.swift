package import SitrepCore

/// When one series is probed next and why: its cadence, and after a failure the confirming probes.
package struct ProbeRhythm: Sendable {
  private var scheduled: Instant
  private let cadence: TimeSpan
  private let confirms: [TimeSpan]
  private var pending: [Instant] = []
  /// One burst of confirms per run of failures; a success allows the next.
  private var isConfirming = false

  package init(first: Instant, cadence: TimeSpan, confirms: [TimeSpan]) {
    scheduled = first
    self.cadence = cadence
    self.confirms = confirms
  }

  package var next: (at: Instant, purpose: ProbePurpose) {
    guard let confirm = pending.first, confirm < scheduled else { return (scheduled, .scheduled) }
    return (confirm, .confirm)
  }

  /// Plans on after an attempt that ended with `outcome` at `now`.
  ///
  /// Missed turns are skipped, not caught up.
  package mutating func advance(after outcome: Outcome, at now: Instant) {
    let (due, purpose) = next
    if purpose == .confirm { pending.removeFirst() }
    if purpose == .scheduled { scheduled = max(due + cadence, now) }
    guard outcome.isFailure else {
      isConfirming = false
      return
    }
    guard !isConfirming, outcome != .failed(.quota), outcome != .failed(.request) else { return }
    isConfirming = true
    pending = confirms.map { now + $0 }
  }

  /// All first results are wanted within this span, spread so that they do not go out at once.
  private static let firstRound = TimeSpan.seconds(2)

  /// Where in the first round the series at `index` of `count` begins.
  package static func shift(_ index: Int, of count: Int, cadence: TimeSpan) -> TimeSpan {
    min(cadence, firstRound) * (Double(index) / Double(max(1, count)))
  }
}

/// When a page is read next.
package enum FeedRhythm {
  /// How long a page is left alone: its cadence, or less in trouble (facts/status-pages.md 3).
  package static func pause(_ cadence: TimeSpan, isUrgent: Bool, by word: UInt64) -> TimeSpan {
    jittered(isUrgent ? min(cadence, urgent) : cadence, by: word)
  }

  /// The cadence while an incident is open or probes fail (facts/status-pages.md 3).
  private static let urgent = TimeSpan.seconds(60)

  /// How long trouble may go unnoticed by a page that sleeps.
  package static let patience = TimeSpan.seconds(10)

  /// The cadence ±20 % by a random word, so that many engines do not ask a vendor in step.
  package static func jittered(_ cadence: TimeSpan, by word: UInt64) -> TimeSpan {
    cadence * (0.8 + 0.4 * Double(word >> 11) / Double(1 << 53))
  }
}
