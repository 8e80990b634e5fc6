package import SitrepCore

/// Lengths of time as people write them: "30s", "1m30s", "250ms", "2h", "14d".
package enum DurationText {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ms", 1_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000),
  ]

  /// The span that `text` names; nil when it names none, is negative, or is longer than a century.
  package static func parse(_ text: String) -> TimeSpan? {
    guard !text.isEmpty, text.utf8.count <= 40 else { return nil }
    var rest = Substring(text)
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let count = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      guard let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
      rest = rest.dropFirst(unit.name.count)
      total += count * Double(unit.nanoseconds)
    }
    guard total <= 100 * 366 * 86_400e9 else { return nil }
    return TimeSpan(nanoseconds: Int64(total.rounded()))
  }

  /// The shortest text that `parse` reads back.
  package static func text(_ span: TimeSpan) -> String {
    var rest = span.nanoseconds / 1_000_000
    guard rest > 0 else { return "0s" }
    var text = ""
    for (name, nanoseconds) in units.dropFirst() + units.prefix(1) {
      let count = rest / (nanoseconds / 1_000_000)
      if count > 0 { text += "\(count)\(name)" }
      rest -= count * (nanoseconds / 1_000_000)
    }
    return text
  }
}
