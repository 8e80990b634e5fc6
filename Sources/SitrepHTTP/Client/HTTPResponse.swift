/// When the parts of a request were done, each measured from its start; nil when the part did not happen.
package struct HTTPPhases: Sendable, Equatable {
  package var dns: Duration?
  package var connect: Duration?
  package var tls: Duration?
  package var firstByte: Duration?
  package var total: Duration?

  package init(
    dns: Duration? = nil, connect: Duration? = nil, tls: Duration? = nil, firstByte: Duration? = nil,
    total: Duration? = nil
  ) {
    self.dns = dns
    self.connect = connect
    self.tls = tls
    self.firstByte = firstByte
    self.total = total
  }
}

/// What a response says before its body.
package struct HTTPResponseHead: Sendable, Equatable {
  package var status: Int
  package var headers: HTTPHeaders
  /// As the server wrote it: "1.1", "2".
  package var httpVersion: String

  package init(status: Int, headers: HTTPHeaders, httpVersion: String = "1.1") {
    self.status = status
    self.headers = headers
    self.httpVersion = httpVersion
  }
}

/// What is known once a transfer ended well.
package struct HTTPCompletion: Sendable {
  package let phases: HTTPPhases
  package let bodyBytes: Int
  /// Address and port that answered.
  package let remoteAddress: String?
  package let reusedConnection: Bool
  /// As the TLS library words it ("Nov 21 12:00:00 2026 GMT"); nil unless it was asked for.
  package let certificateEnds: String?

  /// Of a request that asked for no more.
  static func bare(bodyBytes: Int) -> HTTPCompletion {
    HTTPCompletion(
      phases: HTTPPhases(), bodyBytes: bodyBytes, remoteAddress: nil, reusedConnection: false,
      certificateEnds: nil)
  }
}

/// A whole response.
package struct HTTPResponse: Sendable {
  package let head: HTTPResponseHead
  package let body: [UInt8]
  package let completion: HTTPCompletion

  package var status: Int { head.status }
  package var headers: HTTPHeaders { head.headers }
  package var httpVersion: String { head.httpVersion }
  package var phases: HTTPPhases { completion.phases }
  package var remoteAddress: String? { completion.remoteAddress }
}
