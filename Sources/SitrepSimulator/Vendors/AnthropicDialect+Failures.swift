import SitrepCore

extension AnthropicDialect {
  /// Statuses, bodies and headers as in facts/anthropic-api.md 3 and its samples.
  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply {
    switch fault {
    case .envoy:
      edgeFailure(503, "text/plain", AnthropicBodies.envoy, ticket, 0.2)
    case .badGateway:
      edgeFailure(502, "text/html", AnthropicBodies.badGateway, ticket, 0.5)
    case .overloaded: error(529, "overloaded_error", "Overloaded", ticket, 0.35)
    case .overloadedWithoutID: error(529, "overloaded_error", "Overloaded", ticket, 0.35, hasID: false)
    case .serverOverloaded: error(500, "api_error", "Overloaded", ticket, 0.5, hasID: false)
    case .gatewayTimeout: error(504, "timeout_error", "Request timed out", ticket, 8)
    case .limited:
      error(
        429, "rate_limit_error", "Number of requests has exceeded your rate limit.", ticket, 0.1,
        showsLimits: true)
    case .unauthorized: error(401, "authentication_error", "invalid x-api-key", ticket, 0.1)
    case .forbidden:
      error(
        403, "permission_error", "Your API key does not have permission to use the specified resource.",
        ticket, 0.1)
    case .withdrawn: error(404, "not_found_error", "model: \(ticket.call.askedModel)", ticket, 0.1)
    default: error(500, "api_error", "Internal server error", ticket, 0.8)
    }
  }

  /// `share` is the failure's time as a share of a good answer's.
  private func error(
    _ status: Int, _ type: String, _ message: String, _ ticket: Ticket, _ share: Double, hasID: Bool = true,
    showsLimits: Bool = false
  ) -> VendorReply {
    let retry = VendorHeader("x-should-retry", status >= 500 || status == 429 ? "true" : "false")
    return VendorReply(
      status: status,
      headers: headers(ticket.stamp, isKnown: status != 401) + [retry]
        + (showsLimits ? limitHeaders(ticket) : []),
      delay: ticket.times.answer * share,
      body: .whole(AnthropicBodies.error(type, message, ticket.stamp, hasID: hasID).bytes))
  }

  private func edgeFailure(
    _ status: Int, _ type: String, _ body: String, _ ticket: Ticket, _ share: Double
  ) -> VendorReply {
    VendorReply(
      status: status, headers: edge(ticket.stamp, type: type), delay: ticket.times.answer * share,
      body: .whole(Array(body.utf8)))
  }
}
