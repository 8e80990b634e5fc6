import SitrepHTTP
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ServerTests {
  @Test func `a request arrives whole and its answer goes back whole`() async throws {
    try await withServer { exchange in
      let seen =
        "\(exchange.method) \(exchange.target) \(exchange.path) \(exchange.headers["x-from"] ?? "-") "
      exchange.respond(status: 201, headers: ["X-To": "b"], body: Array(seen.utf8) + exchange.body)
    } _: { client, url in
      let request = HTTPRequest(
        method: "POST", url: url + "/a%3Ab?c=%20d", headers: ["X-From": "a"], body: Array("body".utf8))
      let response = try await client.send(request)
      #expect(response.status == 201)
      #expect(response.headers["x-to"] == "b")
      #expect(String(decoding: response.body, as: UTF8.self) == "POST /a%3Ab?c=%20d /a%3Ab a body")
    }
  }

  @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
  func `every method gets through`(_ method: String) async throws {
    try await withServer { exchange in
      exchange.respond(status: 200, headers: ["X-Method": exchange.method], body: exchange.body)
    } _: { client, url in
      let response = try await client.send(HTTPRequest(method: method, url: url))
      #expect(response.headers["x-method"] == method)
    }
  }

  @Test func `a large body goes up and down unchanged`() async throws {
    try await withServer { exchange in
      exchange.respond(status: 200, body: exchange.body)
    } _: { client, url in
      let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let response = try await client.send(HTTPRequest(method: "POST", url: url, body: body))
      #expect(response.body == body)
    }
  }

  @Test func `the second request uses the first one's connection and has no connect phase`() async throws {
    try await withServer {
      $0.respond(status: 200)
    } _: { client, url in
      let first = try await client.send(HTTPRequest(url: url))
      let second = try await client.send(HTTPRequest(url: url))
      let fresh = try await client.send(HTTPRequest(url: url, freshConnection: true))
      #expect(!first.completion.reusedConnection && first.phases.connect != nil)
      #expect(second.completion.reusedConnection && second.phases.connect == nil)
      #expect(!fresh.completion.reusedConnection && fresh.phases.connect != nil)
    }
  }

  @Test func `an answer given later from another thread arrives`() async throws {
    try await withServer { exchange in
      Task { exchange.loop.submit { exchange.respond(status: 204) } }
    } _: { client, url in
      for _ in 0..<20 {
        let response = try await client.send(HTTPRequest(url: url))
        #expect(response.status == 204)
      }
    }
  }

  @Test func `a body over the limit is answered with 413, announced or not`() async throws {
    let limits = HTTPServerLimits(maxBody: 1000)
    try await withServer(limits) {
      $0.respond(status: 200)
    } _: { client, url in
      let body = Array(repeating: UInt8(0x61), count: 1001)
      let announced = try await client.send(HTTPRequest(method: "POST", url: url, body: body))
      #expect(announced.status == 413)
      let chunked = HTTPRequest(
        method: "POST", url: url, headers: ["Transfer-Encoding": "chunked"], body: body)
      let response = try await client.send(chunked)
      #expect(response.status == 413)
      let fitting = try await client.send(HTTPRequest(method: "POST", url: url, body: Array(body.dropLast())))
      #expect(fitting.status == 200)
    }
  }

  @Test func `a header too long for a connection is answered with 431`() async throws {
    try await withServer {
      $0.respond(status: 200)
    } _: { client, url in
      let long = String(repeating: "a", count: 40_000)
      let response = try await client.send(HTTPRequest(url: url, headers: ["X-Long": long]))
      #expect(response.status == 431)
    }
  }

  @Test func `letting go of a request unanswered cuts the connection`() async throws {
    try await withServer { _ in
    } _: { client, url in
      #expect(await failure(client, HTTPRequest(url: url))?.code == .reset)
    }
  }

  @Test func `a hundred requests at once are all answered`() async throws {
    try await withServer { exchange in
      exchange.loop.schedule(after: 5_000_000) { exchange.respond(status: 200, body: exchange.body) }
    } _: { client, url in
      let count = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<100 {
          let body = Array("\(index)".utf8)
          group.addTask {
            try await client.send(HTTPRequest(method: "POST", url: url, body: body)).body == body
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(count == 100)
    }
  }

  @Test func `stopping the server cuts what waits and closes the port`() async throws {
    try await withClient { loop, client in
      let arrived = Signal()
      let held = Mutex<Exchange?>(nil)
      let server = try HTTPServer(loop: loop) { exchange in
        held.withLock { $0 = exchange }
        arrived.raise()
      }
      let url = "http://127.0.0.1:\(server.port)"
      async let waiting = failure(client, HTTPRequest(url: url))
      await arrived.wait()
      server.stop()
      #expect(await waiting?.code == .reset)
      #expect(await failure(client, HTTPRequest(url: url))?.code == .refused)
    }
  }

  @Test func `a port in use is said so`() async throws {
    try await withClient { loop, _ in
      let first = try HTTPServer(loop: loop) { $0.respond(status: 200) }
      let error = #expect(throws: HTTPError.self) {
        try HTTPServer(loop: loop, port: first.port) { $0.respond(status: 200) }
      }
      #expect(error?.code == .system)
      #expect(error?.description.contains("127.0.0.1:\(first.port)") == true)
    }
  }
}
