import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import Synchronization

/// Time that passes by itself and can be moved on by hand.
final class SkippableClock: Sendable {
  private let start = ContinuousClock.now
  private let skipped = Mutex(TimeSpan.zero)

  func now() -> Instant {
    origin + TimeSpan(ContinuousClock.now - start) + skipped.withLock { $0 }
  }

  func skip(_ span: TimeSpan) { skipped.withLock { $0 = $0 + span } }
}

/// A small vendor that answers by a closure and keeps what it was asked.
final class Vendor: Sendable {
  let server: HTTPServer
  private let recorder = Recorder()

  init(on loop: EventLoop, answer: @escaping @Sendable (Exchange) -> Void) throws {
    server = try HTTPServer(loop: loop) { [recorder] exchange in
      recorder.add(exchange)
      answer(exchange)
    }
  }

  var asked: [Exchange] { recorder.all }

  private final class Recorder: Sendable {
    private let exchanges = Mutex<[Exchange]>([])
    var all: [Exchange] { exchanges.withLock { $0 } }
    func add(_ exchange: Exchange) { exchanges.withLock { $0.append(exchange) } }
  }
}

/// A gateway over real sockets, with vendors behind it and a client before it, all on one loop.
struct GatewayBench {
  let loop: EventLoop
  let client: HTTPClient
  let gateway: Gateway
  let clock: SkippableClock
  let vendors: [Platform: Vendor]
  let reports: AsyncStream<TrafficReport>
  let transitions: AsyncStream<BreakerChange>
  let keyChanges: AsyncStream<KeyChange>

  var url: String { "http://127.0.0.1:\(gateway.port)" }

  func asked(_ platform: Platform) -> [Exchange] { vendors[platform]?.asked ?? [] }

  func request(
    _ body: String = standardBody, path: String = "/v1/messages", headers: HTTPHeaders = [:],
    method: String = "POST"
  ) -> HTTPRequest {
    var all = headers
    if method == "POST", all["content-type"] == nil { all["content-type"] = "application/json" }
    return HTTPRequest(
      method: method, url: url + path, headers: all, body: method == "POST" ? Array(body.utf8) : [])
  }

  func send(_ body: String = standardBody) async throws -> HTTPResponse {
    try await client.send(request(body))
  }
}

let standardBody =
  #"{"model":"claude-haiku-4-5","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}"#
let streamBody =
  #"{"model":"claude-haiku-4-5","max_tokens":16,"stream":true,"messages":[{"role":"user","content":"hi"}]}"#
let standardAnswer = #"{"id":"msg_1","type":"message","content":[{"type":"text","text":"hello"}]}"#

/// Runs `body` with a gateway before vendors that answer by these closures.
func withGateway(
  _ answers: [Platform: @Sendable (Exchange) -> Void], order: [Platform]? = nil,
  models: ModelMap = ModelMap(), settings: GatewaySettings = GatewaySettings(),
  access change: (inout PlatformAccess) -> Void = { _ in },
  _ body: (GatewayBench) async throws -> Void
) async throws {
  let loop = try EventLoop(name: "test-gateway")
  defer { loop.stop() }
  var vendors: [Platform: Vendor] = [:]
  var access: [Platform: PlatformAccess] = [:]
  for (platform, answer) in answers {
    let vendor = try Vendor(on: loop, answer: answer)
    vendors[platform] = vendor
    access[platform] = PlatformAccess(
      platform: platform, baseURL: "http://127.0.0.1:\(vendor.server.port)", region: "here",
      project: "project-1", credential: .none)
    change(&access[platform, default: PlatformAccess(platform: platform, credential: .none)])
  }
  let clock = SkippableClock()
  let (reports, report) = AsyncStream.makeStream(of: TrafficReport.self)
  let (keyChanges, keyChange) = AsyncStream.makeStream(of: KeyChange.self)
  let (transitions, transition) = AsyncStream.makeStream(of: BreakerChange.self)
  let gateway = try Gateway.start(
    loop: loop, settings: settings,
    wiring: Gateway.Wiring(
      access: access, models: models, table: .resting(order ?? answers.keys.sorted()),
      now: { clock.now() },
      random: { 99 }, report: { report.yield($0) }, transition: { transition.yield($0) },
      key: { keyChange.yield($0) }))
  let client = try HTTPClient(loop: loop)
  try await body(
    GatewayBench(
      loop: loop, client: client, gateway: gateway, clock: clock, vendors: vendors, reports: reports,
      transitions: transitions, keyChanges: keyChanges))
  gateway.stop()
}

extension Exchange {
  func answerWell() {
    respond(
      status: 200, headers: ["content-type": "application/json", "request-id": "req_good"],
      body: Array(standardAnswer.utf8))
  }

  func answerOverloaded() {
    respond(
      status: 529, headers: ["content-type": "application/json", "request-id": "req_bad"],
      body: Array(#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#.utf8))
  }

  /// Sends pieces as one stream of events, each in a write of its own.
  func stream(_ pieces: [String], end: Bool = true) {
    begin(
      status: 200, headers: ["content-type": "text/event-stream; charset=utf-8", "request-id": "req_stream"])
    for piece in pieces { write(Array(piece.utf8)) }
    if end { self.end() }
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension Array where Element == UInt8 {
  var text: String { String(decoding: self, as: UTF8.self) }
}

/// A stream as the first party sends it, with what odd streams hold.
enum SampleStream {
  static let start =
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"usage\":{}}   }\n\n"
  static let blockStart =
    """
    event: content_block_start\ndata: {"type":"content_block_start","index":0,\
    "content_block":{"type":"text","text":""}}\n\n
    """
  static let ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n"
  static let delta =
    """
    event: content_block_delta\ndata: {"type":"content_block_delta","index":0,\
    "delta":{"type":"text_delta","text":"hé"}      }\n\n
    """
  static let rest =
    """
    event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n\
    event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{}}\n\n
    """
  static let stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
  static let error =
    """
    event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n
    """

  static let whole = [start, blockStart, ping, ": a comment\n\n", delta, delta, rest, stop]
}
