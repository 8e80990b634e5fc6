package import SitrepCore
package import SitrepHTTP

/// Checks our own side of the line: resolvers, unrelated hosts, our clock, our own scheduling.
package struct OwnSideChecker: OwnSidePort {
  private let client: HTTPClient
  private let resolver: Resolver
  private let direct: DirectResolver
  private let timeout: TimeSpan
  private let wall: @Sendable () -> Instant

  /// `wall` is the clock that a request's signature would be dated by.
  package init(
    client: HTTPClient, timeout: TimeSpan = .seconds(5),
    wall: @escaping @Sendable () -> Instant = { SystemClock.wall() }
  ) {
    self.client = client
    self.timeout = timeout
    self.wall = wall
    resolver = Resolver()
    direct = DirectResolver()
  }

  /// What one check came to.
  private struct Finding {
    var health = Health.ok
    var detail: CleanText = "answers"
  }

  package func check(_ plan: ControlPlan) async -> ControlObservation {
    let start = ContinuousClock.now
    let finding =
      switch plan.kind {
      case .resolver: failing(await resolver.problem(resolving: plan.target, within: timeout))
      case .directResolver: failing(await ask(plan.target))
      case .neutralHost: await reach(plan.target)
      case .clock: await clock(plan.target)
      case .scheduler: await slip()
      }
    return ControlObservation(
      name: plan.name, kind: plan.kind, health: finding.health, detail: finding.detail,
      took: TimeSpan(ContinuousClock.now - start))
  }

  private func failing(_ problem: CleanText?) -> Finding {
    problem.map { Finding(health: .failing, detail: $0) } ?? Finding()
  }

  /// "NAME@SERVER".
  private func ask(_ target: String) async -> CleanText? {
    let parts = target.split(separator: "@", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return "the target is to be NAME@SERVER" }
    return await direct.problem(resolving: parts[0], at: parts[1], within: timeout)
  }

  /// Any answer at all, whatever its status, proves the line; so does a refusal, which is the host's own.
  private func reach(_ url: String) async -> Finding {
    switch await head(of: url) {
    case .success: Finding()
    case .failure(let error) where error.code == .refused:
      Finding(health: .degraded, detail: "refuses connections; the line to it works")
    case .failure(let error): Finding(health: .failing, detail: CleanText(error.description))
    }
  }

  private func head(of url: String) async -> Result<HTTPResponse, HTTPError> {
    let request = HTTPRequest(
      method: "HEAD", url: url,
      timeouts: HTTPTimeouts(connect: timeout.duration, firstByte: timeout.duration, total: timeout.duration))
    do throws(HTTPError) {
      return .success(try await client.send(request))
    } catch {
      return .failure(error)
    }
  }

  /// AWS refuses signatures that are five minutes off (facts/bedrock.md 4).
  private static let wrongBeyond = TimeSpan.minutes(5)
  /// A date has whole seconds, and caches may hold an answer for a moment.
  private static let exactWithin = TimeSpan.seconds(10)

  /// Our clock against the date of an answer; a host that does not answer says nothing of our clock.
  private func clock(_ url: String) async -> Finding {
    guard case .success(let response) = await head(of: url),
      let date = response.headers["date"].flatMap({ Timestamp.parseHTTPDate($0) })
    else { return Finding(health: .unknown, detail: "no date to compare with") }
    let age = response.headers["age"].flatMap { Int64($0) } ?? 0
    let off = wall() - (date + .seconds(max(0, min(age, 86_400))))
    guard off.magnitude > Self.exactWithin else { return Finding(detail: "exact") }
    let side = off > .zero ? "ahead of" : "behind"
    return Finding(
      health: off.magnitude > Self.wrongBeyond ? .failing : .degraded,
      detail: CleanText("our clock is \(Format.span(off.magnitude)) \(side) \(url)"))
  }

  private static let nap = TimeSpan.milliseconds(100)

  /// How late a short sleep ends: what is late itself must not judge how fast others are.
  private func slip() async -> Finding {
    let start = ContinuousClock.now
    guard (try? await Task.sleep(for: Self.nap.duration)) != nil else { return Finding(health: .unknown) }
    let late = TimeSpan(ContinuousClock.now - start) - Self.nap
    let health: Health = late > .seconds(2) ? .failing : late > .milliseconds(250) ? .degraded : .ok
    return Finding(
      health: health, detail: health == .ok ? "in time" : CleanText("\(Format.latency(late)) late"))
  }
}
