import SitrepHTTP
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct StreamingTests {
  @Test func `the head comes before the first byte of the body, and each piece before the next`() async throws
  {
    let exchanges = Mailbox<Exchange>()
    try await withServer { exchange in
      exchange.begin(status: 200, headers: ["Content-Type": "text/event-stream"])
      exchanges.put(exchange)
    } _: { client, url in
      let stream = try await client.open(HTTPRequest(url: url))
      #expect(stream.head.status == 200)
      #expect(stream.head.headers["content-type"] == "text/event-stream")
      #expect(stream.head.headers["transfer-encoding"] == "chunked")
      let exchange = await exchanges.take()
      for piece in ["one", "two", "three"] {
        exchange.loop.submit { exchange.write(Array(piece.utf8)) }
        let bytes = try await stream.next()
        #expect(bytes == Array(piece.utf8))
      }
      #expect(stream.completion == nil)
      exchange.loop.submit { exchange.end() }
      let end = try await stream.next()
      #expect(end == nil)
      #expect(stream.completion?.bodyBytes == 11)
      #expect(stream.completion?.phases.firstByte != nil)
    }
  }

  @Test func `a streamed body of known length is not chunked`() async throws {
    try await withServer { exchange in
      exchange.begin(status: 200, length: 4)
      exchange.write(Array("abcd".utf8))
      exchange.end()
    } _: { client, url in
      let response = try await client.send(HTTPRequest(url: url))
      #expect(response.headers["content-length"] == "4")
      #expect(response.body == Array("abcd".utf8))
    }
  }

  @Test func `a reader that does not read holds the writer back, and nothing is lost`() async throws {
    let total = 40 << 20
    let writer = Mutex<PacedWriter?>(nil)
    let wasHeldBack = Signal()
    try await withServer { exchange in
      let paced = PacedWriter(exchange, total: total, heldBack: wasHeldBack)
      writer.withLock { $0 = paced }
      paced.begin()
    } _: { client, url in
      let request = HTTPRequest(url: url, limits: HTTPLimits(maxBody: total))
      let stream = try await client.open(request)
      await wasHeldBack.wait()
      var sum = 0
      while let bytes = try await stream.next() {
        #expect(bytes.count <= 256 << 10)
        sum += bytes.count
      }
      #expect(sum == total)
      let most = writer.withLock { $0?.mostBuffered.load(ordering: .relaxed) } ?? .max
      #expect(most <= 64 << 10)
    }
  }

  @Test func `the server learns that the caller left, while waiting and while streaming`() async throws {
    for begins in [false, true] {
      let arrived = Mailbox<Exchange>()
      let gone = Signal()
      try await withServer { exchange in
        exchange.onClientGone { gone.raise() }
        if begins { exchange.begin(status: 200) }
        arrived.put(exchange)
      } _: { client, url in
        await withTaskGroup(of: Void.self) { group in
          group.addTask { _ = await failure(client, HTTPRequest(url: url)) }
          let exchange = await arrived.take()
          group.cancelAll()
          await gone.wait()
          exchange.loop.submit { #expect(!exchange.write([1])) }
        }
      }
    }
  }

  @Test func `an answer that is cut is never taken for a whole one`() async throws {
    try await withServer { exchange in
      exchange.begin(status: 200)
      exchange.write(Array("half".utf8))
      exchange.loop.schedule(after: 20_000_000) { exchange.abort() }
    } _: { client, url in
      let stream = try await client.open(HTTPRequest(url: url))
      let first = try await stream.next()
      #expect(first == Array("half".utf8))
      let error = await #expect(throws: HTTPError.self) { _ = try await stream.next() }
      #expect(error?.code == .truncated)
    }
  }

  @Test func `letting go of a stream ends its transfer`() async throws {
    let gone = Signal()
    let exchanges = Mailbox<Exchange>()
    try await withServer { exchange in
      exchange.onClientGone { gone.raise() }
      exchange.begin(status: 200)
      exchanges.put(exchange)
    } _: { client, url in
      var stream: HTTPStream? = try await client.open(HTTPRequest(url: url))
      #expect(stream?.head.status == 200)
      stream = nil
      await gone.wait()
    }
  }

  @Test func `a request can be passed on from server to client on the loop, piece by piece`() async throws {
    try await withServer { exchange in
      exchange.begin(status: 200)
      for _ in 0..<1000 { exchange.write(Array(repeating: 0x62, count: 1000)) }
      exchange.end()
    } _: { client, backend in
      let loop = try EventLoop(name: "test-relay")
      defer { loop.stop() }
      let relay = try HTTPClient(loop: loop)
      let front = try HTTPServer(loop: loop) { exchange in
        relay.start(HTTPRequest(url: backend), handler: Relay(exchange, relay))
      }
      let response = try await client.send(HTTPRequest(url: "http://127.0.0.1:\(front.port)/"))
      #expect(response.body == Array(repeating: 0x62, count: 1_000_000))
    }
  }
}

/// Passes a response on and holds the backend back when the caller is slow.
private final class Relay: TransferHandler {
  private let exchange: Exchange
  private let client: HTTPClient

  init(_ exchange: Exchange, _ client: HTTPClient) {
    self.exchange = exchange
    self.client = client
  }

  func transfer(_ id: TransferID, head: HTTPResponseHead) {
    exchange.onDrain { [client] in client.resume(id) }
    exchange.onClientGone { [client] in client.cancel(id) }
    exchange.begin(status: head.status)
  }

  func transfer(_ id: TransferID, chunk: Span<UInt8>) {
    if !exchange.write(chunk) { client.pause(id) }
  }

  func transfer(_ id: TransferID, finished: Result<HTTPCompletion, HTTPError>) {
    if case .success = finished { exchange.end() } else { exchange.abort() }
  }
}

/// Writes as fast as the exchange lets it, and remembers how much was ever unsent.
private final class PacedWriter: Sendable {
  let mostBuffered = Atomic<Int>(0)
  private let written = Atomic<Int>(0)
  private let exchange: Exchange
  private let total: Int
  private let heldBack: Signal

  init(_ exchange: Exchange, total: Int, heldBack: Signal) {
    self.exchange = exchange
    self.total = total
    self.heldBack = heldBack
  }

  func begin() {
    exchange.onDrain { [unowned self] in pump() }
    exchange.begin(status: 200)
    pump()
  }

  private func pump() {
    let piece = Array(repeating: UInt8(0x61), count: 16 << 10)
    var isRoomLeft = true
    while isRoomLeft, written.load(ordering: .relaxed) < total {
      isRoomLeft = exchange.write(piece)
      written.add(piece.count, ordering: .relaxed)
      mostBuffered.max(exchange.buffered, ordering: .relaxed)
    }
    guard written.load(ordering: .relaxed) < total else { return exchange.end() }
    heldBack.raise()
  }
}
