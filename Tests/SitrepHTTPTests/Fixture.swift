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
