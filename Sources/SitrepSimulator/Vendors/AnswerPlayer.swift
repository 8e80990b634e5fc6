import SitrepCore
import SitrepHTTP

/// Plays one answer on one exchange at its times.
///
/// Lives on the loop's thread, held by its own timers.
final class AnswerPlayer {
  private let exchange: Exchange
  private var isGone = false

  init(_ exchange: Exchange) {
    self.exchange = exchange
    // Weak, so that an answered exchange is let go with its last timer.
    exchange.onClientGone { [weak self] in self?.isGone = true }
  }

  func play(_ answer: VendorAnswer) {
    switch answer {
    case .reply(let reply) where reply.drips: drip(reply.written[...], every: reply.pause)
    case .reply(let reply): play(reply)
    case .reset(let delay): after(delay) { $0.exchange.abort() }
    case .hang: hold()
    }
  }

  private func play(_ reply: VendorReply) {
    let headers = HTTPHeaders(reply.headers.map { (name: $0.name, value: $0.value) })
    after(reply.delay) { player in
      switch reply.body {
      case .whole(let bytes): player.exchange.respond(status: reply.status, headers: headers, body: bytes)
      case .pieces(let pieces, let ending):
        player.exchange.begin(status: reply.status, headers: headers)
        player.write(pieces[...], ending, since: reply.delay)
      }
    }
  }

  /// Sends one byte of the answer at a time, and closes.
  private func drip(_ bytes: ArraySlice<UInt8>, every pause: TimeSpan) {
    guard let byte = bytes.first else { return exchange.abort() }
    after(pause) { player in
      player.exchange.sendPastFraming([byte])
      player.drip(bytes.dropFirst(), every: pause)
    }
  }

  /// Writes what is due at `moment`, then waits for the next piece.
  private func write(_ pieces: ArraySlice<VendorPiece>, _ ending: VendorEnding, since moment: TimeSpan) {
    let due = pieces.prefix { $0.at <= moment }
    if !due.isEmpty { exchange.write(due.flatMap(\.bytes)) }
    let rest = pieces.dropFirst(due.count)
    if let next = rest.first {
      return after(next.at - moment) { $0.write(rest, ending, since: next.at) }
    }
    switch ending {
    case .complete: exchange.end()
    case .cut(let cut): after(cut - moment) { $0.exchange.abort() }
    case .silence: hold()
    }
  }

  /// Keeps the exchange open, and itself with it, until the caller leaves.
  private func hold() {
    exchange.onClientGone { [self] in isGone = true }
  }

  private func after(_ delay: TimeSpan, _ action: @escaping (AnswerPlayer) -> Void) {
    exchange.loop.schedule(after: UInt64(max(0, delay.nanoseconds))) { [self] in
      if !isGone { action(self) }
    }
  }
}

extension VendorReply {
  /// The answer as it is on the wire, closed by its length.
  fileprivate var written: [UInt8] {
    let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
    let head = "HTTP/1.1 \(status) Simulated\r\n\(fields)content-length: \(body.bytes.count)\r\n\r\n"
    return Array(head.utf8) + body.bytes
  }

  /// Between two bytes, so that the whole takes the answer's delay.
  fileprivate var pause: TimeSpan { delay * (1 / Double(max(1, written.count))) }
}
