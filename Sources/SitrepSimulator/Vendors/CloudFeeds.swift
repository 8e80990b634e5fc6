import SitrepCore

/// The feeds of the clouds, with nothing on them: AWS Health's events and Google Cloud's incidents.
enum CloudFeeds {
  static func answer(_ request: VendorRequest) -> VendorReply {
    let path = String(request.path.prefix { $0 != "?" })
    guard request.method == "GET" else { return reply(405, "text/plain", Array("Method Not Allowed\n".utf8)) }
    switch (request.service, path) {
    case (.awsFeed, "/public/currentevents"):
      return reply(200, "application/json;charset=utf-16", bigEndian("[]"))
    case (.gcpFeed, "/incidents.json"): return reply(200, "application/json", Array("[]".utf8))
    default: return reply(404, "text/plain", Array("Not Found\n".utf8))
    }
  }

  /// UTF-16 with the byte order mark, as AWS sends it.
  private static func bigEndian(_ text: String) -> [UInt8] {
    [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  private static func reply(_ status: Int, _ type: String, _ body: [UInt8]) -> VendorReply {
    VendorReply(
      status: status, headers: [VendorHeader("content-type", type)], delay: .milliseconds(20),
      body: .whole(body))
  }
}
