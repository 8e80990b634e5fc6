import Glibc

/// Why a request, a listener or the loop itself failed, in one sentence that can be acted on.
package struct HTTPError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure; compare with the constants.
  package struct Code: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    fileprivate let advice: String

    package var description: String { name }

    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
  }

  package let code: Code
  /// What was being done: "GET", "listen".
  package let operation: String
  /// On what: host and path only.
  package let detail: String
  /// libcurl's own result or an errno, when there was one.
  package let underlying: Int32?
  /// What the library said of it, where that tells more than the code: a certificate that is not believed.
  package let explanation: String?
  /// How far the request came.
  package let phases: HTTPPhases

  package init(
    code: Code, operation: String, detail: String, underlying: Int32? = nil, explanation: String? = nil,
    phases: HTTPPhases = HTTPPhases()
  ) {
    self.code = code
    self.operation = operation
    self.detail = detail
    self.underlying = underlying
    self.explanation = explanation
    self.phases = phases
  }

  package var description: String { "\(operation) \(detail): \(reason)." }

  /// What went wrong, for a reader who knows already on what.
  package var reason: String {
    if let explanation { return "\(code.advice) (\(explanation))" }
    let number = underlying.map { " (\(code == .system ? "errno" : "curl") \($0))" } ?? ""
    return "\(code.advice)\(number)"
  }

  static func system(_ operation: String, _ number: Int32) -> HTTPError {
    let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "unknown"
    return HTTPError(code: .system, operation: operation, detail: text, underlying: number)
  }
}

extension HTTPError.Code {
  package static let badRequest = Self(
    name: "badRequest", advice: "the address or a header is not valid; correct it")
  package static let resolve = Self(
    name: "resolve", advice: "the host name was not found; check the name and the resolver")
  package static let connect = Self(
    name: "connect", advice: "no connection could be made; check that the host is up and the port open")
  package static let refused = Self(
    name: "refused", advice: "the host itself refused the connection; nothing listens there")
  package static let tls = Self(
    name: "tls", advice: "the TLS handshake failed; check certificates, the clock and any proxy between")
  package static let timeoutConnect = Self(
    name: "timeoutConnect", advice: "no connection in the time allowed; check the network path")
  package static let timeoutFirstByte = Self(
    name: "timeoutFirstByte", advice: "connected, but no answer began in the time allowed; the server is slow"
  )
  package static let timeoutTotal = Self(
    name: "timeoutTotal", advice: "the answer was not complete in the time allowed")
  package static let stalled = Self(
    name: "stalled", advice: "the answer began and then fell silent for longer than allowed")
  package static let reset = Self(
    name: "reset", advice: "the connection was cut; the server or something between dropped it")
  package static let truncated = Self(
    name: "truncated", advice: "the answer ended before its announced end; do not use it")
  package static let tooLarge = Self(
    name: "tooLarge", advice: "the answer is larger than the limit set for it")
  package static let protocolError = Self(
    name: "protocolError", advice: "the answer is not valid HTTP; check what listens there")
  package static let cancelled = Self(name: "cancelled", advice: "cancelled by the caller")
  package static let system = Self(name: "system", advice: "the system refused")
  package static let other = Self(name: "other", advice: "an unexpected failure of the transfer")
}
