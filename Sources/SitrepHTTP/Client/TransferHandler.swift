/// Names one running transfer of a client.
package struct TransferID: Hashable, Sendable {
  let value: UInt64
}

/// Receives a response on the loop's thread, piece by piece, without a hop between threads.
///
/// Calls come in this order: `head` at most once, `chunk` any number of times, `finished` exactly once, and
/// never from inside `start`. A handler may call the client and write to an exchange from any of them.
package protocol TransferHandler: AnyObject {
  func transfer(_ id: TransferID, head: HTTPResponseHead)
  /// The bytes are only valid during the call.
  func transfer(_ id: TransferID, chunk: Span<UInt8>)
  func transfer(_ id: TransferID, finished: Result<HTTPCompletion, HTTPError>)
}

extension Array where Element == UInt8 {
  /// Appends a copy of borrowed bytes.
  package mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
