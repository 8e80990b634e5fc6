package import SitrepCore

/// Trouble of calls that share state across platforms: each platform is well alone, but calls with a session
/// fail while sessions are served by more than one of them.
package struct Mixing: Hashable, Sendable {
  /// How long a platform's last call with a session counts.
  package var within: TimeSpan
  /// Probability that a call with a session fails while at least two platforms count, 0…1.
  package var failing: Double

  package init(within: TimeSpan, failing: Double) {
    self.within = within
    self.failing = failing
  }
}

extension Mixing: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "mixed", keys: ["within", "failing"])
    within = (try map.find("within", SpanText.expected) as SpanText?)?.span ?? .seconds(10)
    failing = try map.number("failing", in: 0...1, "a probability from 0 to 1") ?? 1
  }
}
