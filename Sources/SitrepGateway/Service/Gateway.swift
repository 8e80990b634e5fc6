package import SitrepAdapters
package import SitrepCore
package import SitrepHTTP

/// The traffic path: applications point their base URL here, and their calls go where Control says.
///
/// May be held by anyone; its work is done on the loop's thread.
package final class Gateway: ControlPort {
  /// The port in use, chosen by the kernel when 0 was asked for.
  package let port: UInt16
  private let loop: EventLoop
  private let server: HTTPServer
  private let confined: LoopConfined<GatewayCore>

  private init(loop: EventLoop, server: HTTPServer, confined: LoopConfined<GatewayCore>) {
    self.loop = loop
    self.server = server
    self.confined = confined
    port = server.port
  }

  /// What the gateway is told at its start and whom it tells.
  package struct Wiring: Sendable {
    /// Platforms that may be used; others in the route are passed over.
    package var access: [Platform: PlatformAccess]
    package var models: ModelMap
    package var table: RoutingTable
    /// Where each breaker stood before a restart.
    package var breakers: [BreakerTarget: Breaker]
    /// How keys stood before a restart.
    package var keys: [KeyState]
    /// The clock of the whole program.
    package var now: @Sendable () -> Instant
    /// Random words, uniform over their range.
    package var random: @Sendable () -> UInt64
    /// Called on the loop's thread; must return at once.
    package var report: @Sendable (TrafficReport) -> Void
    /// Called on the loop's thread; must return at once.
    package var transition: @Sendable (BreakerChange) -> Void
    /// Called on the loop's thread; must return at once.
    package var key: @Sendable (KeyChange) -> Void

    package init(
      access: [Platform: PlatformAccess], models: ModelMap = ModelMap(), table: RoutingTable,
      breakers: [BreakerTarget: Breaker] = [:], keys: [KeyState] = [], now: @escaping @Sendable () -> Instant,
      random: @escaping @Sendable () -> UInt64, report: @escaping @Sendable (TrafficReport) -> Void,
      transition: @escaping @Sendable (BreakerChange) -> Void,
      key: @escaping @Sendable (KeyChange) -> Void = { _ in }
    ) {
      self.keys = keys
      self.key = key
      self.access = access
      self.models = models
      self.table = table
      self.breakers = breakers
      self.now = now
      self.random = random
      self.report = report
      self.transition = transition
    }
  }

  /// Listens at once, and confirms the table's generation by a first report.
  package static func start(
    loop: EventLoop, trust: HTTPTrust = .system, settings: GatewaySettings = GatewaySettings(), wiring: Wiring
  ) throws -> Gateway {
    guard settings.isLoopback || settings.token != nil else {
      throw GatewayError(
        description: """
          The gateway will not listen on \(settings.host) without a token, since everybody there could spend \
          your keys; set one, or listen on 127.0.0.1.
          """)
    }
    let core = GatewayCore(
      loop: loop, client: try HTTPClient(loop: loop, trust: trust), settings: settings, wiring: wiring)
    let confined = LoopConfined(core, to: loop)
    var limits = HTTPServerLimits(maxBody: settings.bodyLimit)
    limits.tooLarge = HTTPServerLimits.Refusal(
      contentType: "application/json",
      body: CallerError.tooLarge(limit: settings.bodyLimit).json, headers: ["x-should-retry": "false"])
    let server = try HTTPServer(loop: loop, host: settings.host, port: settings.port, limits: limits) {
      confined.value.serve($0)
    }
    loop.submit { confined.value.begin() }
    return Gateway(loop: loop, server: server, confined: confined)
  }

  package func obey(_ table: RoutingTable) {
    loop.submit { [confined] in confined.value.obey(table) }
  }

  package func witness(_ observation: Observation) {
    loop.submit { [confined] in confined.value.witness(observation) }
  }

  /// Takes a platform's newer credential or address for the calls that follow.
  package func use(_ access: PlatformAccess) {
    loop.submit { [confined] in confined.value.use(access, for: access.platform) }
  }

  /// Wants this token of callers from now on, as when it was changed; nil is heeded on loopback alone.
  package func demand(_ token: Secret?) {
    loop.submit { [confined] in confined.value.demand(token) }
  }

  /// Passes a platform over from now on, as when its credential has ended.
  package func drop(_ platform: Platform) {
    loop.submit { [confined] in confined.value.use(nil, for: platform) }
  }

  /// Stops listening, cuts calls under way and reports what was not reported yet.
  package func stop() {
    server.stop()
    loop.submit { [confined] in confined.value.end() }
  }
}
