/// How bad it is, with the time people have to answer (facts/users-system.md, "Severity").
package enum Severity: Int, Codable, CaseIterable, Comparable, Sendable {
  case p1 = 1
  case p2 = 2
  case p3 = 3
  case p4 = 4

  /// The more severe one is the greater: P1 > P2.
  package static func < (left: Severity, right: Severity) -> Bool {
    left.rawValue > right.rawValue
  }

  package var word: String { "P\(rawValue)" }

  /// Time to respond; absent for P4, which waits for the next business day.
  package var responseTime: TimeSpan? {
    switch self {
    case .p1: .seconds(60)
    case .p2: .minutes(15)
    case .p3: .hours(1)
    case .p4: nil
    }
  }
}

/// A severity as measured: which rule matched, with its numbers.
package struct SeverityAssessment: Hashable, Codable, Sendable {
  package var severity: Severity?
  /// "P1 total failure".
  package var rule: String
  /// "9 of 9 anthropic attempts in 00:31 failed: 529 ×5, 500 ×4".
  package var evidence: String

  package init(severity: Severity?, rule: String, evidence: String) {
    self.severity = severity
    self.rule = rule
    self.evidence = evidence
  }

  /// The rule of a severity that is held because nothing is measured.
  package static let notMeasured = "not measured"

  /// The rule of a severity that falls only when less was measured for long enough.
  package static let hold = "hold"

  /// Whether it stands on what was measured before.
  package var isHeld: Bool { rule == SeverityAssessment.hold || isUnmeasured }

  package var isUnmeasured: Bool { rule == SeverityAssessment.notMeasured }

  package static let calm = SeverityAssessment(severity: nil, rule: "none", evidence: "")
}
