package import SitrepCore
package import SitrepHTTP

/// Checks our own side of the line: does our resolver answer, do unrelated hosts.
package struct OwnSideChecker: OwnSidePort {
  private let client: HTTPClient
  private let resolver: Resolver
  private let timeout: TimeSpan

  package init(client: HTTPClient, timeout: TimeSpan = .seconds(5)) {
    self.client = client
    self.timeout = timeout
    resolver = Resolver()
  }

  package func check(_ plan: ControlPlan) async -> ControlObservation {
    let start = ContinuousClock.now
    let (health, detail): (Health, CleanText) =
      switch plan.kind {
      case .resolver:
        await resolver.problem(resolving: plan.target).map { (.failing, $0) } ?? (.ok, "answers")
      case .neutralHost: await reach(plan.target)
      }
    return ControlObservation(
      name: plan.name, kind: plan.kind, health: health, detail: detail,
      took: TimeSpan(ContinuousClock.now - start))
  }

  /// Any answer at all, whatever its status, proves the line; so does a refusal, which is the host's own.
  private func reach(_ url: String) async -> (Health, CleanText) {
    let request = HTTPRequest(
      method: "HEAD", url: url,
      timeouts: HTTPTimeouts(connect: timeout.duration, firstByte: timeout.duration, total: timeout.duration))
    do throws(HTTPError) {
      _ = try await client.send(request)
      return (.ok, "answers")
    } catch {
      guard error.code == .refused else { return (.failing, CleanText(error.description)) }
      return (.degraded, "refuses connections; the line to it works")
    }
  }
}
