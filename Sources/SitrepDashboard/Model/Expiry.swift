import SitrepCore

/// Reads an expiry from the end of a reason: "error budget for 15m".
nonisolated enum Expiry {
  static func split(_ text: String) -> (reason: String, duration: TimeSpan?) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count >= 2, words[words.count - 2].lowercased() == "for", let last = words.last,
      let duration = duration(last)
    else { return (text, nil) }
    return (words.dropLast(2).joined(separator: " "), duration)
  }

  /// "90s", "15m", "2h"; at most a week.
  static func duration(_ word: Substring) -> TimeSpan? {
    guard let unit = word.last, let count = Int64(word.dropLast()), (1...604_800).contains(count) else {
      return nil
    }
    let span: TimeSpan? =
      switch unit {
      case "s": .seconds(count)
      case "m": .minutes(count)
      case "h": .hours(count)
      default: nil
      }
    guard let span, span <= .hours(168) else { return nil }
    return span
  }
}
