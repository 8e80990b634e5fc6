import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// Checks our own side as `OwnSideChecker` does: any answer of an unrelated host proves the line.
struct DrillOwnSide: Sendable {
  /// As `OwnSideChecker` waits.
  private let patience = TimeSpan.seconds(5)

  /// What one check came to, and when it was over.
  func check(
    _ plan: ControlPlan, at now: Instant, _ vendors: inout DrillVendors
  ) -> (observation: ControlObservation, endedAt: Instant) {
    let (problem, took) = plan.kind == .resolver ? resolve(at: now, vendors) : reach(plan, at: now, &vendors)
    return (
      ControlObservation(
        name: plan.name, kind: plan.kind, health: problem == nil ? .ok : .failing,
        detail: problem ?? "answers", took: took), now + took
    )
  }

  /// A name server behind a line that is down does not answer either.
  private func resolve(at now: Instant, _ vendors: DrillVendors) -> (CleanText?, TimeSpan) {
    let moment = now - vendors.world.startedAt
    if vendors.world.script.isUnresolved(nil, at: moment) { return ("no such name", .milliseconds(20)) }
    let isDown = vendors.world.script.isLineDown(at: moment, seed: vendors.world.seed)
    return isDown ? ("no answer of the name server", patience) : (nil, .milliseconds(5))
  }

  private func reach(
    _ plan: ControlPlan, at now: Instant, _ vendors: inout DrillVendors
  ) -> (CleanText?, TimeSpan) {
    switch vendors.send(HTTPRequest(method: "HEAD", url: plan.target), at: now) {
    case .unresolved: ("no such name", .milliseconds(20))
    case .answered(.hang): ("no answer within \(patience.wholeSeconds) s", patience)
    case .answered(.reset(let after)): ("the connection was refused", after)
    case .answered(.reply(let reply)): (nil, reply.delay)
    }
  }
}
