import SitrepCore
import SitrepHTTP

/// What callers may ask for.
extension GatewayCore {
  func serve(_ exchange: Exchange) {
    let path = exchange.path
    if path == "/health" { return serveHealth(exchange) }
    guard isAllowed(exchange.headers) else {
      return exchange.answer(
        CallerError(
          status: 401, type: "authentication_error",
          message: "sitrep's gateway wants its own token as the key.",
          mayRetry: false))
    }
    do throws(CallerFault) {
      let call = try read(exchange, path)
      let targets = candidates(for: call)
      guard !targets.isEmpty || call.kind == .messages else {
        throw CallerFault(.notFound("sitrep: no platform of the present route offers \(path)."))
      }
      CallDriver(core: self, exchange: exchange, call: call, candidates: targets).begin()
    } catch {
      exchange.answer(error.answer)
    }
  }

  private func read(_ exchange: Exchange, _ path: String) throws(CallerFault) -> IncomingCall {
    let isList = path == "/v1/models" || path.hasPrefix("/v1/models/")
    switch (exchange.method, path) {
    case ("POST", "/v1/messages"), ("POST", "/v1/messages/count_tokens"):
      return try IncomingCall(
        kind: path.hasSuffix("/count_tokens") ? .countTokens : .messages, target: exchange.target,
        headers: exchange.headers, body: exchange.body)
    case ("GET", _) where isList: return IncomingCall(modelsAt: exchange.target, headers: exchange.headers)
    case (_, "/v1/messages"), (_, "/v1/messages/count_tokens"):
      throw CallerFault(
        CallerError(status: 405, type: "invalid_request_error", message: "Method not allowed."))
    default: throw CallerFault(.notFound("sitrep's gateway does not serve \(CleanText(path, limit: 80))."))
    }
  }

  /// Up, where calls go, and by which generation of Control.
  private func serveHealth(_ exchange: Exchange) {
    let active = (table.pinned ?? table.active).map { JSONText.quoted($0.rawValue) } ?? "null"
    let body =
      "{\"up\":true,\"active\":\(active),\"pinned\":\(table.pinned != nil),\"generation\":\(table.generation)}\n"
    exchange.respond(
      status: 200, headers: ["content-type": "application/json", "cache-control": "no-store"],
      body: Array(body.utf8))
  }

  private func isAllowed(_ headers: HTTPHeaders) -> Bool {
    guard let token = settings.token?.reveal() else { return true }
    let bearer = headers["authorization"].map { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : $0 }
    return [headers["x-api-key"], bearer].contains { $0.map { isSame($0, token) } ?? false }
  }

  /// Takes as long wherever the first difference is.
  private func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
  }
}

extension Exchange {
  /// Answers with an error of our own.
  func answer(_ error: CallerError, headers: HTTPHeaders = [:]) {
    var headers = headers
    headers["content-type"] = "application/json"
    if !error.mayRetry { headers["x-should-retry"] = "false" }
    if let seconds = error.retryAfter { headers["retry-after"] = String(seconds) }
    respond(status: error.status, headers: headers, body: Array(error.json.utf8))
  }
}
