import SitrepAdapters
import SitrepCore
import SitrepEngine
import SitrepHTTP

/// The endpoints that checkers outside ask.
extension EngineHost {
  /// Nil when none are configured; an address that cannot be had is an error at the start.
  func startHealth(_ loop: EventLoop) async throws -> HealthServer? {
    guard let listen = blueprint.configuration.httpListen else { return nil }
    let clock = context.clock
    let health = HealthServer(now: { clock.now() })
    health.demand(try await blueprint.healthToken(context.environment))
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

extension Blueprint {
  /// What checkers must present; nil for nothing.
  ///
  /// - Throws: when it cannot be had, or is missing where others than this machine can ask.
  func healthToken(_ environment: [String: String]) async throws -> Secret? {
    guard let listen = configuration.httpListen else { return nil }
    if let source = configuration.httpToken {
      do {
        return try await source.secret(environment, for: "http.token")
      } catch {
        throw CommandError(error.reason)
      }
    }
    guard PlatformAccess(platform: .anthropic, baseURL: "http://\(listen)", credential: .none).isLoopback
    else {
      throw CommandError(
        "http.listen is \(listen), which others can reach: name an http.token, or listen on 127.0.0.1")
    }
    return nil
  }
}
