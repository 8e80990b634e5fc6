package import SitrepCore
package import SitrepHTTP
import Synchronization

/// Serves what the engine knows to checkers: `/api/health/claude`, `/healthz`, `/metrics`.
///
/// It asks nobody: every answer is made from the newest state, and says when that is too old.
package final class HealthServer: Sendable {
  private struct Known {
    var state = State()
    var trouble: CleanText?
    var isConnected = false
  }

  private let known = Mutex(Known())
  private let token = Mutex<Secret?>(nil)
  private let now: @Sendable () -> Instant
  /// Kept, so that it listens as long as somebody holds us.
  private let server = Mutex<HTTPServer?>(nil)

  package init(now: @escaping @Sendable () -> Instant) {
    self.now = now
  }

  /// Answers only those who send this as a bearer token, from now on; nil for everybody.
  package func demand(_ token: Secret?) {
    self.token.withLock { $0 = token }
  }

  /// Listens on the loop, and says on which port.
  package func listen(loop: EventLoop, host: String, port: UInt16) throws(HTTPError) -> UInt16 {
    let listening = try HTTPServer(
      loop: loop, host: host, port: port, limits: HTTPServerLimits(maxBody: 1024, maxConnections: 64)
    ) { [self] exchange in
      let answer =
        isWelcome(exchange.headers["authorization"])
        ? answer(exchange.method, exchange.path)
        : Answer(status: 401, body: "{\"error\":\"send the token of http.token as Authorization: Bearer\"}\n")
      exchange.respond(
        status: answer.status, headers: ["content-type": answer.type, "cache-control": "no-store"],
        body: exchange.method == "HEAD" ? [] : Array(answer.body.utf8))
    }
    server.withLock { $0 = listening }
    return listening.port
  }

  /// Follows the engine until the task is cancelled.
  package func follow(_ engine: some EngineService) async {
    for await update in await engine.subscribe() {
      known.withLock { known in
        known.isConnected = true
        switch update {
        case .checkpoint(let state): known.state = state
        case .events(let events): for event in events { known.state.fold(event) }
        case .trouble(let words): known.trouble = words
        }
      }
    }
    known.withLock { $0.isConnected = false }
  }

  /// Compared in the same time wherever the difference is.
  private func isWelcome(_ shown: String?) -> Bool {
    guard let token = token.withLock({ $0 }) else { return true }
    let expected = Array("Bearer \(token.reveal())".utf8)
    let given = Array((shown ?? "").utf8)
    guard expected.count == given.count else { return false }
    return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private struct Answer {
    var status: Int
    var type = "application/json"
    var body: String
  }

  private func answer(_ method: String, _ path: String) -> Answer {
    guard method == "GET" || method == "HEAD" else {
      return Answer(status: 405, body: "{\"error\":\"only GET is answered\"}\n")
    }
    let known = known.withLock { $0 }
    switch path {
    case "/api/health/claude":
      let report = HealthReport(known.state, at: now())
      return Answer(status: report.httpStatus, body: json(report))
    case "/healthz": return engine(known)
    case "/metrics":
      return Answer(
        status: 200, type: Metrics.contentType, body: Metrics.text(known.state, at: now()))
    default:
      return Answer(
        status: 404, body: "{\"error\":\"there are /api/health/claude, /healthz and /metrics\"}\n")
    }
  }

  /// The engine itself: whether it runs and can write.
  private func engine(_ known: Known) -> Answer {
    let isWell = known.isConnected && known.trouble == nil
    let reason = known.trouble?.text ?? (known.isConnected ? "" : "the engine has not begun")
    return Answer(
      status: isWell ? 200 : 503,
      body: json(["status": isWell ? "ok" : "unwell", "reason": reason]))
  }

  private func json(_ value: some Encodable) -> String {
    let bytes = (try? CanonicalJSON.encode(value)) ?? Array("{}".utf8)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}
