import SitrepCore

extension VendorWorld {
  /// The page that people open; it fails only where a drill names it.
  func web(_ request: VendorRequest, at moment: TimeSpan, _ memory: inout VendorMemory) -> VendorAnswer {
    let call = Call.notice(.anthropic, .webUI)
    if let failure = troubled(call, AnthropicDialect(), at: moment, &memory) { return failure }
    let headers = [
      VendorHeader("content-type", "text/html; charset=utf-8"), VendorHeader("server", "cloudflare"),
    ]
    guard request.method == "GET" || request.method == "HEAD" else {
      return .reply(VendorReply(status: 405, headers: headers, delay: .milliseconds(10), body: .whole([])))
    }
    let page =
      "<!doctype html><html><head><title>Claude</title></head><body><div id=root></div></body></html>\n"
    return .reply(
      VendorReply(status: 200, headers: headers, delay: .milliseconds(90), body: .whole(Array(page.utf8))))
  }
}

extension Pace {
  /// Of what asks no model.
  static let notice = Pace(
    answer: .milliseconds(60), firstToken: .milliseconds(60), gap: .milliseconds(10), spread: 0.2)
}
