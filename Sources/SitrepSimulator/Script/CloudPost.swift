package import SitrepCore

/// One entry on AWS Health's public page about Bedrock in the drill's region.
///
/// Google's page has no product for Claude (facts/status-pages.md 5), so nothing is posted there.
package struct CloudPost: Hashable, Sendable {
  package var at: TimeSpan
  /// Posts with the same word belong to one event.
  package var event: String
  package var state: State
  package var summary: String
  package var text: String

  package init(at: TimeSpan, event: String, state: State, summary: String, text: String) {
    self.at = at
    self.event = event
    self.state = state
    self.summary = summary
    self.text = text
  }

  /// AWS's codes 0…3 (facts 6.1).
  package enum State: String, CaseIterable, Sendable {
    case resolved, informational, degraded, disrupted

    var code: Int { State.allCases.firstIndex(of: self) ?? 0 }
  }
}

extension CloudPost: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "a post of AWS", keys: ["at", "event", "state", "summary", "text"])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    event = try map.require("event", "a word that names the event")
    guard let state = try map.word("state", State.self) else {
      throw map.missing("state", oneOf(State.allCases.map(\.rawValue)))
    }
    self.state = state
    summary = try map.require("summary", "the event's title")
    text = try map.require("text", "the text of the post")
  }
}
