/// A share of calls that opens a breaker, and of which calls.
package struct RateArm: Hashable, Codable, Sendable {
  /// Which calls are looked at.
  package enum Extent: Hashable, Codable, Sendable {
    /// Those that ended within this long.
    case time(TimeSpan)
    /// The last so many; of more than ten up to a tenth more.
    case calls(Int)
  }

  /// 0…1; this share and more.
  package var share: Double
  /// Fewer calls decide nothing.
  package var minimum: Int
  package var extent: Extent

  package init(share: Double, minimum: Int, of extent: Extent) {
    self.share = share
    self.minimum = minimum
    self.extent = extent
  }

  /// Reads "50% of 20 in 15s" with a duration read by `duration`, or "50% of 20 in last 100".
  ///
  /// Nil for anything else, for a share outside 0…100 %, and for a window that cannot hold its minimum.
  package static func parse(_ text: String, duration: (String) -> TimeSpan?) -> RateArm? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 5, words[0].hasSuffix("%"), words[1] == "of", words[3] == "in",
      let percent = Double(words[0].dropLast()), percent > 0, percent <= 100,
      let minimum = Int(words[2]), (1...BreakerSettings.longestWindow).contains(minimum)
    else { return nil }
    if words.count == 6, words[4] == "last", let count = Int(words[5]) {
      guard (minimum...BreakerSettings.longestWindow).contains(count) else { return nil }
      return RateArm(share: percent / 100, minimum: minimum, of: .calls(count))
    }
    guard words.count == 5, let span = duration(words[4]), span >= .seconds(1) else { return nil }
    return RateArm(share: percent / 100, minimum: minimum, of: .time(span))
  }
}
