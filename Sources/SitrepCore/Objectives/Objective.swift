/// One service level against its target: what was measured, from how many, and whether it is kept.
package struct Objective<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
  /// Nil when there is no data.
  package var value: Value?
  /// How many attempts or latencies the value is made of.
  package var count: Int
  package var target: Value
  package var status: ObjectiveStatus

  package var isViolated: Bool { status == .violated }

  init(_ value: Value?, count: Int, target: Value, isReliable: Bool = true, isKept: (Value) -> Bool) {
    self.value = value
    self.count = count
    self.target = target
    guard let value else {
      status = .noData
      return
    }
    status = !isReliable ? .unreliable : isKept(value) ? .kept : .violated
  }
}

/// Whether a service level is kept; no data is its own status and never counts as kept.
package enum ObjectiveStatus: String, Hashable, Codable, CaseIterable, Sendable {
  case kept
  case violated
  case noData
  /// There is a value, from too few attempts to be judged.
  case unreliable

  /// The word on screen and in reports.
  package var word: String {
    switch self {
    case .kept: "kept"
    case .violated: "violated"
    case .noData: "no data"
    case .unreliable: "too few"
    }
  }
}

/// What an objective report is about.
package enum ObjectiveScope: Hashable, Sendable {
  /// Every probed series together.
  case overall
  case platform(Platform)
  case series(SeriesID)
}

/// How fast the error budget is used: 1 uses it up exactly over the objective's period.
///
/// `rate` = share of unavailable attempts / (1 − availability target).
package struct BurnRate: Hashable, Sendable {
  package var window: TimeSpan
  /// How much of the window the kept attempts reach back over; shorter than `window` soon after a start.
  package var covered: TimeSpan
  package var attempts: Int
  package var failures: Int
  package var rate: Double

  /// Fewer failures than this never count as burning (notes/incidents.md D1).
  package static let guardedFailures = 3

  /// Whether enough failed for the rate to be acted on.
  package var isSignificant: Bool { failures >= BurnRate.guardedFailures }
  package var isPartial: Bool { covered < window }
}
