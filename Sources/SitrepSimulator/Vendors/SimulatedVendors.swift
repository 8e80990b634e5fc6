package import SitrepCore
package import SitrepHTTP
import Synchronization

/// All simulated vendors of a drill on loopback ports of the kernel's choice, until `stop` or the loop's end.
package final class SimulatedVendors: Sendable {
  package let endpoints: VendorEndpoints
  private let servers: [HTTPServer]

  /// Listens at once on all of its ports.
  ///
  /// `now` is the clock of the whole program; the drill's time is its distance from `world.startedAt`, so
  /// a clock that is set moves the drill.
  package init(
    loop: EventLoop, world: VendorWorld, now: @escaping @Sendable () -> Instant
  ) throws(HTTPError) {
    let desk = VendorDesk(world: world, now: now)
    var servers: [HTTPServer] = []
    var ports: [VendorService: UInt16] = [:]
    do throws(HTTPError) {
      for service in VendorService.allCases {
        let server = try HTTPServer(loop: loop, limits: Self.limits) { exchange in
          AnswerPlayer(exchange).play(desk.answer(exchange, service))
        }
        servers.append(server)
        ports[service] = server.port
      }
    } catch {
      for server in servers { server.stop() }
      throw error
    }
    self.servers = servers
    endpoints = VendorEndpoints(ports: ports)
  }

  /// Closes all listeners and connections.
  package func stop() {
    for server in servers { server.stop() }
  }

  /// Enough for a load test of one machine; a hanging call keeps its connection.
  private static let limits = HTTPServerLimits(maxBody: 32 << 20, maxConnections: 1024)
}

/// Base URLs of the simulated vendors, without a slash at the end.
package struct VendorEndpoints: Hashable, Sendable {
  private let ports: [VendorService: UInt16]

  init(ports: [VendorService: UInt16]) {
    self.ports = ports
  }

  package subscript(service: VendorService) -> String {
    "http://127.0.0.1:\(ports[service] ?? 0)"
  }

  /// Where a service account gets its tokens.
  package var googleTokens: String { self[.googleTokens] + "/token" }

  /// What a platform's requests begin with, as in a configuration.
  package func base(of platform: Platform) -> String {
    switch platform {
    case .anthropic: self[.anthropic]
    case .bedrock: self[.bedrock]
    case .vertex: self[.vertex]
    case .openai: self[.openai] + "/v1"
    case .gemini: self[.gemini] + "/v1beta"
    case .mistral: self[.mistral] + "/v1"
    }
  }

  package var anthropic: String { self[.anthropic] }
  package var bedrock: String { self[.bedrock] }
  /// Addresses where nothing listens, one a service, for drills that need no sockets.
  package static let nominal = VendorEndpoints(
    ports: Dictionary(
      uniqueKeysWithValues: VendorService.allCases.enumerated().map { ($1, UInt16($0 + 1)) }))

  /// Whose address a URL is, with what follows it.
  package func place(of url: String) -> (service: VendorService, path: String)? {
    for service in VendorService.allCases where url.hasPrefix(self[service] + "/") {
      return (service, String(url.dropFirst(self[service].count)))
    }
    return nil
  }

  /// Without `/v1`; both spellings are served.
  package var vertex: String { self[.vertex] }

  /// The page that people open.
  package var webUI: String { self[.webUI] + "/" }

  /// The documents that feeds are read from.
  package var claudeSummary: String { self[.claudePage] + "/api/v2/summary.json" }
  package var awsCurrentEvents: String { self[.awsFeed] + "/public/currentevents" }
  /// Where our own side checks its line.
  package var neutralOne: String { self[.neutralOne] + "/" }
  package var neutralTwo: String { self[.neutralTwo] + "/" }
  package var gcpIncidents: String { self[.gcpFeed] + "/incidents.json" }
}

/// Takes requests off the servers and keeps the vendors' memory.
private final class VendorDesk: Sendable {
  private let world: VendorWorld
  private let now: @Sendable () -> Instant
  private let memory = Mutex(VendorMemory())

  init(world: VendorWorld, now: @escaping @Sendable () -> Instant) {
    self.world = world
    self.now = now
  }

  func answer(_ exchange: Exchange, _ service: VendorService) -> VendorAnswer {
    let request = VendorRequest(
      service: service, method: exchange.method, path: exchange.target,
      headers: exchange.headers.fields.map { VendorHeader($0.name, $0.value) }, body: exchange.body)
    let moment = now() - world.startedAt
    return memory.withLock { world.answer(request, at: moment, memory: &$0) }
  }
}
