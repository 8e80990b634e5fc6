import SitrepAdapters
import SitrepCore
import SitrepEngine
import SitrepHTTP

/// The endpoints that checkers outside ask.
extension EngineHost {
  /// Nil when none are configured; an address that cannot be had is an error at the start.
  func startHealth(_ loop: EventLoop) throws -> HealthServer? {
    guard let listen = blueprint.configuration.httpListen else { return nil }
    let clock = context.clock
    let health = HealthServer(now: { clock.now() })
    let (host, port) = try ListenAddress.split(listen)
    _ = try health.listen(loop: loop, host: host, port: port)
    return health
  }

  /// Follows the engine for it, and waits when the engine has ended, as its siblings end the host.
  func serve(_ health: HealthServer, _ engine: Engine) async {
    await health.follow(engine)
    while !Task.isCancelled { try? await context.clock.sleep(until: context.clock.now() + .hours(1)) }
  }
}
