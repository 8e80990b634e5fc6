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
    let problem =
      switch plan.kind {
      case .resolver: await resolver.problem(resolving: plan.target)
      case .neutralHost: await problem(reaching: plan.target)
      }
    return ControlObservation(
      name: plan.name, kind: plan.kind, health: problem == nil ? .ok : .failing,
      detail: problem ?? "answers", took: TimeSpan(ContinuousClock.now - start))
  }

  /// Any answer at all, whatever its status, proves the line.
  private func problem(reaching url: String) async -> CleanText? {
    let request = HTTPRequest(
      method: "HEAD", url: url,
      timeouts: HTTPTimeouts(connect: timeout.duration, firstByte: timeout.duration, total: timeout.duration))
    do throws(HTTPError) {
      _ = try await client.send(request)
      return nil
    } catch {
      return CleanText(error.description)
    }
  }
}
