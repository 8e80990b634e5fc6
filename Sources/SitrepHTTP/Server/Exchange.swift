/// A request that came whole, and the one place to answer it: at once, later, or piece by piece.
///
/// May be held anywhere; every call belongs on the loop's thread (`loop.submit` gets there). Calls after
/// the end, after `abort` or after the caller left do nothing. Letting go of it unanswered cuts the connection.
package final class Exchange: Sendable {
  package let method: String
  /// Path and query as sent, nothing unescaped.
  package let target: String
  package let headers: HTTPHeaders
  package let body: [UInt8]
  package let loop: EventLoop
  private let confined: LoopConfined<ExchangeCore>

  init(_ core: ExchangeCore, loop: EventLoop) {
    method = core.method
    target = core.target
    headers = core.headers
    body = core.body
    core.body = []
    self.loop = loop
    confined = LoopConfined(core, to: loop)
  }

  deinit {
    if loop.isCurrent { return confined.value.abandon() }
    loop.submit { [confined] in confined.value.abandon() }
  }

  /// The target up to its query.
  package var path: String {
    String(target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)])
  }

  /// Answers with a whole body.
  package func respond(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    confined.value.give(.init(status: status, headers: headers, body: body))
  }

  /// Begins an answer whose body follows by `write`; with a `length` it is not sent in chunks.
  package func begin(status: Int, headers: HTTPHeaders = [:], length: UInt64? = nil) {
    confined.value.give(.init(status: status, headers: headers, body: nil, length: length))
  }

  /// Adds to the body.
  ///
  /// False when the caller should stop until `onDrain`, or when nobody listens any more.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    confined.value.write { $0 += bytes }
  }

  /// Adds borrowed bytes to the body, copied once.
  @discardableResult
  package func write(_ bytes: Span<UInt8>) -> Bool {
    var isRoomLeft = false
    unsafe bytes.withUnsafeBufferPointer { buffer in
      isRoomLeft = confined.value.write { unsafe $0.append(contentsOf: buffer) }
    }
    return isRoomLeft
  }

  /// The body is complete.
  package func end() { confined.value.end() }

  /// Cuts the connection, so that the caller sees an incomplete answer.
  package func abort() { confined.value.abort() }

  /// Sends bytes as they are, without the server's framing, for a peer that must misbehave.
  ///
  /// Only before any answer; what the network does not take at once is lost. Ends with `abort`.
  package func sendPastFraming(_ bytes: [UInt8]) { confined.value.sendPastFraming(bytes) }

  /// Bytes written and not yet taken by the network.
  package var buffered: Int { confined.value.buffered }

  /// Runs `action` on the loop each time there is room again after a `write` that returned false.
  package func onDrain(_ action: @escaping () -> Void) { confined.value.onDrain = action }

  /// Runs `action` once on the loop if the caller leaves before the answer is complete.
  ///
  /// A caller that closes only its sending side counts as gone, as with other proxies.
  package func onClientGone(_ action: @escaping () -> Void) { confined.value.onClientGone = action }
}
