import SitrepCore

/// When one series is probed next and why: its cadence, and after a failure the confirming probes.
struct ProbeRhythm {
  private var scheduled: Instant
  private let cadence: TimeSpan
  private let confirms: [TimeSpan]
  private var pending: [Instant] = []
  /// One burst of confirms per run of failures; a success allows the next.
  private var isConfirming = false

  init(first: Instant, cadence: TimeSpan, confirms: [TimeSpan]) {
    scheduled = first
    self.cadence = cadence
    self.confirms = confirms
  }

  var next: (at: Instant, purpose: ProbePurpose) {
    guard let confirm = pending.first, confirm < scheduled else { return (scheduled, .scheduled) }
    return (confirm, .confirm)
  }

  /// Plans on after an attempt that ended .
  ///
  /// now`. Missed turns are skipped, not caught up.
  mutating func advance(after outcome: Outcome, at now: Instant) {
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
}
