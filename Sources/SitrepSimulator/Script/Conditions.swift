package import SitrepCore

/// What is in force for one model at one moment of a drill.
package struct Conditions: Hashable, Sendable {
  /// Probability that a call fails, 0…1.
  package var failing: Double = 0
  package var faults: FaultMix?
  /// Factor on all times of answers.
  package var latency: Double = 1
  /// Factor on the times between contents of a stream, beside `latency`.
  package var gap: Double = 1
  package var mixed: Mixing?
  package var limits: Limits?
}

extension DrillScript {
  /// Folds the steps up to `moment`; a ramp that a later step interrupts ends at the value it had reached.
  package func conditions(
    _ platform: Platform, _ model: Model, _ capabilities: Set<Capability>, at moment: TimeSpan
  ) -> Conditions {
    var failing = Ramp(0)
    var latency = Ramp(1)
    var gap = Ramp(1)
    var mixed: Mixing?
    var limits = platforms[platform]?.headroom
    var drain = Ramp(limits?.drain ?? 0)
    var faults: FaultMix?
    let isNamedOnly = !capabilities.contains { $0.isModelCall || $0 == .canary }
    for step in steps where step.at <= moment && step.applies(to: platform, model, capabilities) {
      if isNamedOnly, !step.names(capabilities) { continue }
      failing.follow(step.failing, of: step)
      latency.follow(step.latency, of: step)
      gap.follow(step.gap, of: step)
      mixed = step.mixed ?? mixed
      drain.follow(step.drain ?? step.headroom?.drain, of: step)
      faults = step.faults ?? faults
      limits = step.headroom ?? limits
    }
    limits?.drain = drain.value(at: moment)
    return Conditions(
      failing: failing.value(at: moment), faults: faults, latency: latency.value(at: moment),
      gap: gap.value(at: moment), mixed: mixed, limits: limits)
  }
}

/// A number that moves in a straight line from one value to another.
private struct Ramp {
  private var from: Double
  private var to: Double
  private var start = TimeSpan.zero
  private var length = TimeSpan.zero

  init(_ value: Double) {
    from = value
    to = value
  }

  mutating func follow(_ target: Double?, of step: DrillStep) {
    guard let target else { return }
    from = value(at: step.at)
    to = target
    start = step.at
    length = step.over
  }

  func value(at moment: TimeSpan) -> Double {
    let passed = moment - start
    guard length > .zero, passed < length else { return to }
    return from + (to - from) * max(0, passed.inSeconds / length.inSeconds)
  }
}
