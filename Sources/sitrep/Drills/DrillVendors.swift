import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// The simulated vendors of a drill, asked without a socket.
struct DrillVendors: Sendable {
  /// How far a request came.
  enum Reach {
    case answered(VendorAnswer)
    /// Our resolver found no such name.
    case unresolved
  }

  let world: VendorWorld
  let endpoints = VendorEndpoints.nominal
  private var memory = VendorMemory()

  init(world: VendorWorld) {
    self.world = world
  }

  /// What becomes of a request that leaves at `now`.
  mutating func send(_ request: HTTPRequest, at now: Instant) -> Reach {
    guard let (service, path) = endpoints.place(of: request.url) else { return .answered(.hang) }
    let moment = now - world.startedAt
    if let host = OwnStep.Host(service), world.script.isUnresolved(host, at: moment) { return .unresolved }
    // The client adds the host on the wire, and signatures cover it.
    let host = VendorHeader("host", String(endpoints[service].drop { $0 != "/" }.dropFirst(2)))
    let asked = VendorRequest(
      service: service, method: request.method, path: path,
      headers: [host] + request.headers.fields.map { VendorHeader($0.name, $0.value) }, body: request.body)
    return .answered(world.answer(asked, at: moment, memory: &memory))
  }
}

extension VendorReply {
  var head: HTTPResponseHead {
    HTTPResponseHead(status: status, headers: HTTPHeaders(headers.map { (name: $0.name, value: $0.value) }))
  }
}
