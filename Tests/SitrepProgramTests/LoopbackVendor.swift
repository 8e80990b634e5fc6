import SitrepHTTP
import SitrepTestKit
import Synchronization

/// A first party of a test's own on loopback, which notes the keys that it is shown.
final class LoopbackVendor: Sendable {
  /// What it was asked and how it answers, shared with the server's thread.
  private final class Desk: Sendable {
    private let noted = Mutex<[(path: String, key: String)]>([])
    private let status = Mutex(200)

    var asked: [(path: String, key: String)] { noted.withLock { $0 } }

    func answer(with status: Int) { self.status.withLock { $0 = status } }

    func serve(_ exchange: Exchange) {
      let key = exchange.headers["x-api-key"] ?? "-"
      noted.withLock { $0.append((exchange.path, key)) }
      let status = status.withLock { $0 }
      let body = status != 200 ? Desk.error : exchange.path == "/v1/models" ? Desk.list : Desk.message
      exchange.respond(status: status, headers: ["content-type": "application/json"], body: Array(body.utf8))
    }

    private static let error =
      #"{"type":"error","error":{"type":"api_error","message":"Internal server error"}}"#
    private static let list = """
      {"data":[{"id":"claude-haiku-7","created_at":"2026-01-01T00:00:00Z"},
      {"id":"claude-haiku-6","created_at":"2025-01-01T00:00:00Z"},
      {"id":"claude-opus-7","created_at":"2026-01-01T00:00:00Z"}]}
      """
    private static let message = """
      {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"OK"}],
      "stop_reason":"end_turn","usage":{"input_tokens":8,"output_tokens":1}}
      """
  }

  private let desk = Desk()
  private let loop: EventLoop
  private let server: HTTPServer

  init() throws {
    loop = try EventLoop(name: "test-vendor")
    server = try HTTPServer(loop: loop) { [desk] exchange in desk.serve(exchange) }
  }

  deinit { loop.stop() }

  var address: String { "http://127.0.0.1:\(server.port)" }

  /// The keys that messages were sent with, in order.
  var keys: [String] { desk.asked.filter { $0.path == "/v1/messages" }.map(\.key) }

  func answer(with status: Int) { desk.answer(with: status) }

  /// A configuration that watches this vendor alone; `platform` and `rest` are further lines of it.
  func configuration(_ platform: String, _ rest: String = "", probes: Bool = true) -> String {
    let probe = "probes: [{platform: anthropic, model: claude-haiku-7, cadence: 500ms, timeout: 5s}]"
    return """
      platforms:
        anthropic: {base_url: "\(address)", \(platform)}
      \(probes ? probe : "")
      feeds: []
      controls: []
      \(rest)
      """
  }

  /// Asks an address on loopback, as a checker would.
  func ask(_ url: String, bearer: String? = nil) async throws -> Int {
    var request = HTTPRequest(url: url)
    request.headers["authorization"] = bearer.map { "Bearer \($0)" }
    return try await HTTPClient(loop: loop).send(request).status
  }
}
