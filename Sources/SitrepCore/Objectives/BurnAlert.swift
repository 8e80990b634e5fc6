/// A pair of windows and the burn rate that both must reach (notes/incidents.md D1, after the SRE workbook).
///
/// The long window says that enough budget is gone, the short one that it still goes.
package struct BurnRule: Hashable, Sendable {
  package enum Urgency: Hashable, Sendable { case page, ticket }

  package var long: TimeSpan
  package var short: TimeSpan
  package var rate: Double
  package var urgency: Urgency

  /// Fewest attempts in the long window: with less, one failure is a storm.
  package static let guardedAttempts = 20

  package static let all = [
    BurnRule(long: .hours(1), short: .minutes(5), rate: 14.4, urgency: .page),
    BurnRule(long: .hours(6), short: .minutes(30), rate: 6, urgency: .page),
    BurnRule(long: .hours(24), short: .hours(2), rate: 3, urgency: .ticket),
    BurnRule(long: .hours(72), short: .hours(6), rate: 1, urgency: .ticket),
  ]
}

/// A pair of windows that burns the budget now.
package struct BurnAlert: Hashable, Sendable {
  package var rule: BurnRule
  package var long: BurnRate
  package var short: BurnRate

  /// Nil unless both windows burn at the rule's rate, guarded by attempts and failures.
  init?(_ rule: BurnRule, in burns: [BurnRate]) {
    guard let long = burns.first(where: { $0.window == rule.long }),
      let short = burns.first(where: { $0.window == rule.short }),
      long.attempts >= BurnRule.guardedAttempts, long.isSignificant, short.isSignificant,
      long.rate >= rule.rate, short.rate >= rule.rate
    else { return nil }
    self.rule = rule
    self.long = long
    self.short = short
  }
}
