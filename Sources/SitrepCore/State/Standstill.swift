/// A stretch in which this process saw nothing; what was measured across it counts neither way.
package struct Standstill: Hashable, Codable, Sendable {
  package var from: Instant
  package var until: Instant
  /// The whole machine slept; else this process alone got no time.
  package var isSleep: Bool

  package init(from: Instant, until: Instant, isSleep: Bool) {
    self.from = from
    self.until = until
    self.isSleep = isSleep
  }
}

extension State {
  private static let keptStandstills = 16

  /// Whether a stretch of time overlaps one in which we saw nothing.
  package func stoodStill(from start: Instant, to end: Instant) -> Bool {
    standstills?.contains { $0.from < end && start < $0.until } ?? false
  }

  /// A step of the wall alone moves no measure, which are all taken on the boot-time clock.
  mutating func take(_ step: ClockStepped, at now: Instant) {
    let isSlip = step.slipped == true
    if !isSlip { disturbedAt = now }
    guard isSlip || step.suspended else { return }
    let newest = Standstill(from: now - step.by, until: now, isSleep: step.suspended)
    standstills = ((standstills ?? []) + [newest]).suffix(State.keptStandstills)
  }
}
