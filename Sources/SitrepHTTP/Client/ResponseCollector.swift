/// Keeps a whole response and answers once, when it is complete.
///
/// Loop thread only.
final class ResponseCollector: TransferHandler {
  private let answer: @Sendable (Result<HTTPResponse, HTTPError>) -> Void
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []

  init(answer: @escaping @Sendable (Result<HTTPResponse, HTTPError>) -> Void) {
    self.answer = answer
  }

  func transfer(_ id: TransferID, head: HTTPResponseHead) { self.head = head }

  func transfer(_ id: TransferID, chunk: Span<UInt8>) { body.append(chunk) }

  func transfer(_ id: TransferID, finished: Result<HTTPCompletion, HTTPError>) {
    switch finished {
    case .failure(let error):
      answer(.failure(error))
    case .success(let completion):
      guard let head else { return }  // a transfer without a head is never a success
      answer(.success(HTTPResponse(head: head, body: body, completion: completion)))
    }
  }
}
