import SitrepCore
import SitrepHTTP
import Synchronization

/// A client and a raw listener on loopback, gone when the body returns.
///
/// `script` gets the head of each request, as text, and says what the listener does.
func withLoopback(
  _ script: @escaping @Sendable (String) -> [RawStep], _ body: (HTTPClient, String) async throws -> Void
) async throws {
  let loop = try EventLoop(name: "test-adapters")
  defer { loop.stop() }
  let responder = try RawResponder(loop: loop) { script(String(decoding: $0, as: UTF8.self)) }
  try await body(HTTPClient(loop: loop), "http://127.0.0.1:\(responder.port)")
}

extension RawStep {
  /// A whole answer that closes the connection.
  static func answer(
    _ status: Int, _ body: [UInt8], _ headers: [String: String] = ["content-type": "application/json"]
  ) -> RawStep {
    .send(head(status, headers.merging(["content-length": String(body.count)]) { $1 }) + body)
  }

  /// The head of an answer that ends with its connection.
  static func head(_ status: Int, _ headers: [String: String]) -> [UInt8] {
    let fields = headers.merging(["connection": "close"]) { $1 }.map { "\($0.key): \($0.value)\r\n" }
    return Array("HTTP/1.1 \(status) Said\r\n\(fields.joined())\r\n".utf8)
  }
}

/// A clock that stands where it is put.
final class StandingClock: Sendable {
  private let moment: Mutex<Instant>

  init(_ moment: Instant = Instant(seconds: 1_795_200_302)) {
    self.moment = Mutex(moment)
  }

  @Sendable func now() -> Instant { moment.withLock { $0 } }

  func advance(by span: TimeSpan) { moment.withLock { $0 = $0 + span } }
}

/// Counts and keeps what a listener was asked.
final class Heard: Sendable {
  private let requests = Mutex<[String]>([])

  /// Returns how many came before this one.
  func note(_ request: String) -> Int {
    requests.withLock {
      $0.append(request)
      return $0.count - 1
    }
  }

  var all: [String] { requests.withLock { $0 } }
}
