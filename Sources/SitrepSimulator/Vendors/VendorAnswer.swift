package import SitrepCore

/// What a vendor does with a request.
package enum VendorAnswer: Hashable, Sendable {
  case reply(VendorReply)
  /// The connection is reset before any byte of an answer.
  case reset(after: TimeSpan)
  /// The request is taken and never answered.
  case hang

  package var reply: VendorReply? {
    guard case .reply(let reply) = self else { return nil }
    return reply
  }
}

/// An answer with a status.
package struct VendorReply: Hashable, Sendable {
  package var status: Int
  package var headers: [VendorHeader]
  /// From the request's arrival to the first byte of the answer.
  package var delay: TimeSpan
  package var body: VendorBody
  /// The header comes byte by byte over all of `delay` instead of at its end.
  package var drips = false

  package init(status: Int, headers: [VendorHeader], delay: TimeSpan, body: VendorBody) {
    self.status = status
    self.headers = headers
    self.delay = delay
    self.body = body
  }

  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// The body of an answer: at once, or in pieces over time.
package enum VendorBody: Hashable, Sendable {
  case whole([UInt8])
  case pieces([VendorPiece], ending: VendorEnding)

  /// All bytes, as a patient caller gets them.
  package var bytes: [UInt8] {
    switch self {
    case .whole(let bytes): bytes
    case .pieces(let pieces, _): pieces.flatMap(\.bytes)
    }
  }
}

/// A piece of a body, with its time since the request's arrival.
package struct VendorPiece: Hashable, Sendable {
  package var at: TimeSpan
  package var bytes: [UInt8]

  package init(at: TimeSpan, bytes: [UInt8]) {
    self.at = at
    self.bytes = bytes
  }
}

/// How a body in pieces ends.
package enum VendorEnding: Hashable, Sendable {
  case complete
  /// The connection is reset in the middle of the body.
  case cut(after: TimeSpan)
  /// Nothing more comes, and the connection stays open.
  case silence
}
