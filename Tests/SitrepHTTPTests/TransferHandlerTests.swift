import SitrepHTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TransferHandlerTests {
  @Test func `a handler hears head, chunks and one end, all on the loop`() async throws {
    #expect(try await record([.ok]) == ["head 200", "chunk hello", "finished ok"])
  }

  @Test func `a handler that cancels from inside a chunk hears nothing more but the end`() async throws {
    let steps: [RawStep] = [
      .text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"), .wait(milliseconds: 20), .text("world"),
    ]
    let heard = try await record(steps, onChunk: .cancel)
    #expect(heard.count == 3 && heard.first == "head 200" && heard.last == "finished cancelled")
  }

  @Test func `a handler that pauses hears the rest only once it goes on`() async throws {
    let steps: [RawStep] = [
      .text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"), .wait(milliseconds: 5), .text("world"),
    ]
    let heard = try await record(steps, onChunk: .pauseForAMoment)
    #expect(heard.filter { $0.hasPrefix("chunk ") }.map { $0.dropFirst(6) }.joined() == "helloworld")
    #expect(heard.indices.filter { heard[$0] == "paused" }.allSatisfy { heard[$0 + 1] == "going on" })
    #expect(heard.contains("paused") && heard.last == "finished ok")
  }

  @Test func `an address that is none ends after start has returned`() async throws {
    #expect(try await record([], url: "nonsense://") == ["finished badRequest"])
  }

  /// What a handler hears of one transfer.
  private func record(
    _ steps: [RawStep], url: String? = nil, onChunk reaction: Recorder.Reaction = .none
  ) async throws -> [String] {
    let loop = try EventLoop(name: "test-handler")
    defer { loop.stop() }
    let client = try HTTPClient(loop: loop)
    let responder = try RawResponder(loop: loop) { _ in steps }
    let done = Mailbox<[String]>()
    let address = url ?? "http://127.0.0.1:\(responder.port)/"
    loop.submit {
      let recorder = Recorder(client, loop, reaction) { done.put($0) }
      client.start(HTTPRequest(url: address), handler: recorder)
      recorder.isStarting = false
    }
    return await done.take()
  }
}

private final class Recorder: TransferHandler {
  enum Reaction { case none, cancel, pauseForAMoment }

  private let client: HTTPClient
  private let loop: EventLoop
  private let reaction: Reaction
  private let done: ([String]) -> Void
  private var heard: [String] = []
  var isStarting = true

  init(_ client: HTTPClient, _ loop: EventLoop, _ reaction: Reaction, done: @escaping ([String]) -> Void) {
    self.client = client
    self.loop = loop
    self.reaction = reaction
    self.done = done
  }

  func transfer(_ id: TransferID, head: HTTPResponseHead) { note("head \(head.status)") }

  func transfer(_ id: TransferID, chunk: Span<UInt8>) {
    var bytes: [UInt8] = []
    bytes.append(chunk)
    note("chunk \(String(decoding: bytes, as: UTF8.self))")
    switch reaction {
    case .none: break
    case .cancel: client.cancel(id)
    case .pauseForAMoment:
      client.pause(id)
      note("paused")
      loop.schedule(after: 30_000_000) { [self] in
        note("going on")
        client.resume(id)
      }
    }
  }

  func transfer(_ id: TransferID, finished: Result<HTTPCompletion, HTTPError>) {
    switch finished {
    case .success: note("finished ok")
    case .failure(let error): note("finished \(error.code)")
    }
    // A moment later, so that a second end would be seen.
    loop.schedule(after: 5_000_000) { [self] in done(heard) }
  }

  private func note(_ word: String) {
    heard.append(isStarting || !loop.isCurrent ? "wrongly \(word)" : word)
  }
}
