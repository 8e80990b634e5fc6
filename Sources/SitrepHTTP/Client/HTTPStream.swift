import Synchronization

/// Bytes of a body and when the last of them came, by the loop's thread and not by the reader's.
package struct HTTPPiece: Sendable {
  package let bytes: [UInt8]
  package let arrivedAt: ContinuousClock.Instant
}

/// A response being read: its head, then pieces of the body as they come, held back when nobody reads.
///
/// Letting go of the stream ends the transfer.
package final class HTTPStream: Sendable {
  package let head: HTTPResponseHead
  private let buffer: HTTPStreamBuffer
  private let control: @Sendable (HTTPStreamBuffer.Wish) -> Void

  init(
    head: HTTPResponseHead, buffer: HTTPStreamBuffer,
    control: @escaping @Sendable (HTTPStreamBuffer.Wish) -> Void
  ) {
    self.head = head
    self.buffer = buffer
    self.control = control
  }

  deinit { control(.cancel) }

  /// What is known after the end; nil before.
  package var completion: HTTPCompletion? { buffer.completion }

  /// Everything that has come since the last call, at least one byte; nil at the end of the body.
  ///
  /// One reader at a time. Cancelling the task ends the transfer.
  package func next() async throws(HTTPError) -> [UInt8]? {
    try await nextPiece()?.bytes
  }

  /// The same, with the time.
  package func nextPiece() async throws(HTTPError) -> HTTPPiece? {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if buffer.take(continuation) { control(.resume) }
      }
    } onCancel: {
      control(.cancel)
    }
    return try result.get()
  }
}

/// What passes between the loop's thread and the reader of a stream.
final class HTTPStreamBuffer: Sendable {
  typealias Piece = Result<HTTPPiece?, HTTPError>

  /// What the reader wants of the transfer.
  enum Wish: Sendable { case resume, cancel }

  /// Above this many unread bytes the transfer is held back.
  static let bound = 64 << 10

  private struct State {
    var bytes: [UInt8] = []
    var arrivedAt = ContinuousClock.now
    var reader: CheckedContinuation<Piece, Never>?
    var end: Result<HTTPCompletion, HTTPError>?
    var isHeldBack = false
  }

  private let state = Mutex(State())

  var completion: HTTPCompletion? { state.withLock { try? $0.end?.get() } }

  /// Bytes that have come and were not read yet.
  var unread: Int { state.withLock { $0.bytes.count } }

  /// Answers at once or when something comes.
  ///
  /// True when the transfer should go on.
  func take(_ reader: CheckedContinuation<Piece, Never>) -> Bool {
    let (piece, resumes) = state.withLock { state -> (Piece?, Bool) in
      let resumes = state.isHeldBack
      state.isHeldBack = false
      if !state.bytes.isEmpty {
        let bytes = state.bytes
        state.bytes = []
        return (.success(HTTPPiece(bytes: bytes, arrivedAt: state.arrivedAt)), resumes)
      }
      if let end = state.end { return (end.map { _ in nil }, false) }
      state.reader = reader
      return (nil, resumes)
    }
    if let piece { reader.resume(returning: piece) }
    return resumes
  }

  /// True when the transfer should be held back.
  func put(_ chunk: [UInt8]) -> Bool {
    let arrivedAt = ContinuousClock.now
    let (reader, holdsBack) = state.withLock { state in
      guard let reader = state.reader else {
        state.bytes += chunk
        state.arrivedAt = arrivedAt
        if state.bytes.count >= Self.bound { state.isHeldBack = true }
        return (CheckedContinuation<Piece, Never>?.none, state.isHeldBack)
      }
      state.reader = nil
      return (reader, false)
    }
    reader?.resume(returning: .success(HTTPPiece(bytes: chunk, arrivedAt: arrivedAt)))
    return holdsBack
  }

  func finish(_ end: Result<HTTPCompletion, HTTPError>) {
    let reader = state.withLock { state in
      state.end = end
      let reader = state.reader
      state.reader = nil
      return reader
    }
    reader?.resume(returning: end.map { _ in nil })
  }
}

/// Puts what the loop delivers into a stream's buffer.
///
/// Loop thread only.
final class StreamFeeder: TransferHandler {
  typealias Answer = @Sendable (Result<HTTPStream, HTTPError>) -> Void

  private let client: HTTPClient
  private let loop: EventLoop
  private let buffer: HTTPStreamBuffer
  private var answer: Answer?

  init(client: HTTPClient, loop: EventLoop, buffer: HTTPStreamBuffer, answer: @escaping Answer) {
    self.client = client
    self.loop = loop
    self.buffer = buffer
    self.answer = answer
  }

  func transfer(_ id: TransferID, head: HTTPResponseHead) {
    let stream = HTTPStream(head: head, buffer: buffer) { [client, loop] wish in
      loop.submit {
        switch wish {
        case .resume: client.resume(id)
        case .cancel: client.cancel(id)
        }
      }
    }
    answer?(.success(stream))
    answer = nil
  }

  func transfer(_ id: TransferID, chunk: Span<UInt8>) {
    var bytes: [UInt8] = []
    bytes.append(chunk)
    if buffer.put(bytes) { client.pause(id) }
  }

  func transfer(_ id: TransferID, finished: Result<HTTPCompletion, HTTPError>) {
    buffer.finish(finished)
    if case .failure(let error) = finished { answer?(.failure(error)) }
    answer = nil
  }
}
