/// Whether Claude answers, in one small document for checkers outside (facts/users-system.md, "Health and alerts").
package struct HealthReport: Hashable, Encodable, Sendable {
  package enum Status: String, Encodable, Sendable {
    case up
    /// Some of what is probed fails.
    case degraded
    case down
    /// What is known is too old to be told.
    case stale
    /// Nothing is probed.
    case unknown
  }

  package var status: Status
  package var platform: String?
  package var model: String?
  package var latencyMs: Int?
  /// When the newest probe was sent, RFC 3339.
  package var timestamp: String?
  package var reason: String?

  /// 200 where Claude answers, 503 otherwise; stale counts as 503.
  package var httpStatus: Int { status == .up || status == .degraded ? 200 : 503 }

  /// The three platforms that serve Claude.
  private static let served: [Platform] = [.anthropic, .bedrock, .vertex]

  package init(_ state: State, at now: Instant) {
    let probed = state.series.filter { HealthReport.served.contains($0.id.platform) && $0.plan.idle == nil }
    guard !probed.isEmpty else {
      self.init(status: .unknown, reason: "no platform that serves Claude is probed")
      return
    }
    let fresh = probed.filter { $0.isFresh(at: now) }
    guard !fresh.isEmpty else {
      self.init(status: .stale, reason: "no probe has come back in time")
      timestamp = probed.compactMap(\.last?.startedAt).max().map(Timestamp.rfc3339)
      return
    }
    // The platform that traffic goes to is told; any other that answers keeps Claude up.
    let active = fresh.filter { $0.id.platform == state.control.active }
    let good = fresh.filter { $0.last?.outcome.isFailure == false }
    let told =
      (active.filter { $0.last?.outcome.isFailure == false } + good).first ?? active.first ?? fresh[0]
    self.init(status: good.isEmpty ? .down : good.count == fresh.count ? .up : .degraded)
    platform = told.id.platform.rawValue
    model = told.id.model.rawValue
    latencyMs =
      told.last?.outcome.isFailure == false
      ? told.last?.latency.map { Int($0.nanoseconds / 1_000_000) } : nil
    timestamp = told.last.map { Timestamp.rfc3339($0.startedAt) }
    let failing = fresh.filter { $0.last?.outcome.isFailure == true }
    reason = failing.first.map { "\($0.id): \($0.last?.failureWord ?? "failed")" }
  }

  private init(status: Status, reason: String? = nil) {
    self.status = status
    self.reason = reason
  }
}

extension SeriesState {
  /// Whether its newest result is recent enough to tell of now: three cadences and the probe's own time.
  package func isFresh(at now: Instant) -> Bool {
    guard let last else { return false }
    return now - last.startedAt <= plan.cadence * 3 + plan.timeout
  }
}
