import CMicrohttpd

/// What a server allows each caller.
package struct HTTPServerLimits: Sendable, Equatable {
  /// A larger request body is answered with 413.
  package var maxBody: Int
  /// What such a caller is answered.
  package var tooLarge = Refusal(
    contentType: "text/plain", body: "The request body is larger than allowed.\n")
  package var maxConnections: Int
  /// How long a connection may be silent, unless we are the ones it waits for.
  package var idleTimeout: Duration
  /// Header and buffers of one connection; a longer header is answered with 431.
  package var connectionMemory: Int

  /// The words of an answer that no handler gives.
  package struct Refusal: Sendable, Equatable {
    package var contentType: String
    package var body: String
    package var headers: HTTPHeaders

    package init(contentType: String, body: String, headers: HTTPHeaders = [:]) {
      self.contentType = contentType
      self.body = body
      self.headers = headers
    }
  }

  package init(
    maxBody: Int = 32 << 20, maxConnections: Int = 4096, idleTimeout: Duration = .seconds(75),
    connectionMemory: Int = 32 << 10
  ) {
    self.maxBody = maxBody
    self.maxConnections = maxConnections
    self.idleTimeout = idleTimeout
    self.connectionMemory = connectionMemory
  }
}

/// An HTTP/1.1 server on the loop's thread; it serves until `stop` or the loop's end.
package final class HTTPServer: Sendable {
  /// Called on the loop's thread once a request has come whole; the exchange is answered then or later.
  package typealias Handler = @Sendable (Exchange) -> Void

  /// The port in use, chosen by the kernel when 0 was asked for.
  package let port: UInt16
  private let loop: EventLoop
  private let confined: LoopConfined<ServerCore>

  /// Listens at once; `host` is a numeric address or "localhost".
  package init(
    loop: EventLoop, host: String = "127.0.0.1", port: UInt16 = 0,
    limits: HTTPServerLimits = HTTPServerLimits(), handler: @escaping Handler
  ) throws(HTTPError) {
    let socket = try ListeningSocket(host: host, port: port)
    self.port = socket.port
    self.loop = loop
    let core = ServerCore(loop: loop, limits: limits, handler: handler)
    try core.listen(on: socket)
    confined = LoopConfined(core, to: loop)
    loop.submit { [confined] in confined.value.open() }
  }

  /// Closes the listener and every connection; what is being answered is cut.
  package func stop() { loop.submit { [confined] in confined.value.close() } }
}
