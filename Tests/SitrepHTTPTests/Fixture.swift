import SitrepHTTP

/// A loop with a client on it, gone when the body returns.
func withClient(_ body: (EventLoop, HTTPClient) async throws -> Void) async throws {
  let loop = try EventLoop(name: "test-http")
  defer { loop.stop() }
  try await body(loop, HTTPClient(loop: loop))
}

/// A client and a raw responder that follows the same steps for every request.
func withResponder(_ steps: [RawStep], _ body: (HTTPClient, String) async throws -> Void) async throws {
  try await withClient { loop, client in
    let responder = try RawResponder(loop: loop) { _ in steps }
    try await body(client, "http://127.0.0.1:\(responder.port)")
  }
}

/// The error a request ends with; nil when it succeeds.
func failure(_ client: HTTPClient, _ request: HTTPRequest) async -> HTTPError? {
  do {
    _ = try await client.send(request)
    return nil
  } catch {
    return error
  }
}

extension RawStep {
  static let ok = RawStep.text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Answer: yes\r\n\r\nhello")
}

/// A client and a server with this handler.
func withServer(
  _ limits: HTTPServerLimits = HTTPServerLimits(), _ handler: @escaping HTTPServer.Handler,
  _ body: (HTTPClient, String) async throws -> Void
) async throws {
  try await withClient { loop, client in
    let server = try HTTPServer(loop: loop, limits: limits, handler: handler)
    try await body(client, "http://127.0.0.1:\(server.port)")
  }
}

/// Something that happens once and can be waited for.
final class Signal: Sendable {
  private let mailbox = Mailbox<Bool>()

  func raise() { mailbox.put(true) }

  func wait() async { _ = await mailbox.take() }
}

/// Hands values from the loop's thread to a test.
final class Mailbox<Value: Sendable>: Sendable {
  private let stream: AsyncStream<Value>
  private let continuation: AsyncStream<Value>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func put(_ value: Value) { continuation.yield(value) }

  func take() async -> Value {
    for await value in stream { return value }
    preconditionFailure("the mailbox never closes")
  }
}
