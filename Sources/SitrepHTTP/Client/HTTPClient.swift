import Synchronization

/// Sends requests over the loop, with connections kept and shared between them until the loop ends.
package final class HTTPClient: Sendable {
  private let loop: EventLoop
  private let confined: LoopConfined<CurlMulti>
  private let lastID = Atomic<UInt64>(0)

  package init(loop: EventLoop, trust: HTTPTrust = .system) throws(HTTPError) {
    let multi = try CurlMulti(loop: loop, trust: trust)
    self.loop = loop
    confined = LoopConfined(multi, to: loop)
    loop.submit { [confined] in
      let multi = confined.value
      _ = loop.addStopHook { multi.cancelAll() }
    }
  }

  // MARK: On the loop's thread

  /// Begins a transfer whose pieces go to `handler`, on the loop's thread and without a hop.
  @discardableResult
  package func start(_ request: HTTPRequest, handler: any TransferHandler) -> TransferID {
    let id = nextID()
    confined.value.start(id, request, handler)
    return id
  }

  /// Stops reading; what curl has already read may still come as one more chunk.
  ///
  /// Loop's thread.
  package func pause(_ id: TransferID) { confined.value.pause(id) }

  /// Reads on.
  ///
  /// Loop's thread.
  package func resume(_ id: TransferID) { confined.value.resume(id) }

  /// Ends a transfer; its handler soon gets `finished` with `cancelled` and no more chunks.
  ///
  /// Loop's thread.
  package func cancel(_ id: TransferID) { confined.value.cancel(id) }

  // MARK: From async code

  /// The whole response, its body no larger than the request's limit.
  ///
  /// Cancelling the task ends the transfer.
  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await run(request) { ResponseCollector(answer: $0) }
  }

  /// The response's head, with the body to be read from the stream as it comes.
  package func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
    let buffer = HTTPStreamBuffer()
    return try await run(request) { [self] answer in
      StreamFeeder(client: self, loop: loop, buffer: buffer, answer: answer)
    }
  }

  /// Starts a transfer on the loop and waits until its handler answers.
  private func run<Answer: Sendable>(
    _ request: HTTPRequest,
    handler:
      @escaping @Sendable (@escaping @Sendable (Result<Answer, HTTPError>) -> Void) -> any TransferHandler
  ) async throws(HTTPError) -> Answer {
    let id = nextID()
    let isCancelled = CancelFlag()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<Answer, HTTPError>, Never>) in
        let isAccepted = loop.submit { [self] in
          guard !isCancelled.isRaised else {
            return continuation.resume(returning: .failure(.cancelled(request)))
          }
          confined.value.start(id, request, handler { continuation.resume(returning: $0) })
        }
        if !isAccepted { continuation.resume(returning: .failure(.cancelled(request))) }
      }
    } onCancel: {
      isCancelled.raise()
      loop.submit { [self] in cancel(id) }
    }
    return try result.get()
  }

  private func nextID() -> TransferID {
    TransferID(value: lastID.add(1, ordering: .relaxed).newValue)
  }
}

/// Carries a cancellation that comes before the transfer has started.
private final class CancelFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  var isRaised: Bool { flag.load(ordering: .acquiring) }

  func raise() { flag.store(true, ordering: .releasing) }
}

extension HTTPError {
  fileprivate static func cancelled(_ request: HTTPRequest) -> HTTPError {
    HTTPError(code: .cancelled, operation: request.method, detail: HTTPLocation(request.url).redacted)
  }
}
