/// How long the parts of a request may take; all but `idle` are measured from its start.
package struct HTTPTimeouts: Sendable, Equatable {
  package var connect: Duration
  /// Until the response's header has come.
  package var firstByte: Duration
  package var total: Duration
  /// The longest silence between two pieces of the body while the reader is ready for more.
  package var idle: Duration?

  package init(
    connect: Duration = .seconds(10), firstByte: Duration = .seconds(30), total: Duration = .seconds(60),
    idle: Duration? = nil
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.total = total
    self.idle = idle
  }
}

/// How many bytes a response may bring before it is refused.
package struct HTTPLimits: Sendable, Equatable {
  package var maxBody: Int
  package var maxHeader: Int

  package init(maxBody: Int = 8 << 20, maxHeader: Int = 64 << 10) {
    self.maxBody = maxBody
    self.maxHeader = maxHeader
  }
}

/// One request with everything that bounds it.
package struct HTTPRequest: Sendable {
  package var method: String
  /// Absolute, `http` or `https`.
  package var url: String
  package var headers: HTTPHeaders
  package var body: [UInt8]
  package var timeouts: HTTPTimeouts
  package var limits: HTTPLimits
  /// How many redirects are followed; more than that is an error, and 0 hands them to the caller.
  package var followRedirects: Int
  /// Looks the name up anew and makes a connection of its own, so that a probe measures them.
  package var freshConnection: Bool
  /// Asks for a compressed body and unpacks it; `limits` count the unpacked bytes.
  package var decompress: Bool
  /// Never sent through a proxy: for services of this machine, whose answers are nobody else's.
  package var isDirect = false
  /// Notes when the server's certificate ends.
  package var notesCertificate = false
  /// Whether a good end tells phases, address and reuse; who passes calls on does without.
  package var notesFacts = true

  package init(
    method: String = "GET", url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    timeouts: HTTPTimeouts = HTTPTimeouts(), limits: HTTPLimits = HTTPLimits(), followRedirects: Int = 0,
    freshConnection: Bool = false, decompress: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.limits = limits
    self.followRedirects = followRedirects
    self.freshConnection = freshConnection
    self.decompress = decompress
  }
}
