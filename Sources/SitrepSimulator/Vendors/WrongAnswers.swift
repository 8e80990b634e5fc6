import SitrepCore

/// Answers that are wrong as HTTP or as framing, whoever gives them.
extension VendorReply {
  /// A page where the API should answer, as an edge with a maintenance notice gives it.
  static func page(_ ticket: Ticket) -> VendorReply {
    let page =
      "<!doctype html><html><head><title>We will be right back</title></head><body><h1>We will be right "
      + "back</h1><p>Scheduled work is under way.</p></body></html>\n"
    return VendorReply(
      status: 200, headers: [VendorHeader("content-type", "text/html; charset=utf-8")],
      delay: ticket.times.answer * 0.2, body: .whole(Array(page.utf8)))
  }

  /// Bytes without meaning; terminals must not see the escape sequence among them.
  static func octets(_ ticket: Ticket, seed: UInt64) -> VendorReply {
    var draw = Draw(seed: seed, "octets \(ticket.stamp.message)")
    let noise = (0..<256).map { _ in UInt8(truncatingIfNeeded: draw.next()) }
    return VendorReply(
      status: 200, headers: [VendorHeader("content-type", "application/octet-stream")],
      delay: ticket.times.answer * 0.4,
      body: .whole(Array("\u{1B}]0;octets\u{7}\u{1B}[2J".utf8) + noise))
  }

  /// Ends in order in the middle of what it says.
  var torn: VendorReply {
    var torn = self
    switch body {
    case .whole(let bytes): torn.body = .whole(Array(bytes.prefix(bytes.count / 2)))
    case .pieces(let pieces, _):
      var kept = Array(pieces.prefix(max(1, pieces.count / 2 + 1)))
      if let last = kept.popLast() {
        kept.append(VendorPiece(at: last.at, bytes: Array(last.bytes.prefix(last.bytes.count / 2))))
      }
      torn.body = .pieces(kept, ending: .complete)
    }
    return torn
  }

  /// Between two bytes of an answer that comes byte by byte.
  private static let crumb = TimeSpan(nanoseconds: 100_000)

  /// The same answer byte by byte; server-sent events get the other line end that they may have.
  func crumbled(_ ticket: Ticket) -> VendorReply {
    var crumbled = self
    let isText = ticket.call.platform != .bedrock
    let whole: [VendorPiece] =
      switch body {
      case .whole(let bytes): [VendorPiece(at: delay, bytes: bytes)]
      case .pieces(let pieces, _): isText ? pieces.map(\.withLongLineEnds) : pieces
      }
    var moment = delay
    var crumbs: [VendorPiece] = []
    for piece in whole {
      moment = max(moment, piece.at)
      for byte in piece.bytes {
        crumbs.append(VendorPiece(at: moment, bytes: [byte]))
        moment = moment + VendorReply.crumb
      }
    }
    crumbled.body = .pieces(crumbs, ending: .complete)
    return crumbled
  }

  /// Its header takes longer than anybody waits for one.
  var dripping: VendorReply {
    var dripping = self
    dripping.drips = true
    dripping.delay = .minutes(1)
    dripping.body = .whole(body.bytes)
    return dripping
  }

  /// Its third-last frame is not what its checksum says; contents came before.
  var miscounted: VendorReply {
    guard case .pieces(var pieces, let ending) = body, pieces.count > 3 else { return self }
    let place = pieces.count - 3
    if let last = pieces[place].bytes.popLast() { pieces[place].bytes.append(~last) }
    var miscounted = self
    miscounted.body = .pieces(pieces, ending: ending)
    return miscounted
  }
}

extension VendorPiece {
  /// Every line ends in a carriage return and a line feed.
  fileprivate var withLongLineEnds: VendorPiece {
    var long: [UInt8] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), long.last != UInt8(ascii: "\r") { long.append(UInt8(ascii: "\r")) }
      long.append(byte)
    }
    return VendorPiece(at: at, bytes: long)
  }
}

extension Ticket {
  /// The same answer with characters of two to four bytes before its text.
  var manyBytes: Ticket {
    guard call.tool == nil else { return self }
    var ticket = self
    ticket.call.pieces = ["é✓🙂 " + (call.pieces.first ?? "")] + call.pieces.dropFirst()
    return ticket
  }
}
