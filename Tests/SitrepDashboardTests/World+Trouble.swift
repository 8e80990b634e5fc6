import SitrepCore

/// Worlds in which something else is wrong than the vendor.
extension World {
  /// Calm probes, but the pages have not been read for a long time, and one never.
  static func stalePage() -> World {
    var world = calm()
    world.pass(.minutes(10))
    for series in [World.haiku, World.opus, World.bedrock] { world.probe(series) }
    world.page("aws", nil)
    world.pass(.seconds(3))
    return world
  }

  /// Breaker half-open, traffic on its way back.
  static func failback() -> World {
    var world = outage()
    world.pass(.seconds(45))
    for target in [World.haiku.target, World.opus.target] {
      world.add(
        .breakerChanged(
          BreakerChange(
            target: target, from: .open,
            transition: Breaker.Transition(to: .halfOpen, until: nil, reason: "open for 60 s"))))
    }
    world.add(
      .routeChanged(
        RouteChange(
          from: .bedrock, to: .bedrock, failback: Failback(to: .anthropic, percent: 25, since: world.now),
          reason: "ramp")))
    world.pass(.seconds(12))
    return world
  }

  /// One of each kind of failure in a row on one series.
  static func everyMark() -> World {
    var world = World(mode: .live)
    let failures: [FailureClass] = [.server, .timeout, .stalled, .quota, .network]
    for failure in failures {
      world.pass(.seconds(30))
      world.probe(World.haiku, .failed(failure), status: nil)
    }
    world.pass(.seconds(30))
    world.probe(World.haiku, .slow, latency: .seconds(12))
    world.pass(.seconds(30))
    world.probe(World.haiku, latency: .milliseconds(300))
    world.pass(.minutes(2))
    world.probe(World.haiku, latency: .milliseconds(900))
    world.pass(.seconds(1))
    return world
  }
}
