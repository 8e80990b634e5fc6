/// Numbers of a circuit breaker.
package struct BreakerSettings: Hashable, Codable, Sendable {
  /// Failed calls in a row that open it.
  package var failuresToOpen: Int
  package var openFor: TimeSpan
  /// Calls let through at once while half-open.
  package var halfOpenPermits: Int
  /// Successes that close it again.
  package var successesToClose: Int
  /// How long a half-open call may hold its permit before the permit is given on.
  package var permitLease: TimeSpan

  /// The user's numbers (facts/users-system.md, "Breaker"): 5 in a row, 60 s, 3 through, 2 close.
  package static let runbook = BreakerSettings(
    failuresToOpen: 5, openFor: .seconds(60), halfOpenPermits: 3, successesToClose: 2,
    permitLease: .seconds(60))

  package init(
    failuresToOpen: Int, openFor: TimeSpan, halfOpenPermits: Int, successesToClose: Int, permitLease: TimeSpan
  ) {
    self.failuresToOpen = failuresToOpen
    self.openFor = openFor
    self.halfOpenPermits = halfOpenPermits
    self.successesToClose = successesToClose
    self.permitLease = permitLease
  }
}
