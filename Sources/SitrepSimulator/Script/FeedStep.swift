package import SitrepCore

/// One change of how a vendor's page answers, from an offset on.
package struct FeedStep: Hashable, Sendable {
  package var at: TimeSpan
  package var feed: Feed
  package var answers: Answer

  package init(at: TimeSpan, feed: Feed, answers: Answer) {
    self.at = at
    self.feed = feed
    self.answers = answers
  }

  /// Whose page.
  package enum Feed: String, CaseIterable, Sendable {
    case claude, aws, google

    var service: VendorService {
      switch self {
      case .claude: .claudePage
      case .aws: .awsFeed
      case .google: .gcpFeed
      }
    }
  }

  /// What it answers instead of the page; nothing of it says anything about the vendor's API.
  package enum Answer: String, CaseIterable, Sendable {
    case page
    case unavailable = "503"
    /// A bot check in HTML, as met on 17 September 2026 (facts/status-pages.md).
    case html
    case reset
    case hang
  }
}

extension FeedStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "a change of a page", keys: ["at", "feed", "answers"])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    guard let feed = try map.word("feed", Feed.self) else {
      throw map.missing("feed", oneOf(Feed.allCases.map(\.rawValue)))
    }
    guard let answers = try map.word("answers", Answer.self) else {
      throw map.missing("answers", oneOf(Answer.allCases.map(\.rawValue)))
    }
    self.feed = feed
    self.answers = answers
  }
}

extension DrillScript {
  /// What takes the place of a page at `moment`; nil when the page itself answers.
  func pageFault(_ service: VendorService, at moment: TimeSpan) -> VendorAnswer? {
    switch feeds.last(where: { $0.feed.service == service && $0.at <= moment })?.answers {
    case .page?, nil: nil
    case .unavailable?: .reply(FeedStep.reply(503, "Service Unavailable"))
    case .html?:
      .reply(FeedStep.reply(200, "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"))
    case .reset?: .reset(after: .milliseconds(20))
    case .hang?: .hang
    }
  }
}

extension FeedStep {
  fileprivate static func reply(_ status: Int, _ text: String) -> VendorReply {
    VendorReply(
      status: status, headers: [VendorHeader("content-type", "text/html; charset=utf-8")],
      delay: .milliseconds(30), body: .whole(Array(text.utf8)))
  }
}
