import SitrepHTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ClientTests {
  @Test func `a response comes with its head, body and phases`() async throws {
    try await withResponder([.ok]) { client, url in
      let response = try await client.send(HTTPRequest(url: url + "/v1?key=secret"))
      #expect(response.status == 200)
      #expect(response.headers["x-answer"] == "yes")
      #expect(response.body == Array("hello".utf8))
      #expect(response.httpVersion == "1.1")
      #expect(response.phases.dns == nil && response.phases.tls == nil)
      let connect = try #require(response.phases.connect)
      let firstByte = try #require(response.phases.firstByte)
      let total = try #require(response.phases.total)
      #expect(connect <= firstByte && firstByte <= total)
      #expect(response.remoteAddress.map { url.hasSuffix($0) } == true)
    }
  }

  @Test func `the request arrives as it was given and with nothing added but what HTTP needs`() async throws {
    try await withClient { loop, client in
      let responder = try RawResponder(loop: loop) { head in
        [.text("HTTP/1.1 200 OK\r\nContent-Length: \(head.count)\r\n\r\n"), .send(head)]
      }
      let request = HTTPRequest(
        method: "POST", url: "http://127.0.0.1:\(responder.port)/a%3Ab?c=d",
        headers: ["X-Empty": "", "Content-Type": "application/json"], body: Array("{}".utf8))
      let echoed = String(decoding: try await client.send(request).body, as: UTF8.self)
      #expect(
        echoed.split(separator: "\r\n").sorted() == [
          "Accept: */*", "Content-Length: 2", "Content-Type: application/json",
          "Host: 127.0.0.1:\(responder.port)", "POST /a%3Ab?c=d HTTP/1.1", "X-Empty:",
        ])
    }
  }

  @Test func `an error names host and path and neither query nor user`() async throws {
    try await withResponder([.reset]) { client, url in
      let secret = url.replacing("http://", with: "http://me:pw@") + "/path?key=secret#part"
      let error = try #require(await failure(client, HTTPRequest(url: secret)))
      #expect(error.code == .reset)
      #expect(error.detail == url.dropFirst(7) + "/path")
      #expect(error.description.hasPrefix("GET \(error.detail): the connection was cut"))
    }
  }

  @Test func `a closed port is a refusal of the host`() async throws {
    try await withClient { loop, client in
      let responder = try RawResponder(loop: loop) { _ in [] }
      responder.stop()
      let error = await failure(client, HTTPRequest(url: "http://127.0.0.1:\(responder.port)/"))
      #expect(error?.code == .refused)
      #expect(error?.phases.connect == nil && error?.phases.firstByte == nil)
    }
  }

  struct Ending: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let steps: [RawStep]
    let code: HTTPError.Code
    /// Short only where the time limit is what ends it.
    var timeouts: HTTPTimeouts {
      HTTPTimeouts(
        firstByte: code == .timeoutFirstByte ? .milliseconds(50) : .seconds(20),
        total: code == .timeoutTotal ? .milliseconds(200) : .seconds(30))
    }
    init(_ name: String, _ steps: [RawStep], _ code: HTTPError.Code) {
      testDescription = name
      self.steps = steps
      self.code = code
    }
  }

  @Test(arguments: [
    Ending("silence", [.hang], .timeoutFirstByte),
    Ending(
      "body never ends", [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"), .hang], .timeoutTotal),
    Ending("closed at once", [], .reset),
    Ending("reset at once", [.reset], .reset),
    Ending(
      "reset in the body",
      [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"), .wait(milliseconds: 30), .reset], .reset),
    Ending("closed in the body", [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi")], .truncated),
    Ending(
      "closed between chunks",
      [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")], .truncated),
    Ending(
      "body too long", [.text("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n"), .big(2000)], .tooLarge),
    Ending("header too long", [.text("HTTP/1.1 200 OK\r\nX: "), .big(3000), .text("\r\n\r\n")], .tooLarge),
    Ending("not HTTP", [.text("SSH-2.0-OpenSSH_9.2\r\n\r\n")], .protocolError),
  ])
  func `each bad ending has its own code`(_ ending: Ending) async throws {
    try await withResponder(ending.steps) { client, url in
      let request = HTTPRequest(
        url: url, timeouts: ending.timeouts,
        limits: HTTPLimits(maxBody: 1000, maxHeader: 2000))
      #expect(await failure(client, request)?.code == ending.code)
    }
  }

  @Test func `a connection that never comes about is a connect timeout`() async throws {
    let full = try FullListener()
    try await withClient { _, client in
      let request = HTTPRequest(
        url: "http://127.0.0.1:\(full.port)/", timeouts: HTTPTimeouts(connect: .milliseconds(100)))
      let error = await failure(client, request)
      #expect(error?.code == .timeoutConnect && error?.phases.connect == nil)
    }
  }

  @Test func `silence in the body for longer than allowed is a stall`() async throws {
    let steps: [RawStep] = [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"), .hang]
    try await withResponder(steps) { client, url in
      let request = HTTPRequest(url: url, timeouts: HTTPTimeouts(idle: .milliseconds(50)))
      #expect(await failure(client, request)?.code == .stalled)
    }
  }

  @Test func `a body that drips within the idle limit is not a stall`() async throws {
    let body = Array("0123456789".utf8)
    let steps: [RawStep] = [
      .text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), .drip(body, size: 1, everyMilliseconds: 10),
    ]
    try await withResponder(steps) { client, url in
      let request = HTTPRequest(url: url, timeouts: HTTPTimeouts(idle: .milliseconds(5000)))
      let response = try await client.send(request)
      #expect(response.body == body)
    }
  }

  @Test func `cancelling the task ends the transfer`() async throws {
    try await withResponder([.hang]) { client, url in
      let error = await withTaskGroup(of: HTTPError?.self) { group in
        group.addTask { await failure(client, HTTPRequest(url: url)) }
        group.cancelAll()
        return await group.next() ?? nil
      }
      #expect(error?.code == .cancelled)
    }
  }

  @Test func `fifty requests at once all come back`() async throws {
    try await withResponder([.wait(milliseconds: 20), .ok]) { client, url in
      let count = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<50 { group.addTask { try await client.send(HTTPRequest(url: url)).status } }
        return try await group.reduce(0) { $0 + ($1 == 200 ? 1 : 0) }
      }
      #expect(count == 50)
    }
  }

  @Test func `stopping the loop ends what is under way`() async throws {
    let loop = try EventLoop(name: "test-stop")
    let client = try HTTPClient(loop: loop)
    let responder = try RawResponder(loop: loop) { _ in [.hang] }
    async let error = failure(client, HTTPRequest(url: "http://127.0.0.1:\(responder.port)/"))
    loop.stop()
    #expect(await error?.code == .cancelled)
    #expect(await failure(client, HTTPRequest(url: "http://127.0.0.1:1/"))?.code == .cancelled)
  }

  @Test func `redirects are followed only when asked for and only so often`() async throws {
    try await withClient { loop, client in
      let responder = try RawResponder(loop: loop) { head in
        String(decoding: head, as: UTF8.self).hasPrefix("GET /end ")
          ? [.ok] : [.text("HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 2\r\n\r\nno")]
      }
      let url = "http://127.0.0.1:\(responder.port)/start"
      let first = try await client.send(HTTPRequest(url: url))
      #expect(first.status == 302)
      let followed = try await client.send(HTTPRequest(url: url, followRedirects: 1))
      #expect(followed.status == 200 && followed.body == Array("hello".utf8))
      #expect(followed.headers["location"] == nil)
    }
  }

  @Test(arguments: ["X-A\r\nX-B", "X A", ""])
  func `a header name that would not stay one is refused`(_ name: String) async throws {
    try await withClient { _, client in
      let request = HTTPRequest(url: "http://127.0.0.1:1/", headers: HTTPHeaders([(name, "v")]))
      #expect(await failure(client, request)?.code == .badRequest)
    }
  }
}

extension RawStep {
  static func big(_ count: Int) -> RawStep { .send(Array(repeating: 0x61, count: count)) }
}
