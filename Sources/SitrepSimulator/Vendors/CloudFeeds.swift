import SitrepCore

/// The feeds of the clouds: AWS Health's events as a drill posts them, and Google Cloud's empty incidents.
struct CloudFeeds {
  let script: DrillScript
  let startedAt: Instant

  func answer(_ request: VendorRequest, at moment: TimeSpan) -> VendorReply {
    let path = String(request.path.prefix { $0 != "?" })
    guard request.method == "GET" else {
      return reply(405, "text/plain", Array("Method Not Allowed\n".utf8))
    }
    switch (request.service, path) {
    case (.awsFeed, "/public/currentevents"):
      return reply(200, "application/json;charset=utf-16", bigEndian(events(at: moment).encoded))
    case (.gcpFeed, "/incidents.json"): return reply(200, "application/json", Array("[]".utf8))
    default: return reply(404, "text/plain", Array("Not Found\n".utf8))
    }
  }

  /// Events with at least one post so far, newest first.
  private func events(at moment: TimeSpan) -> JSON {
    let posts = script.aws.filter { $0.at <= moment }
    var names: [String] = []
    for post in posts where !names.contains(post.event) { names.insert(post.event, at: 0) }
    return .list(names.map { name in event(name, posts.filter { $0.event == name }) })
  }

  private func event(_ name: String, _ posts: [CloudPost]) -> JSON {
    guard let first = posts.first, let last = posts.last else { return .null }
    let region = script.platforms[.bedrock]?.region ?? "us-east-1"
    let worst = posts.map(\.state.code).max() ?? 0
    let isOver = last.state == .resolved
    let impact: JSON = [
      "service_name": "Amazon Bedrock", "current": String(last.state.code).json, "max": String(worst).json,
    ]
    var members: [JSON.Member] = []
    func add(_ key: String, _ value: JSON) { members.append(JSON.Member(key: key, value: value)) }
    add("date", epoch(first).json)
    add("arn", "arn:aws:health:\(region)::event/BEDROCK/AWS_BEDROCK_OPERATIONAL_ISSUE/\(name)".json)
    add("region_name", (CloudFeeds.regionNames[region] ?? region).json)
    add("status", String(last.state.code).json)
    add("service", "bedrock-\(region)".json)
    add("service_name", "Amazon Bedrock")
    add("summary", "\(isOver ? "[RESOLVED] " : "")\(first.summary)".json)
    add("event_log", .list(posts.map(entry)))
    add("impacted_services", .object([JSON.Member(key: "bedrock-\(region)", value: impact)]))
    if isOver { add("end_time", epoch(last).json) }
    return .object(members)
  }

  private func entry(_ post: CloudPost) -> JSON {
    [
      "summary": post.summary.json, "message": post.text.json, "status": post.state.code.json,
      "timestamp": Int((startedAt + post.at).wholeSeconds).json,
    ]
  }

  /// Seconds since 1970 as text, as the feed has them.
  private func epoch(_ post: CloudPost) -> String { String((startedAt + post.at).wholeSeconds) }

  private static let regionNames = [
    "us-east-1": "N. Virginia", "us-east-2": "Ohio", "us-west-2": "Oregon", "eu-west-1": "Ireland",
    "eu-central-1": "Frankfurt", "ap-northeast-1": "Tokyo",
  ]

  /// UTF-16 with the byte order mark, as AWS sends it.
  private func bigEndian(_ text: String) -> [UInt8] {
    [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  private func reply(_ status: Int, _ type: String, _ body: [UInt8]) -> VendorReply {
    VendorReply(
      status: status, headers: [VendorHeader("content-type", type)], delay: .milliseconds(20),
      body: .whole(body))
  }
}
