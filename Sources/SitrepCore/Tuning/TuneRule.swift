/// One rule that raises alarms, at one threshold.
package struct TuneRule: Hashable, Sendable {
  package enum Kind: String, Hashable, CaseIterable, Sendable {
    /// A breaker opens after this many failed calls in a row.
    case breaker
    /// A failure is confirmed by this many of the newest five attempts.
    case confirm
    /// P2 by this share of failures in five minutes.
    case errorRate
    /// P2 by answers slower than this many seconds.
    case slow
    /// A latency steps at this sum of deviations.
    case latencyStep

    /// As the configuration names it, where it does.
    package var key: String {
      switch self {
      case .breaker: "breaker.failures_to_open"
      case .confirm: "confirmed failures"
      case .errorRate: "severity.error_rate"
      case .slow: "severity.slow_after"
      case .latencyStep: "latency_step.threshold"
      }
    }
  }

  /// Against what is in force: a tighter one raises alarms sooner and more of them.
  package enum Level: String, Hashable, CaseIterable, Sendable {
    case tighter
    case inForce
    case looser

    package var word: String { self == .inForce ? "in force" : rawValue }
  }

  package var kind: Kind
  package var level: Level
  package var threshold: Double

  /// The threshold as the configuration would write it.
  package var value: String {
    switch kind {
    case .breaker, .latencyStep: Format.fixed(threshold, digits: 0)
    case .confirm: "\(Format.fixed(threshold, digits: 0)) of 5"
    case .errorRate: "\(Format.fixed(threshold * 100, digits: 1))%"
    case .slow: "\(Format.fixed(threshold, digits: 1))s"
    }
  }

  /// Every rule at the threshold in force, at a tighter and at a looser one.
  package static func all(_ settings: Settings) -> [TuneRule] {
    let failures = settings.breaker.failuresToOpen
    let slow = settings.severity.slowAfter.inSeconds
    let share = settings.severity.errorRate
    let step = settings.latencySteps.threshold
    return row(.breaker, Double(max(1, failures - 2)), Double(failures), Double(failures + 3))
      + row(.confirm, 2, Double(Suspicion.confirmingFailures), 4)
      + row(.errorRate, share / 2, share, min(1, share * 2)) + row(.slow, slow / 2, slow, slow * 2)
      + row(.latencyStep, max(1, (step / 2).rounded()), step, step * 2)
  }

  private static func row(_ kind: Kind, _ tighter: Double, _ inForce: Double, _ looser: Double) -> [TuneRule]
  {
    [
      TuneRule(kind: kind, level: .tighter, threshold: tighter),
      TuneRule(kind: kind, level: .inForce, threshold: inForce),
      TuneRule(kind: kind, level: .looser, threshold: looser),
    ]
  }
}
