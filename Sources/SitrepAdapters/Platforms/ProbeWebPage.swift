import SitrepCore
import SitrepHTTP

/// A page for people, and the statuses that show it is there.
package struct ProbeWebPage: Hashable, Sendable {
  package var url: String
  package var statuses: [Int]

  package init(url: String, statuses: [Int] = [200]) {
    self.url = url
    self.statuses = statuses
  }

  package static let claude = ProbeWebPage(url: "https://claude.ai/")

  func request(_ timeouts: HTTPTimeouts) -> HTTPRequest {
    HTTPRequest(
      url: url, headers: ["accept": "text/html,*/*;q=0.8"], timeouts: timeouts,
      limits: HTTPLimits(maxBody: 4 << 20), followRedirects: 3, freshConnection: true, decompress: true)
  }

  /// Why an answer is not the page; nil when it is.
  ///
  /// An edge that asks whether a browser calls has let nobody in, but it stands where the page stands.
  func complaint(_ head: HTTPResponseHead) -> String? {
    if statuses.contains(head.status) || ProbeWebPage.isChallenge(head) { return nil }
    return "HTTP \(head.status) where \(statuses.map(String.init).joined(separator: " or ")) was expected"
  }

  /// Cloudflare's bot check: seen by programs, not by people.
  static func isChallenge(_ head: HTTPResponseHead) -> Bool { head.headers["cf-mitigated"] == "challenge" }
}
