package import SitrepCore

extension RoutingTable {
  /// The platforms that one call may visit, in order; each at most once.
  ///
  /// A pin leaves no choice: it never fails over by itself. During a failback, `word` decides whether this
  /// call is among the percent that goes to the preferred platform again;
  /// `word` is random and uniform over its range. A platform that the caller wishes for comes first.
  package func platforms(word: UInt64, wish: Platform? = nil) -> [Platform] {
    if let pinned { return [pinned] }
    var choice: [Platform] = []
    choice.reserveCapacity(order.count + 3)
    func add(_ platform: Platform) {
      if !choice.contains(platform) { choice.append(platform) }
    }
    if let wish { add(wish) }
    if let failback, word % 100 < UInt64(clamping: failback.percent) { add(failback.to) }
    if let active { add(active) }
    for platform in order { add(platform) }
    return choice
  }
}
