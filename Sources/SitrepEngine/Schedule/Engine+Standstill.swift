import SitrepCore

/// Knowing when this process got no time, so that its own pause is not taken for a vendor's.
extension Engine {
  /// The tick comes at least once a second; one that comes this much later is a standstill (notes D4, R1).
  private static let slip = TimeSpan.seconds(2)
  private static let beat = TimeSpan.seconds(1)

  /// Looks at the clocks; called by the tick and before anything measured is taken in.
  func noticeStandstill() {
    let now = ports.clock.now()
    let silence = lastBeat.map { now - $0 } ?? .zero
    lastBeat = now
    if let step = ports.clock.takeStep() {
      // What the process lost before and after the machine slept belongs to the same gap.
      let span = step.suspended ? max(silence, step.by) : step.by
      submit(draft(ClockStepped(by: span, suspended: step.suspended)))
      if step.suspended { return }
    }
    guard silence > Engine.beat + Engine.slip else { return }
    submit(draft(ClockStepped(by: silence, suspended: false, slipped: true)))
  }

  private func draft(_ step: ClockStepped) -> Waiting {
    .drafts([Draft(.clockStepped(step), source: .engine)])
  }
}
