import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// The simulated vendors of a drill, asked without a socket.
struct DrillVendors: Sendable {
  let world: VendorWorld
  let endpoints = VendorEndpoints.nominal
  private var memory = VendorMemory()

  init(world: VendorWorld) {
    self.world = world
  }

  /// What the vendor at this address does with a request that reaches it at `now`.
  mutating func answer(_ request: HTTPRequest, at now: Instant) -> VendorAnswer {
    guard let (service, path) = endpoints.place(of: request.url) else { return .hang }
    let asked = VendorRequest(
      service: service, method: request.method, path: path,
      headers: request.headers.fields.map { VendorHeader($0.name, $0.value) }, body: request.body)
    return world.answer(asked, at: now - world.startedAt, memory: &memory)
  }
}

extension VendorReply {
  var head: HTTPResponseHead {
    HTTPResponseHead(status: status, headers: HTTPHeaders(headers.map { (name: $0.name, value: $0.value) }))
  }
}
